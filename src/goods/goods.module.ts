import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventTypes } from '#kronika';
import { AddGoodsHandler } from './add-goods.command.js';
import { ChangeGoodsHandler } from './change-goods.command.js';
import { DeleteGoodsHandler } from './delete-goods.command.js';
import { eraseName } from './erase-name.js';
import { GoodsController } from './goods.controller.js';
import { Goods } from './goods.entity.js';
import * as events from './goods.events.js';
import { RemoveGoodsOfOrderHandler, RemoveGoodsSaga } from './remove-goods.saga.js';

@Module({
  imports: [TypeOrmModule.forFeature([Goods])],
  controllers: [GoodsController],
  providers: [AddGoodsHandler, ChangeGoodsHandler, DeleteGoodsHandler, RemoveGoodsOfOrderHandler, RemoveGoodsSaga],
})
export class GoodsModule {
  constructor(types: EventTypes) {
    const ownership = { property: 'order_id', of: 'order', events: 'every' } as const;
    types.register(Goods.category, events, ownership, { fields: ['name'], erase: eraseName });
  }
}
