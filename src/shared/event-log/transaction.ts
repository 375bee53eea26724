import type { EntityManager, FindOptionsWhere, ObjectLiteral } from 'typeorm';
import type { CommandMeta, Receipt } from './command-meta.js';
import { RECORDED, type RecordedEvent } from './events.js';
import { saveReceipt } from './outcomes.js';
import { NotFound, VersionMismatch } from './refusal.js';

/** A row of schema `write` whose changes are events of its stream: `version` is that of the latest one. */
export interface StreamRow extends ObjectLiteral {
  id: number;
  version: number;
}

/** The class of such rows; `category` starts the names of their streams, as in `order-42`. */
export interface StreamRowClass<R extends StreamRow> {
  readonly category: string;
  new (): R;
}

/** How many missed events a refused `If-Match` shows. */
const MISSED_EVENTS = 100;

const STREAM_LOCK = 7_502_002;

/** What a command handler may do within `EventLog.transaction`. */
export class Transaction {
  private readonly events: object[] = [];
  private first?: StreamRow;

  constructor(
    private readonly manager: EntityManager,
    private readonly meta: CommandMeta,
  ) {}

  /** Rows of schema `write`; each change raises the row's version, and the row's event takes it. */
  readonly rows = {
    /**
     * The row, which nobody else can change until the command ends.
     *
     * @throws NotFound `<category>.not-found`
     * @throws VersionMismatch `<category>.version-mismatch` if the command was meant for another version
     */
    lock: async <R extends StreamRow>(type: StreamRowClass<R>, id: number): Promise<R> => {
      const row = await this.manager.findOne(type, {
        where: { id } as FindOptionsWhere<R>,
        lock: { mode: 'pessimistic_write' },
      });
      if (!row) throw new NotFound(`${type.category}.not-found`, `There is no ${type.category} ${id}.`);
      if (this.meta.ifMatch && !this.meta.ifMatch.includes(row.version)) throw await this.mismatch(type.category, row);
      this.first ??= row;
      return row;
    },

    /**
     * Saves a new row; Postgres gives it its id.
     *
     * @throws VersionMismatch if the command was meant for a version, since what does not exist has none
     */
    insert: async <R extends StreamRow>(row: R): Promise<R> => {
      if (this.meta.ifMatch) {
        const { category } = row.constructor as unknown as StreamRowClass<R>;
        throw new VersionMismatch(`${category}.version-mismatch`, `A new ${category} has no version to match.`, {
          version: 0,
          events: [],
        });
      }
      row.version = 1;
      await this.manager.insert(row.constructor as never, row as never);
      this.first ??= row;
      return row;
    },

    /** Saves a row that this transaction has locked. */
    save: async <R extends StreamRow>(row: R): Promise<R> => {
      row.version += 1;
      const { id, ...columns } = row;
      await this.manager.update(row.constructor as never, id, columns as never);
      return row;
    },

    /** Removes rows that this transaction has locked. */
    remove: async (rows: StreamRow[]): Promise<void> => {
      const [some] = rows;
      if (!some) return;
      for (const row of rows) row.version += 1;
      await this.manager.delete(
        some.constructor as never,
        rows.map((row) => row.id),
      );
    },

    /** The first `limit` rows that match, in order of id, locked. */
    lockMany: <R extends StreamRow>(type: StreamRowClass<R>, where: FindOptionsWhere<R>, limit: number): Promise<R[]> =>
      this.manager.find(type, { where, order: { id: 'ASC' } as never, take: limit, lock: { mode: 'pessimistic_write' } }),
  };

  /** Adds the event that the row's change is; it goes to the log at the end of the transaction. */
  readonly append = (row: StreamRow, event: { data: unknown }): void => {
    const { category } = row.constructor as unknown as StreamRowClass<StreamRow>;
    const { type } = event.constructor as unknown as { type: string };
    this.events.push({ stream: `${category}-${row.id}`, version: row.version, type, data: event.data });
  };

  /**
   * Ties two streams without a look into another module's rows: who relies on an entity locks its stream `shared`, who
   * ends the entity locks it `exclusive`. So whoever relied has committed before the end, and who comes later sees it.
   *
   * @returns the name of the stream's latest event, as it stays until this transaction ends; null if it has none
   */
  readonly lockStream = async (stream: string, mode: 'shared' | 'exclusive'): Promise<string | null> => {
    const lock = mode === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
    await this.manager.query(`SELECT ${lock}($1, hashtext($2))`, [STREAM_LOCK, stream]);
    // A statement of its own: its snapshot must be younger than the lock.
    const [latest] = await this.manager.query('SELECT type FROM log.events WHERE stream = $1 ORDER BY version DESC LIMIT 1', [
      stream,
    ]);
    return latest?.type ?? null;
  };

  /** For what is neither a row with a stream nor an event: an operator's wish, say. */
  readonly query = <R extends object>(sql: string, parameters: unknown[]): Promise<R[]> => this.manager.query(sql, parameters);

  /** Whether the log will have news of it. */
  get appended(): boolean {
    return this.events.length > 0;
  }

  /**
   * Appends what was collected and saves the receipt where `once` asks for that; the caller commits right after, since
   * readers of the log wait for that.
   *
   * @param given what the receipt has in place of the first row's
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: what a work returns
  async finish(given: Pick<Receipt, 'id'> | void): Promise<Receipt> {
    const { commandId, actor, correlationId, causationId, once } = this.meta;
    const { id, version } = { id: 0, version: 0, ...this.first, ...given };
    if (this.appended) {
      const values = [JSON.stringify(this.events), { commandId, actor, correlationId, causationId }];
      if (once) return saveReceipt(this.manager, once, { id, version }, 'log.append($5, $6)', values);
      const [{ position }] = await this.manager.query('SELECT log.append($1, $2) AS position', values);
      return { id, version, position };
    }
    const position = this.first ? await this.latestPosition(this.first) : 0;
    return once ? saveReceipt(this.manager, once, { id, version }, '$5', [position]) : { id, version, position };
  }

  private async latestPosition(row: StreamRow): Promise<number> {
    const { category } = row.constructor as unknown as StreamRowClass<StreamRow>;
    const [{ position }] = await this.manager.query('SELECT position FROM log.events WHERE stream = $1 AND version = $2', [
      `${category}-${row.id}`,
      row.version,
    ]);
    return position;
  }

  private async mismatch(category: string, row: StreamRow): Promise<VersionMismatch> {
    const known = Math.max(0, ...(this.meta.ifMatch ?? []).filter((version) => version < row.version));
    const missed: RecordedEvent[] = await this.manager.query(
      `SELECT ${RECORDED} FROM log.events WHERE stream = $1 AND version > $2 ORDER BY version LIMIT ${MISSED_EVENTS}`,
      [`${category}-${row.id}`, known],
    );
    return new VersionMismatch(`${category}.version-mismatch`, `The ${category} has version ${row.version} by now.`, {
      version: row.version,
      events: missed.map(publicEvent),
    });
  }
}

/** An event in the shape that HTTP promises. */
export function publicEvent({ position, stream, version, type, data, metadata, recordedAt }: RecordedEvent) {
  const entityId = stream.slice(stream.indexOf('-') + 1);
  return { eventType: type, entityId, datetime: recordedAt, data, position, stream, version, metadata };
}
