import { Column, Entity, PrimaryColumn } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { type At, type Change, On, OnChange, View } from '../../../src/shared/views/view.js';
import { projectionOf } from '../../support/projection.js';

class NumberSet {
  static readonly type = 'number_set';
  constructor(readonly data: { number: number }) {}
}

@Entity({ schema: 'read', name: 'numbers' })
class NumberRow {
  @PrimaryColumn('text')
  id!: string;

  @Column('integer')
  number!: number;

  @Column({ type: 'timestamptz', precision: 3 })
  setAt!: Date;
}

@Entity({ schema: 'read', name: 'changes' })
class ChangesRow {
  @PrimaryColumn('text')
  id!: string;

  @Column('integer')
  changes!: number;
}

@View({ name: 'numbers', version: 1, rows: [NumberRow, ChangesRow] })
class NumbersView {
  @On(NumberSet, NumberRow, () => ({ id: 'last' }))
  set(_: NumberRow | null, { data: { number } }: NumberSet, { recorded }: At<NumberRow>) {
    return { id: 'last', number, setAt: recorded.recordedAt };
  }

  /** Has a mistake on purpose: a batch of two events changes the row once. */
  @OnChange(NumberRow, ChangesRow, () => ({ id: 'all' }))
  changed(row: ChangesRow | null, _: Change<NumberRow>) {
    return { id: 'all', changes: (row?.changes ?? 0) + 1 };
  }
}

describe('the test helper for projections', () => {
  const { given } = projectionOf(new NumbersView());
  const [one, two] = [new NumberSet({ number: 1 }), new NumberSet({ number: 2 })];

  it('returns rows as a query would read them, with the time of their event', async () => {
    const at = '2026-01-31T09:30:00.123Z';
    const folded = given(['number-1', one]).when(['number-2', [at, two]]);
    await folded.gives(NumberRow, [{ id: 'last', number: 2, setAt: new Date(at) }]);
    await expect(folded.gives(NumberRow, [{ id: 'last', number: 1, setAt: new Date(at) }])).rejects.toThrow();
    await expect(folded.gives(NumberRow, [])).rejects.toThrow();
  });

  it('fails if its rows depend on how events come in batches', async () => {
    await expect(
      given(['number-1', one])
        .when(['number-1', two])
        .gives(ChangesRow, [{ id: 'all', changes: 2 }]),
    ).rejects.toThrow('all events in one batch');
    await expect(
      given()
        .when(['number-1', one, two])
        .gives(ChangesRow, [{ id: 'all', changes: 1 }]),
    ).rejects.toThrow('one event a batch');
    await given()
      .when(['number-1', two])
      .gives(ChangesRow, [{ id: 'all', changes: 1 }]);
  });
});
