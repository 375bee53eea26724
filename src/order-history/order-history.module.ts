import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { VIEW } from '#kronika';
import { ExportOrdersHandler } from './export-orders.query.js';
import { FindGoodsHandler } from './find-goods.query.js';
import { FindOrderHandler } from './find-order.query.js';
import { FindOrderChangesHandler } from './find-order-changes.query.js';
import { FindOrdersHandler } from './find-orders.query.js';
import { OrderHistoryController } from './order-history.controller.js';
import { ORDER_HISTORY_ROWS } from './order-history.rows.js';
import { OrderHistoryView } from './order-history.view.js';
import { SummariseOrdersHandler } from './summarise-orders.query.js';

@Module({
  imports: [TypeOrmModule.forFeature([...ORDER_HISTORY_ROWS], VIEW)],
  controllers: [OrderHistoryController],
  providers: [
    OrderHistoryView,
    FindOrdersHandler,
    FindOrderHandler,
    FindOrderChangesHandler,
    FindGoodsHandler,
    ExportOrdersHandler,
    SummariseOrdersHandler,
  ],
})
export class OrderHistoryModule {}
