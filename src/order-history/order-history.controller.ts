import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { IdInPath, QueryRoute, StreamLimits, sendCsv } from '#kronika';
import { ExportOrders } from './export-orders.query.js';
import { FindGoods } from './find-goods.query.js';
import { FindOrder } from './find-order.query.js';
import { FindOrders } from './find-orders.query.js';
import { ExportOrdersParameters, FindOrdersParameters, SummaryParameters } from './order-filters.js';
import { GoodsDocument, OrderListDocument, OrderWithGoodsDocument, SummaryDocument } from './order-history.documents.js';
import { ORDER_HISTORY } from './order-history.view.js';
import { SummariseOrders } from './summarise-orders.query.js';

const ONE_ORDER = {
  view: ORDER_HISTORY,
  body: OrderWithGoodsDocument,
  entity: true,
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
    description: 'Pages are followed by `next_cursor` or the Link header; rows that come in between shift nothing.',
    view: ORDER_HISTORY,
    body: OrderListDocument,
  })
  findOrders(@Query() parameters: FindOrdersParameters) {
    return this.queries.execute(new FindOrders(parameters));
  }

  @Get('order-history.csv')
  @QueryRoute({
    summary: 'Export orders as CSV',
    description:
      'All that match, streamed. Totals are in minor units and exact, however large; no text can be taken for a formula.',
    view: ORDER_HISTORY,
    content: { 'text/csv': { schema: { type: 'string' } } },
    problems: { 503: ['view.behind', 'database.unavailable', 'export.busy'] },
  })
  async exportOrders(@Query() parameters: ExportOrdersParameters, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const { position, rows } = await this.queries.execute(new ExportOrders(parameters, request.method === 'HEAD'));
    await sendCsv(request, reply, { position, rows, name: 'order-history', patience: this.limits.patience });
  }

  @Get('order-history/summary')
  @QueryRoute({
    summary: 'Count orders and sum them up, for charts',
    description:
      'Pages of groups are followed by `next_cursor` or the Link header, and all currencies of a group are on one page. Unless sorted otherwise, the newest days and months come first, the users with the most orders, the fewest goods.',
    view: ORDER_HISTORY,
    body: SummaryDocument,
  })
  summariseOrders(@Query() parameters: SummaryParameters) {
    return this.queries.execute(new SummariseOrders(parameters));
  }

  @Get('order-history/:id')
  @QueryRoute({ ...ONE_ORDER, summary: 'One order with its goods' })
  findOrderInHistory(@Param() { id }: IdInPath) {
    return this.queries.execute(new FindOrder(id));
  }

  @Get('order/:id')
  @QueryRoute({ ...ONE_ORDER, summary: 'One order with its goods, where its commands are' })
  findOrder(@Param() { id }: IdInPath) {
    return this.queries.execute(new FindOrder(id));
  }

  @Get('goods/:id')
  @QueryRoute({
    summary: 'Goods of an order',
    view: ORDER_HISTORY,
    body: GoodsDocument,
    entity: true,
    problems: { 404: ['goods.not-found'] },
  })
  findGoods(@Param() { id }: IdInPath) {
    return this.queries.execute(new FindGoods(id));
  }
}
