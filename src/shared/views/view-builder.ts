import type { DataSource, EntityManager } from 'typeorm';
import { type EventClass, eventOf, type RecordedEvent } from '../event-log/events.js';
import type { Build, Subscription } from '../subscriptions/subscription.js';
import { type At, type Change, type Fold, type Key, type RowClass, viewFolds, viewOptions } from './view.js';
import { ViewTable } from './view-table.js';

/** What a fold method gets: an event, or the change of a row of an earlier table, with the latest event behind it. */
interface Input {
  readonly source: EventClass | RowClass;
  readonly value: unknown;
  readonly recorded: RecordedEvent;
}

type FoldMethod = (row: unknown, input: unknown, at: At<unknown>) => unknown;

/** Where the tables of each build are. */
export const SCHEMAS: Record<Build, string> = {
  serving: 'read',
  next: 'read_next',
  previous: 'read_previous',
  check: 'read_check',
};

/** The subscription of a view: for each batch and table one `SELECT`, a fold in memory, one upsert. */
export class ViewBuilder implements Subscription {
  readonly name: string;
  readonly version: number;
  readonly types: readonly string[];
  readonly batchSize = 2_000;
  readonly isFold = true;
  readonly tables: readonly ViewTable[];
  private readonly folds: Fold[];
  private readonly events: Map<string, EventClass>;

  constructor(
    private readonly view: object,
    database: DataSource,
    readonly build: Build = 'serving',
  ) {
    const options = viewOptions(view.constructor);
    if (!options) throw new Error(`${view.constructor.name} is no view`);
    this.name = options.name;
    this.version = options.version;
    this.folds = viewFolds(view);
    this.tables = options.rows.map((row) => new ViewTable(database, row, SCHEMAS[build]));
    this.events = new Map(
      this.folds.flatMap(({ source }) => ('type' in source ? [[source.type, source as EventClass] as const] : [])),
    );
    this.types = [...this.events.keys()];
  }

  async handle(events: RecordedEvent[], manager: EntityManager): Promise<undefined> {
    const inputs: Input[] = events.map((recorded) => {
      const type = this.events.get(recorded.type) as EventClass;
      return { source: type, value: eventOf(type, recorded), recorded };
    });
    for (const table of this.tables) inputs.push(...(await this.foldInto(table, inputs, manager)));
  }

  /** @returns what became of the table's rows, as inputs of the tables after it */
  private async foldInto(table: ViewTable, inputs: Input[], manager: EntityManager): Promise<Input[]> {
    const steps = inputs.flatMap(({ source, value, recorded }) =>
      this.folds
        .filter((fold) => fold.row === table.row && fold.source === source)
        .flatMap((fold) => {
          const keys = new Map(fold.keys(value as never).map((key) => [table.keyText(key), key]));
          return [...keys].map(([text, key]) => ({ text, key, value, recorded, method: fold.method }));
        }),
    );
    if (!steps.length) return [];
    const keys = new Map<string, Key<unknown>>(steps.map(({ text, key }) => [text, key]));
    const before = await table.load(manager, [...keys.values()]);
    const after = new Map<string, unknown>(before);
    const latest = new Map<string, RecordedEvent>();
    for (const { text, key, value, recorded, method } of steps) {
      const fold = (this.view as Record<string | symbol, FoldMethod>)[method] as FoldMethod;
      after.set(text, fold.call(this.view, after.get(text) ?? null, value, { key, recorded }) ?? null);
      latest.set(text, recorded);
    }
    const changed = [...keys].filter(([text]) => (after.get(text) ?? null) !== (before.get(text) ?? null));
    await table.write(
      manager,
      changed.flatMap(([text]) => after.get(text) ?? []),
      changed.flatMap(([text, key]) => (after.get(text) ? [] : [key])),
    );
    return changed.map(([text]) => ({
      source: table.row,
      value: { before: before.get(text) ?? null, after: after.get(text) ?? null } satisfies Change<unknown>,
      recorded: latest.get(text) as RecordedEvent,
    }));
  }
}
