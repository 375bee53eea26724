import { setImmediate as turnOfOthers } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { type EventClass, eventOf, type RecordedEvent } from '../event-log/events.js';
import type { Build, Subscription } from '../subscriptions/subscription.js';
import { type At, type Change, type Fold, type RowClass, viewFolds, viewOptions } from './view.js';
import { type Folded, ViewTable } from './view-table.js';

/** What a fold method gets: an event, or the change of a row of an earlier table, with the latest event behind it. */
interface Input {
  readonly source: EventClass | RowClass;
  readonly value: unknown;
  readonly recorded: RecordedEvent;
}

/** A row that a batch concerns. */
interface Concerned extends Folded {
  before: unknown;
  after: unknown;
  recorded: RecordedEvent;
}

/** The call of one fold method for one row. */
interface Step {
  readonly row: Concerned;
  readonly input: Input;
  readonly method: FoldMethod;
}

type FoldMethod = (row: unknown, input: unknown, at: At<unknown>) => unknown;

/** A table with the folds into it, by what they fold. */
interface Target {
  readonly table: ViewTable;
  readonly folds: Map<EventClass | RowClass, Fold[]>;
}

/** What a batch does to a table. */
interface Work {
  readonly table: ViewTable;
  readonly rows: Map<unknown, Concerned>;
  readonly steps: Step[];
  changed: Concerned[];
}

/** Where the tables of each build are. */
export const SCHEMAS: Record<Build, string> = {
  serving: 'read',
  next: 'read_next',
  previous: 'read_previous',
  check: 'read_check',
};

/** After how many inputs others in the process have their turn. */
const TURN = 500;

/**
 * The subscription of a view: for each batch and table one `SELECT`, a fold in memory, one statement each for rows that come,
 * change and go.
 */
export class ViewBuilder implements Subscription {
  readonly name: string;
  readonly version: number;
  readonly types: readonly string[];
  // More of them would be no faster: they only take memory, and keep others in the process waiting.
  readonly batchSize = 2_000;
  readonly isFold = true;
  readonly tables: readonly ViewTable[];
  /** What is folded into the tables of a stage follows from events and from tables of earlier stages. */
  private readonly stages: Target[][] = [];
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
    this.tables = options.rows.map((row) => new ViewTable(database, row, SCHEMAS[build]));
    const folds = viewFolds(view);
    this.events = new Map(
      folds.flatMap(({ source }) => ('type' in source ? [[source.type, source as EventClass] as const] : [])),
    );
    this.types = [...this.events.keys()];
    const stageOf = new Map<EventClass | RowClass, number>();
    for (const table of this.tables) {
      const own = folds.filter(({ row }) => row === table.row);
      const sources = new Set(own.map(({ source }) => source));
      const stage = Math.max(0, ...[...sources].map((source) => (stageOf.get(source) ?? -1) + 1));
      stageOf.set(table.row, stage);
      const bySource = new Map([...sources].map((source) => [source, own.filter((fold) => fold.source === source)]));
      this.stages[stage] = [...(this.stages[stage] ?? []), { table, folds: bySource }];
    }
  }

  /** The tables of a stage are loaded at once, and written while the next stage is loaded and folded. */
  async handle(events: RecordedEvent[], manager: EntityManager): Promise<undefined> {
    const inputs: Input[] = events.map((recorded) => {
      const source = this.events.get(recorded.type) as EventClass;
      return { source, value: eventOf(source, recorded), recorded };
    });
    await inOneTransaction(async (send) => {
      let earlier: Work[] = [];
      for (const stage of [...this.stages, []]) {
        const works: Work[] = [];
        const loads: Promise<void>[] = [];
        for (const target of stage) {
          const work = await this.workOf(target, inputs);
          works.push(work);
          loads.push(send(load(work, manager)));
        }
        // After the loads, which are waited for: Postgres writes these while rows are folded here.
        for (const { table, changed } of earlier) send(table.write(manager, changed));
        await Promise.all(loads);
        for (const work of works) await this.fold(work);
        for (const { table, changed } of works)
          for (const { before, after, recorded } of changed)
            inputs.push({ source: table.row, value: { before, after } satisfies Change<unknown>, recorded });
        earlier = works;
      }
    });
  }

  /** @returns which rows of a table are concerned, and what is to be called for each, in order */
  private async workOf({ table, folds }: Target, inputs: Input[]): Promise<Work> {
    const rows = new Map<unknown, Concerned>();
    const steps: Step[] = [];
    for (const [index, input] of inputs.entries()) {
      if (index % TURN === TURN - 1) await turnOfOthers();
      for (const { keys, method } of folds.get(input.source) ?? []) {
        const found = keys(input.value as never);
        const seen = found.length > 1 ? new Set<unknown>() : undefined;
        for (const key of found) {
          const identity = table.identityOf(key);
          if (seen?.has(identity)) continue;
          seen?.add(identity);
          let row = rows.get(identity);
          if (!row) {
            row = { key, before: null, after: null, recorded: input.recorded };
            rows.set(identity, row);
          }
          steps.push({ row, input, method: (this.view as Record<string | symbol, FoldMethod>)[method] as FoldMethod });
        }
      }
    }
    return { table, rows, steps, changed: [] };
  }

  private async fold(work: Work): Promise<void> {
    for (const [index, { row, input, method }] of work.steps.entries()) {
      if (index % TURN === TURN - 1) await turnOfOthers();
      row.after = method.call(this.view, row.after, input.value, { key: row.key, recorded: input.recorded }) ?? null;
      row.recorded = input.recorded;
    }
    work.changed = [...work.rows.values()].filter(({ before, after }) => before !== after);
  }
}

async function load({ table, rows }: Work, manager: EntityManager): Promise<void> {
  const keys = [...rows.values()].map(({ key }) => key);
  if (!keys.length) return;
  for (const found of await table.load(manager, keys)) {
    const row = rows.get(table.identityOf(found));
    if (!row) throw new Error(`${table.name} has keys that Postgres spells in another way than its folds do`);
    row.before = row.after = found;
  }
}

/** What Postgres says to all statements of a transaction after the one that failed. */
const TRANSACTION_FAILED = '25P02';

/**
 * Statements of one transaction that are sent without waiting for each other. It ends when all of them have, so that none is
 * left to run after a rollback.
 *
 * @throws the cause, of all that failed
 */
async function inOneTransaction(work: (send: <T>(statement: Promise<T>) => Promise<T>) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  const failed = (error: unknown) => void failures.push(error);
  const sent: Promise<unknown>[] = [];
  await work((statement) => {
    sent.push(statement.catch(failed));
    return statement;
  }).catch(failed);
  await Promise.all(sent);
  if (failures.length) throw failures.find((error) => (error as { code?: string })?.code !== TRANSACTION_FAILED) ?? failures[0];
}
