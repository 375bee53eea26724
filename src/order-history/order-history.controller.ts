import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BoundUser, IdInPath, LOG_ITSELF, QueryRoute, StreamLimits, sendCsv } from '#kronika';
import { ExportOrders } from './export-orders.query.js';
import { FindGoods } from './find-goods.query.js';
import { FindOrder } from './find-order.query.js';
import { FindOrderChanges, FindOrderChangesParameters, OrderChangeListDocument } from './find-order-changes.query.js';
import { FindOrders } from './find-orders.query.js';
import { ExportOrdersParameters, FindOrdersParameters, SummaryParameters } from './order-filters.js';
import { GoodsDocument, OrderListDocument, OrderWithGoodsDocument, SummaryDocument } from './order-history.documents.js';
import { ORDER_HISTORY } from './order-history.view.js';
import { SummariseOrders } from './summarise-orders.query.js';

const ONE_ORDER = {
  view: ORDER_HISTORY,
  body: OrderWithGoodsDocument,
  entity: true,
  isOwned: true,
  problems: { 404: ['order.not-found'] },
};

@ApiTags('order history')
@Controller('v1')
export class OrderHistoryController {
  @Inject() private readonly limits!: StreamLimits;

  constructor(private readonly queries: QueryBus) {}

  @Get('order-history')
  @QueryRoute({
    summary: 'Find orders',
    description:
      'Follow `next_cursor` or the Link header to the next page. Rows that are added meanwhile do not shift the pages.',
    view: ORDER_HISTORY,
    body: OrderListDocument,
    isOwned: true,
  })
  findOrders(@Query() parameters: FindOrdersParameters, @BoundUser() boundTo?: number) {
    return this.queries.execute(new FindOrders(parameters, boundTo));
  }

  @Get('order-history.csv')
  @QueryRoute({
    summary: 'Export orders as CSV',
    description:
      'All matching orders, streamed. Totals are exact, in minor units. Text is escaped so that spreadsheets do not run it as a formula.',
    view: ORDER_HISTORY,
    isOwned: true,
    content: { 'text/csv': { schema: { type: 'string' } } },
    problems: { 429: ['export.too-many'], 503: ['view.behind', 'database.unavailable', 'export.busy'] },
  })
  async exportOrders(
    @Query() parameters: ExportOrdersParameters,
    @BoundUser() boundTo: number | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const { position, rows } = await this.queries.execute(new ExportOrders(parameters, boundTo, request.method === 'HEAD'));
    await sendCsv(request, reply, { position, rows, name: 'order-history', patience: this.limits.patience });
  }

  @Get('order-history/summary')
  @QueryRoute({
    summary: 'Counts and totals of orders by group, for charts',
    description:
      'Follow `next_cursor` or the Link header to the next page of groups. All currencies of a group are on one page. With `by=none` the one group has the totals of all orders that match. Without `sort`, the newest hours, days and months come first, the users with the most orders, and the fewest goods.',
    view: ORDER_HISTORY,
    body: SummaryDocument,
    isOwned: true,
  })
  summariseOrders(@Query() parameters: SummaryParameters, @BoundUser() boundTo?: number) {
    return this.queries.execute(new SummariseOrders(parameters, boundTo));
  }

  @Get('order-history/:id')
  @QueryRoute({ ...ONE_ORDER, summary: 'One order with its goods' })
  findOrderInHistory(@Param() { id }: IdInPath, @BoundUser() boundTo?: number) {
    return this.queries.execute(new FindOrder(id, boundTo));
  }

  @Get('order-history/:id/history')
  @QueryRoute({
    summary: 'The changes of an order and its goods: actor, fields, old and new values',
    description:
      'In the order of the log. Includes deleted orders, and goods that came from another order or went to one. A principal that is bound to a user sees nothing of goods that belong to another user by now.',
    view: LOG_ITSELF,
    body: OrderChangeListDocument,
    isOwned: true,
    folds: true,
    problems: { 404: ['order.not-found'] },
  })
  findOrderChanges(@Param() { id }: IdInPath, @Query() parameters: FindOrderChangesParameters, @BoundUser() boundTo?: number) {
    return this.queries.execute(new FindOrderChanges(id, parameters, boundTo));
  }

  @Get('order/:id')
  @QueryRoute({ ...ONE_ORDER, summary: 'One order with its goods, at the path of its commands' })
  findOrder(@Param() { id }: IdInPath, @BoundUser() boundTo?: number) {
    return this.queries.execute(new FindOrder(id, boundTo));
  }

  @Get('goods/:id')
  @QueryRoute({
    summary: 'Goods of an order',
    view: ORDER_HISTORY,
    body: GoodsDocument,
    entity: true,
    isOwned: true,
    problems: { 404: ['goods.not-found'] },
  })
  findGoods(@Param() { id }: IdInPath, @BoundUser() boundTo?: number) {
    return this.queries.execute(new FindGoods(id, boundTo));
  }
}
