import type { ClientBase } from 'pg';
import { Column, DataSource, Entity, PrimaryColumn, type QueryRunner } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataSourceOptions } from '../../../src/shared/database/database.js';
import type { RecordedEvent } from '../../../src/shared/event-log/events.js';
import { type At, type Change, On, OnChange, View } from '../../../src/shared/views/view.js';
import { ViewBuilder } from '../../../src/shared/views/view-builder.js';
import { type FoldedRow, ViewTable } from '../../../src/shared/views/view-table.js';
import { createDatabase } from '../../support/shop.js';

@Entity({ schema: 'read', name: 'of_all_kinds' })
class AllKindsRow {
  @PrimaryColumn('bigint')
  id!: number;

  @PrimaryColumn('text')
  text!: string;

  @Column('text', { nullable: true })
  other!: string | null;

  @Column('text', { array: true })
  texts!: (string | null)[];

  @Column('integer', { array: true, nullable: true })
  numbers!: number[] | null;

  @Column('jsonb', { nullable: true })
  json!: unknown;

  @Column('numeric')
  sum!: bigint;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  at!: Date | null;

  @Column('date')
  day!: string;

  @Column('char', { length: 3 })
  currency!: string;

  @Column('uuid')
  uuid!: string;

  @Column('boolean')
  isIt!: boolean;

  @Column('double precision')
  share!: number;
}

@Entity({ schema: 'read', name: 'small_numbers' })
class SmallRow {
  @PrimaryColumn('bigint')
  id!: number;

  @Column('integer')
  number!: number;
}

@Entity({ schema: 'read', name: 'of_small_numbers' })
class OfSmallRow {
  @PrimaryColumn('bigint')
  id!: number;

  @Column('integer')
  times!: number;
}

class NumberSet {
  static readonly type = 'number_set';
  constructor(readonly data: { id: number; number: number }) {}
}

@View({ name: 'numbers', version: 1, rows: [SmallRow, OfSmallRow] })
class NumbersView {
  @On(NumberSet, SmallRow, ({ data: { id } }) => ({ id }))
  set(_: SmallRow | null, { data }: NumberSet) {
    return data;
  }

  @OnChange(SmallRow, OfSmallRow, ({ after }) => ({ id: after?.id }))
  count(row: OfSmallRow | null, _: Change<SmallRow>, { key }: At<OfSmallRow>) {
    return { id: key.id as number, times: (row?.times ?? 0) + 1 };
  }
}

const WEIRD = ['', ' ', 'NULL', '\\N', '\\.', 'a\tb\nc\rd\\e', '"quoted", {braces}', "o'clock", 'ž 漢 🦊', '\\', '"', ',', '{}'];

const row = (id: number, text: string, changes: Partial<AllKindsRow> = {}): AllKindsRow => ({
  id,
  text,
  other: text,
  texts: WEIRD,
  numbers: [1, -2],
  json: { text, list: [text, null, 1.5, true, { deep: text }] },
  sum: 12345678901234567890n,
  at: new Date('2026-01-31T23:59:59.999Z'),
  day: '2026-02-28',
  currency: 'EUR',
  uuid: '6f9619ff-8b86-4011-b42d-00c04fc964ff',
  isIt: true,
  share: 0.1,
  ...changes,
});

let database: Awaited<ReturnType<typeof createDatabase>>;
let source: DataSource;
beforeAll(async () => {
  database = await createDatabase();
  const entities = [AllKindsRow, SmallRow, OfSmallRow];
  source = new DataSource({ ...dataSourceOptions(database.url, 'view', true), entities });
  await source.initialize();
});
afterAll(async () => {
  await source.destroy();
  await database.drop();
});

describe('a table of a view', () => {
  const rows = [
    ...WEIRD.map((text, index) => row(index, text)),
    row(Number.MAX_SAFE_INTEGER, 'empty', { texts: [], numbers: [], json: [] }),
    row(-1, 'null', {
      other: null,
      texts: [null, 'NULL'],
      numbers: null,
      json: null,
      at: null,
      isIt: false,
      sum: 0n,
      share: 1e300,
    }),
    ...['"text"', 'text', 7, false, {}].map((json, index) => row(100 + index, 'json', { json })),
  ];
  const keyOf = ({ id, text }: AllKindsRow) => ({ id, text });
  const sorted = (those: AllKindsRow[]) => those.toSorted((a, b) => a.id - b.id);

  /** Writes rows, and returns them as they are loaded. */
  async function written(...batches: FoldedRow[][]): Promise<AllKindsRow[]> {
    const table = new ViewTable(source, AllKindsRow, 'read');
    return source.transaction(async (manager) => {
      await table.create(manager);
      const client: ClientBase = await (manager.queryRunner as QueryRunner).connect();
      const sent: Promise<unknown>[] = [];
      for (const batch of batches) await table.write(client, batch, (statement) => sent.push(statement));
      await Promise.all(sent);
      return sorted((await table.load(client, [...rows.map(keyOf), { id: 1, text: 'none' }])) as AllKindsRow[]);
    });
  }

  it('returns new rows unchanged, with any values', async () => {
    const found = await written(rows.map((after) => ({ key: keyOf(after), before: null, after })));
    expect(found).toEqual(sorted(rows));
  });

  it('returns changed rows with their changes, and no deleted ones', async () => {
    const plain = rows.map(({ id, text }) => row(id, text, { other: 'before', texts: ['before'], json: null, sum: 1n }));
    const found = await written(
      plain.map((after) => ({ key: keyOf(after), before: null, after })),
      rows.map((after, index) => ({ key: keyOf(after), before: plain[index], after: index === 3 ? null : after })),
    );
    expect(found).toEqual(sorted(rows.filter((_, index) => index !== 3)));
  });

  it('identifies rows by their keys, and tells similar texts in keys apart', () => {
    const table = new ViewTable(source, AllKindsRow, 'read');
    for (const each of rows) expect(table.identityOf(each)).toBe(table.identityOf(keyOf(each)));
    expect(new Set(rows.map((each) => table.identityOf(each))).size).toBe(rows.length);
  });
});

describe('a batch that fails on a row', () => {
  const set = (position: number, number: number): RecordedEvent => ({
    position,
    stream: `number-${position}`,
    version: 1,
    type: NumberSet.type,
    schema: 1,
    data: { id: position, number },
    metadata: { commandId: 'c', actor: 'test', correlationId: 'c', causationId: null },
    recordedAt: new Date(0),
  });

  it.each([
    ['new', [set(1, 1), set(2, 2 ** 31)]],
    ['changed', [set(3, 2 ** 31)]],
    ['changed, where one of another table is new', [set(2, 2 ** 31)]],
  ])('that is %s reports why, and leaves the connection usable', async (_, events) => {
    const view = new ViewBuilder(new NumbersView(), source);
    const runner = source.createQueryRunner();
    try {
      await source.transaction(async (manager) => {
        for (const table of view.tables) await table.create(manager);
        await view.handle([set(2, 1), set(3, 1)], manager);
        await manager.query('DELETE FROM read.of_small_numbers WHERE id = 2');
      });
      await runner.startTransaction();
      // The error is not the later one that the transaction is aborted.
      await expect(view.handle(events, runner.manager)).rejects.toMatchObject({ code: '22003' });
      await runner.rollbackTransaction();
      expect(await runner.query('SELECT * FROM read.small_numbers ORDER BY id')).toEqual([
        { id: 2, number: 1 },
        { id: 3, number: 1 },
      ]);
    } finally {
      await runner.release();
    }
  });
});
