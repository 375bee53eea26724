import { Module, type Type } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { expect, it } from 'vitest';
import { OrderCreated, OrderDeleted, OrderUpdated } from '../../../src/orders/order.events.js';
import { VIEW } from '../../../src/shared/database/database.js';
import { type EventClass, EventTypes } from '../../../src/shared/event-log/events.js';
import { StartError } from '../../../src/shared/settings.js';
import { type At, On, View, type ViewOptions } from '../../../src/shared/views/view.js';
import { createDatabase, type Database, Shop } from '../../support/shop.js';

class GoodsRated {
  static readonly type = 'goods_rated_v1';
  constructor(readonly data: { id: number }) {}
}

class CampaignNoteSet {
  static readonly type = 'CampaignNoteSet';
  constructor(readonly data: { note: string }) {}
}

/** A module that adds an event to a category of another module. */
function withEvent(category: string, event: EventClass): Type {
  @Module({})
  class MoreEvents {
    constructor(types: EventTypes) {
      types.register(category, { event });
    }
  }
  return MoreEvents;
}

/** A module with a view of orders that does not handle changes. */
function withView({ ignores, column = 'version' }: Pick<ViewOptions, 'ignores'> & { column?: string }): Type {
  @Entity({ schema: 'read', name: 'first_orders' })
  class FirstOrderRow {
    @PrimaryColumn('bigint')
    id!: number;

    [column: string]: number;
  }
  Column('integer')(FirstOrderRow.prototype, column);

  @View({ name: 'first-orders', version: 1, rows: [FirstOrderRow], ignores })
  class FirstOrdersView {
    @On(OrderCreated, FirstOrderRow, ({ data }) => ({ id: data.id }))
    created(_: FirstOrderRow | null, { data }: OrderCreated, { recorded }: At<FirstOrderRow>) {
      return { id: data.id, [column]: recorded.version };
    }

    @On(OrderDeleted, FirstOrderRow, ({ data }) => ({ id: data.id }))
    deleted() {
      return null;
    }
  }

  @Module({ imports: [TypeOrmModule.forFeature([FirstOrderRow], VIEW)], providers: [FirstOrdersView] })
  class FirstOrdersModule {}
  return FirstOrdersModule;
}

/** @returns the message of a refused start; undefined if it succeeds */
async function refusal(module: Type, database?: Database): Promise<string | undefined> {
  try {
    await (await Shop.open({}, [module], database)).close();
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(StartError);
    return (error as StartError).message;
  }
}

it('a start is refused while a view shows the version of an entity and does not handle all of its events', async () => {
  expect(await refusal(withEvent('goods', GoodsRated))).toBe(
    'The view order-history does not handle goods_rated_v1, which raises the version in OrderGoodsRow: ' +
      'add a method with @On(GoodsRated, OrderGoodsRow, …) to OrderHistoryView, or name GoodsRated in its "ignores".',
  );
  expect(await refusal(withEvent('campaign', CampaignNoteSet))).toMatch(
    /^The view campaigns does not handle CampaignNoteSet, .* in CampaignRow: .* to CampaignsView, .*$/,
  );
  expect(await refusal(withView({}))).toMatch(/^The view first-orders does not handle order_updated_v1, .* in FirstOrderRow: /);
});

it('a view may ignore events by name, and one that shows no version need not', async () => {
  expect(await refusal(withView({ ignores: [OrderDeleted] }))).toMatch(/order_updated_v1/);
  expect(await refusal(withView({ ignores: [OrderUpdated] }))).toBe(undefined);
  expect(await refusal(withView({ column: 'seen' }))).toBe(undefined);
  expect(await refusal(withEvent('parcel', GoodsRated))).toBe(undefined);
});

it('a start is refused while the columns of a view are others than those of its table, in the same version', async () => {
  const database = await createDatabase();
  expect(await refusal(withView({ column: 'seen' }), database)).toBe(undefined);
  expect(await refusal(withView({ column: 'later' }), database)).toBe(
    'The table read.first_orders is of version 1 of the view first-orders, and FirstOrderRow has other columns (later): ' +
      'raise the version of the view, so that its tables are built anew.',
  );
  expect(await refusal(withView({ column: 'seen' }), database)).toBe(undefined);
  await database.drop();
});
