import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { Goods } from './goods.entity.js';
import { GoodsDeleted } from './goods.events.js';

export class DeleteGoods extends Command<Receipt> {
  constructor(
    readonly id: number,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(DeleteGoods)
export class DeleteGoodsHandler implements ICommandHandler<DeleteGoods> {
  constructor(private readonly log: EventLog) {}

  execute({ id, meta }: DeleteGoods) {
    return this.log.transaction(meta, async ({ rows, append }) => {
      const goods = await rows.lock(Goods, id);
      await rows.remove([goods]);
      append(goods, new GoodsDeleted(goods.data));
    });
  }
}
