import { Body, Controller, Delete, Param, Post, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type CommandMeta, CommandRoute, Id, IdInPath, Meta, Text, Whole } from '#kronika';
import { AddGoods } from './add-goods.command.js';
import { ChangeGoods } from './change-goods.command.js';
import { DeleteGoods } from './delete-goods.command.js';

/** With these limits a line totals at most 10^13 minor units, so JSON numbers are exact up to 900 such lines. */
const QUANTITY = { minimum: 1, maximum: 100_000 };
const UNIT_PRICE = { minimum: 0, maximum: 100_000_000 };
const SKU = {
  maximum: 64,
  optional: true,
  nullable: true,
  isTrimmed: true,
  description: 'Stock keeping unit; leading and trailing white space is removed',
};

export class AddGoodsBody {
  @Id({ description: 'The order that the goods belong to' })
  orderId!: number;

  @Text({ ...SKU, example: 'MUG-RED' })
  sku?: string | null;

  @Text({ maximum: 200, optional: true, nullable: true, example: 'A red mug' })
  name?: string | null;

  @Whole({ ...QUANTITY, optional: true, default: 1, example: 2 })
  quantity: number = 1;

  @Whole({
    ...UNIT_PRICE,
    optional: true,
    default: 0,
    description: "In minor units of the order's currency: 1250 EUR are 12.50 €",
    example: 1250,
  })
  unitPrice: number = 0;
}

export class ChangeGoodsBody {
  @Id({ optional: true, description: 'The order to move the goods to' })
  orderId?: number;

  @Text({ ...SKU, example: 'MUG-BLUE' })
  sku?: string | null;

  @Text({ maximum: 200, optional: true, nullable: true, example: 'A blue mug' })
  name?: string | null;

  @Whole({ ...QUANTITY, optional: true, example: 3 })
  quantity?: number;

  @Whole({
    ...UNIT_PRICE,
    optional: true,
    description: "In minor units of the order's currency; needed to move goods with a price to an order of another currency",
    example: 1150,
  })
  unitPrice?: number;
}

@ApiTags('goods')
@Controller('v1/goods')
export class GoodsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute({
    isOwned: true,
    summary: 'Add goods to an order',
    creates: '/v1/goods',
    forms: true,
    problems: { 412: ['goods.version-mismatch'], 422: ['goods.order-not-found'] },
  })
  addGoods(@Body() { orderId, sku = null, name = null, quantity, unitPrice }: AddGoodsBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new AddGoods({ orderId, sku, name, quantity, unitPrice }, meta));
  }

  @Put(':id')
  @CommandRoute({
    isOwned: true,
    summary: 'Change goods, or move them to another order; absent fields keep their values',
    problems: {
      404: ['goods.not-found'],
      409: ['goods.deleted'],
      412: ['goods.version-mismatch'],
      422: ['goods.order-not-found', 'goods.currency-mismatch'],
    },
  })
  changeGoods(@Param() { id }: IdInPath, @Body() changes: ChangeGoodsBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new ChangeGoods(id, changes, meta));
  }

  @Delete(':id')
  @CommandRoute({
    isOwned: true,
    summary: 'Remove goods from their order',
    problems: { 404: ['goods.not-found'], 409: ['goods.deleted'], 412: ['goods.version-mismatch'] },
  })
  deleteGoods(@Param() { id }: IdInPath, @Meta() meta: CommandMeta) {
    return this.commands.execute(new DeleteGoods(id, meta));
  }
}
