import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventTypes } from '#kronika';
import { ChangeOrderHandler } from './change-order.command.js';
import { CreateOrderHandler } from './create-order.command.js';
import { DeleteOrderHandler } from './delete-order.command.js';
import { Order } from './order.entity.js';
import * as events from './order.events.js';
import { OrdersController } from './orders.controller.js';

@Module({
  imports: [TypeOrmModule.forFeature([Order])],
  controllers: [OrdersController],
  providers: [CreateOrderHandler, ChangeOrderHandler, DeleteOrderHandler],
})
export class OrdersModule {
  constructor(types: EventTypes) {
    types.register(Order.category, events, { property: 'user_id', events: 'every' });
  }
}
