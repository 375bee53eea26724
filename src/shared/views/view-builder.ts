import { setImmediate as turnOfOthers } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { type EventClass, type EventTypes, eventOf, type RecordedEvent, UnknownEvent } from '../event-log/events.js';
import type { Build, Later, Subscription, UnknownEvents } from '../subscriptions/subscription.js';
import {
  type At,
  type Change,
  type Derivation,
  type Fold,
  type RowClass,
  viewDerivations,
  viewFolds,
  viewOptions,
} from './view.js';
import { type FoldedRow, ViewTable } from './view-table.js';

/** The input of a fold method: an event, or the change of a row of an earlier table with the latest event behind it. */
interface Input {
  readonly source: EventClass | RowClass;
  readonly value: unknown;
  readonly recorded: RecordedEvent;
}

/** A row that a batch affects. */
interface AffectedRow extends FoldedRow {
  before: unknown;
  after: unknown;
  recorded: RecordedEvent;
}

/** The call of one fold method for one row. */
interface Step {
  readonly row: AffectedRow;
  readonly input: Input;
  readonly method: FoldMethod;
}

type FoldMethod = (row: unknown, input: unknown, at: At<unknown>) => unknown;
type RowsOf = (row: unknown) => object[];

/** A table with its folds by the source of their inputs, or with its derivation. */
interface FoldedTable {
  readonly table: ViewTable;
  readonly folds: Map<EventClass | RowClass, Fold[]>;
  readonly derivation?: Derivation;
}

/** A batch's work on one table. */
interface TableWork {
  readonly target: FoldedTable;
  readonly rows: Map<unknown, AffectedRow>;
  readonly steps: Step[];
  /** Rows that no load in `loads` includes yet. */
  missing: AffectedRow[];
  readonly loads: Promise<void>[];
  changed: AffectedRow[];
}

/** The schema of each build's tables. */
export const BUILD_SCHEMAS: Record<Build, string> = {
  serving: 'read',
  next: 'read_next',
  previous: 'read_previous',
  check: 'read_check',
};

/** The number of inputs after which other work in the process gets a turn. */
const INPUTS_PER_TURN = 500;

/**
 * The subscription of a build of a view. For each batch and table, it loads the affected rows by one `SELECT`, folds
 * in memory, and writes new, changed and deleted rows by one statement each.
 */
export class ViewBuilder implements Subscription {
  readonly name: string;
  readonly version: number;
  readonly types: readonly string[];
  // Larger batches are not faster, take more memory, and delay other work in the process.
  readonly batchSize = 2_000;
  readonly isFold = true;
  readonly tables: readonly ViewTable[];
  /** The tables of a stage are folded from events and from tables of earlier stages. */
  private readonly stages: FoldedTable[][] = [];
  private readonly events: Map<string, EventClass>;
  private cachedUnknownEvents?: UnknownEvents;

  constructor(
    private readonly view: object,
    database: DataSource,
    readonly build: Build = 'serving',
    private readonly eventTypes?: EventTypes,
  ) {
    const options = viewOptions(view.constructor);
    if (!options) throw new Error(`${view.constructor.name} is no view`);
    this.name = options.name;
    this.version = options.version;
    this.tables = options.rows.map((row) => new ViewTable(database, row, BUILD_SCHEMAS[build]));
    const folds = viewFolds(view);
    const derivations = viewDerivations(view);
    this.events = new Map(
      folds.flatMap(({ source }) => ('type' in source ? [[source.type, source as EventClass] as const] : [])),
    );
    this.types = [...this.events.keys()];
    const stageOf = new Map<EventClass | RowClass, number>();
    for (const table of this.tables) {
      const own = folds.filter(({ row }) => row === table.row);
      const derivation = derivations.get(table.row);
      if (derivation && own.length) throw new Error(`${table.name} of ${this.name} is both folded and derived`);
      const sources = new Set<EventClass | RowClass>(derivation ? [derivation.source] : own.map(({ source }) => source));
      const stage = Math.max(0, ...[...sources].map((source) => (stageOf.get(source) ?? -1) + 1));
      stageOf.set(table.row, stage);
      const bySource = new Map([...sources].map((source) => [source, own.filter((fold) => fold.source === source)]));
      this.stages[stage] = [...(this.stages[stage] ?? []), { table, folds: bySource, derivation }];
    }
  }

  /**
   * Event types of the view's categories that this code does not know. Newer code may fold such an event, so ignoring
   * it could leave rows wrong without any error.
   */
  get unknownEvents(): UnknownEvents | undefined {
    const { eventTypes } = this;
    if (!eventTypes) return undefined;
    // Computed on demand, because modules register their types while the app is being built.
    this.cachedUnknownEvents ??= {
      categories: [...new Set(this.types.flatMap((type) => eventTypes.categoryOf(type) ?? []))],
      known: eventTypes.all.map(({ type }) => type),
    };
    return this.cachedUnknownEvents;
  }

  /**
   * Folds a batch. Rows that events affect are loaded for all tables at once. Rows that only changes of an earlier
   * table affect are loaded after that table is folded. Each stage is written while the next one is loaded and folded.
   *
   * @throws UnknownEvent
   */
  async handle(events: RecordedEvent[], manager: EntityManager, later?: Later, isWanted?: Promise<boolean>): Promise<undefined> {
    const client: ClientBase = await (manager.queryRunner as QueryRunner).connect();
    const inputs: Input[] = events.map((recorded) => {
      const source = this.events.get(recorded.type);
      if (!source) throw new UnknownEvent(recorded.type);
      return { source, value: eventOf(source, recorded), recorded };
    });
    const changes: Input[] = [];
    await inOneTransaction(async (send) => {
      const stages: TableWork[][] = [];
      for (const stage of this.stages) {
        const works: TableWork[] = [];
        for (const target of stage) {
          const work: TableWork = { target, rows: new Map(), steps: [], missing: [], loads: [], changed: [] };
          works.push(work);
          await this.add(inputs, work, client, send);
        }
        stages.push(works);
      }
      if (isWanted && !(await isWanted)) {
        // Awaited here rather than by `later`, because a failed load must not count as a failure of the handled
        // events.
        await Promise.all(stages.flat().flatMap(({ loads }) => loads));
        return;
      }
      let earlier: TableWork[] = [];
      for (const works of [...stages, []]) {
        for (const work of works) await this.add(changes, work, client, send);
        // Sent behind the loads, which are awaited, so that Postgres writes while this process folds.
        for (const { target, changed } of earlier) await target.table.write(client, changed, send);
        await Promise.all(works.flatMap(({ loads }) => loads));
        for (const work of works) {
          await this.fold(work, changes);
          for (const { before, after, recorded } of work.changed)
            changes.push({ source: work.target.table.row, value: { before, after } satisfies Change<unknown>, recorded });
        }
        earlier = works;
      }
    }, later);
  }

  /**
   * Collects the rows of a table that inputs affect, and the calls of fold methods in order. Begins to load the rows.
   */
  private async add(inputs: Input[], work: TableWork, client: ClientBase, send: Later): Promise<void> {
    const { table, folds } = work.target;
    for (const [index, input] of inputs.entries()) {
      if (index % INPUTS_PER_TURN === INPUTS_PER_TURN - 1) await turnOfOthers();
      for (const { keys, method } of folds.get(input.source) ?? []) {
        const found = keys(input.value as never);
        const seen = found.length > 1 ? new Set<unknown>() : undefined;
        for (const key of found) {
          const identity = table.identityOf(key);
          if (seen?.has(identity)) continue;
          seen?.add(identity);
          let row = work.rows.get(identity);
          if (!row) {
            row = { key, before: null, after: null, recorded: input.recorded };
            work.rows.set(identity, row);
            work.missing.push(row);
          }
          work.steps.push({ row, input, method: (this.view as Record<string | symbol, FoldMethod>)[method] as FoldMethod });
        }
      }
    }
    const { missing } = work;
    if (!missing.length) return;
    work.missing = [];
    const loaded = loadRows(work, missing, client);
    work.loads.push(loaded);
    send(loaded);
  }

  private async fold(work: TableWork, changes: Input[]): Promise<void> {
    if (work.target.derivation) return this.derive(work, work.target.derivation, changes);
    for (const [index, { row, input, method }] of work.steps.entries()) {
      if (index % INPUTS_PER_TURN === INPUTS_PER_TURN - 1) await turnOfOthers();
      row.after = method.call(this.view, row.after, input.value, { key: row.key, recorded: input.recorded }) ?? null;
      row.recorded = input.recorded;
    }
    work.changed = [...work.rows.values()].filter(({ before, after }) => before !== after);
  }

  /** Derives old and new rows from the changes, so nothing is loaded. */
  private async derive(work: TableWork, { source, method }: Derivation, changes: Input[]): Promise<void> {
    const { rows, target } = work;
    const rowsOf = (row: unknown) => (row === null ? [] : (this.view as Record<string | symbol, RowsOf>)[method]?.(row)) ?? [];
    const affected = (row: object, recorded: RecordedEvent) => {
      const identity = target.table.identityOf(row);
      const known = rows.get(identity) ?? { key: row, before: null, after: null, recorded };
      rows.set(identity, known);
      return known;
    };
    for (const [index, input] of changes.entries()) {
      if (index % INPUTS_PER_TURN === INPUTS_PER_TURN - 1) await turnOfOthers();
      if (input.source !== source) continue;
      const { before, after } = input.value as Change<unknown>;
      for (const row of rowsOf(before)) affected(row, input.recorded).before = row;
      for (const row of rowsOf(after)) affected(row, input.recorded).after = row;
    }
    work.changed = [...rows.values()].filter(
      ({ before, after }) => before === null || after === null || !target.table.isSame(before, after),
    );
  }
}

async function loadRows({ target: { table }, rows }: TableWork, missing: AffectedRow[], client: ClientBase): Promise<void> {
  for (const found of await table.load(
    client,
    missing.map(({ key }) => key),
  )) {
    const row = rows.get(table.identityOf(found));
    if (!row) throw new Error(`${table.name} has keys that Postgres spells in another way than its folds do`);
    row.before = row.after = found;
  }
}

/** SQLSTATE of every statement that follows a failed one in its transaction. */
const TRANSACTION_FAILED = '25P02';

/**
 * Sends statements of one transaction without waiting for each other. After a failure it waits until all have ended,
 * so that none runs after a rollback.
 *
 * @param later takes the answers unless a statement has failed; absent: they are awaited
 * @throws the first failure, which caused the others
 */
async function inOneTransaction(work: (send: Later) => Promise<void>, later?: Later): Promise<void> {
  const failures: unknown[] = [];
  const failed = (error: unknown) => void failures.push(error);
  const sent: Promise<unknown>[] = [];
  await work((statement) => void sent.push(statement.catch(failed))).catch(failed);
  const ended = Promise.all(sent).then(() => throwCause(failures));
  if (later && !failures.length) later(ended);
  else await ended;
}

function throwCause(failures: unknown[]): void {
  if (failures.length) throw failures.find((error) => (error as { code?: string })?.code !== TRANSACTION_FAILED) ?? failures[0];
}
