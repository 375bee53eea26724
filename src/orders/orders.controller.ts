import { Body, Controller, Delete, Param, Post, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type CommandMeta, CommandRoute, Id, IdInPath, Meta } from '#kronika';
import { Currency } from '../money/currency.fields.js';
import { ShopSettings } from '../shop-settings.js';
import { ChangeOrder } from './change-order.command.js';
import { CreateOrder } from './create-order.command.js';
import { DeleteOrder } from './delete-order.command.js';

export class CreateOrderBody {
  @Id({ description: 'The user that the order belongs to', example: 42 })
  userId!: number;

  @Currency({ optional: true, description: 'The currency of its prices; absent: the setting CURRENCY' })
  currency?: string;
}

export class ChangeOrderBody {
  @Id({ description: 'The user that the order belongs to', example: 43 })
  userId!: number;
}

@ApiTags('orders')
@Controller('v1/order')
export class OrdersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly settings: ShopSettings,
  ) {}

  @Post()
  @CommandRoute({
    isOwned: true,
    summary: 'Create an order',
    creates: '/v1/order',
    forms: true,
    problems: { 412: ['order.version-mismatch'] },
  })
  createOrder(@Body() { userId, currency }: CreateOrderBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new CreateOrder(userId, currency ?? this.settings.CURRENCY, meta));
  }

  @Put(':id')
  @CommandRoute({
    isOwned: true,
    summary: 'Change the user of an order',
    problems: { 404: ['order.not-found'], 409: ['order.deleted'], 412: ['order.version-mismatch'] },
  })
  changeOrder(@Param() { id }: IdInPath, @Body() { userId }: ChangeOrderBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new ChangeOrder(id, userId, meta));
  }

  @Delete(':id')
  @CommandRoute({
    isOwned: true,
    summary: 'Delete an order; its goods are removed soon after',
    problems: { 404: ['order.not-found'], 409: ['order.deleted'], 412: ['order.version-mismatch'] },
  })
  deleteOrder(@Param() { id }: IdInPath, @Meta() meta: CommandMeta) {
    return this.commands.execute(new DeleteOrder(id, meta));
  }
}
