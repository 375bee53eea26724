import type { ObjectLiteral } from 'typeorm';
import type { CommandScope, CommandSubject } from './command-scope.js';
import { requireNoVersion } from './if-match.js';
import { Collision } from './in-group-locks.js';
import { deleted, NotFound, type Refusal } from './refusal.js';
import { RowTable } from './row-table.js';

/** A row of schema `write`. Each change is an event of its stream, and `version` is that of the latest event. */
export interface StreamRow extends ObjectLiteral {
  id: number;
  version: number;
}

/** The class of such rows; their streams are named after `category` and id, as in `order-42`. */
export interface StreamRowClass<R extends StreamRow> {
  readonly category: string;
  new (): R;
}

/**
 * Access to the rows of schema `write` for a command. Each change raises the row's version, which becomes the version
 * of the event.
 */
export class StreamRows {
  /** @param lockOwn locks an entity, unless it belongs to another user than the sender is bound to */
  constructor(
    private readonly scope: CommandScope,
    private readonly lockOwn: <T>(stream: string, lock: () => Promise<T>) => Promise<T>,
  ) {}

  /**
   * Reads a row and locks it until the command ends.
   *
   * @throws NotFound `<category>.not-found`, also if the row belongs to another user than the sender is bound to
   * @throws Conflict `<category>.deleted` if the row was deleted
   * @throws VersionMismatch `<category>.version-mismatch` if the command names another version
   */
  async lock<R extends StreamRow>(type: StreamRowClass<R>, id: number): Promise<R> {
    const row = await this.lockOwn(`${type.category}-${id}`, () => this.lockRow(type, id));
    await this.scope.requireVersion(type.category, subjectOf(row));
    this.scope.subject ??= subjectOf(row);
    return row;
  }

  /**
   * Inserts a row, for which Postgres generates the id.
   *
   * @throws VersionMismatch if the command names a version, because a new row has none
   */
  async insert<R extends StreamRow>(row: R): Promise<R> {
    requireNoVersion(this.scope.meta, categoryOfRow(row));
    row.version = 1;
    this.scope.hasWritten = true;
    Object.assign(row, await this.scope.shared.insert(this.tableOf(row), row));
    // Other commands of the group can see the row, and must not change it before its event is appended.
    this.scope.lockInGroup(`row ${categoryOfRow(row)}-${row.id}`, 'exclusive');
    this.scope.subject ??= subjectOf(row);
    return row;
  }

  /** Updates a row that this transaction has locked. */
  async save<R extends StreamRow>(row: R): Promise<R> {
    row.version += 1;
    const { text, values } = this.tableOf(row).update(row);
    this.scope.hasWritten = true;
    await this.scope.session.query(text, values);
    this.raise(row);
    return row;
  }

  /** Deletes rows that this transaction has locked. */
  async remove(rows: StreamRow[]): Promise<void> {
    const [some] = rows;
    if (!some) return;
    for (const row of rows) {
      row.version += 1;
      this.raise(row);
    }
    const { text, values } = this.tableOf(some).delete(rows.map(({ id }) => id));
    this.scope.hasWritten = true;
    await this.scope.session.query(text, values);
  }

  /**
   * Reads and locks the first `limit` rows that match, in the order of their ids. For sagas, which are not bound to a
   * user.
   */
  async lockMany<R extends StreamRow>(type: StreamRowClass<R>, where: Partial<R>, limit: number): Promise<R[]> {
    this.scope.sender.requireUnbound();
    const { session, shared } = this.scope;
    const table = RowTable.of(shared.database, type);
    const matching = `${table.matching(Object.keys(where))} ORDER BY id LIMIT ${limit}`;
    const rows: Promise<R[]> = session.query(
      table.select(`${matching} FOR UPDATE ${shared.isAlone ? '' : 'SKIP LOCKED'}`),
      Object.values(where),
    );
    // A group may not wait for locked rows, nor leave them out. A second statement counts them: rows that are locked
    // here can't vanish, so equal numbers mean that none was skipped, unless the limit cut off the count.
    const all: Promise<R[]> = shared.isAlone ? rows : session.query(table.select(matching), Object.values(where));
    const [found, { length }] = await Promise.all([rows, all]);
    if (!shared.isAlone && (found.length === limit || found.length !== length)) throw new Collision();
    for (const { id } of found) this.scope.lockInGroup(`row ${type.category}-${id}`, 'exclusive');
    return found.map((row) => Object.assign(new type(), row));
  }

  private async lockRow<R extends StreamRow>(type: StreamRowClass<R>, id: number): Promise<R> {
    this.scope.lockInGroup(`row ${type.category}-${id}`, 'exclusive');
    const { database, isAlone } = this.scope.shared;
    const sql = RowTable.of(database, type).select(`id = $1 FOR UPDATE ${isAlone ? '' : 'SKIP LOCKED'}`);
    const [found] = await this.scope.session.query(sql, [id]);
    // SKIP LOCKED hides a locked row as if it did not exist. Only a command that waits can tell the difference.
    if (!found && !isAlone) throw new Collision();
    if (!found) throw await this.missing(type.category, id);
    return Object.assign(new type(), found);
  }

  private tableOf(row: StreamRow): RowTable {
    return RowTable.of(this.scope.shared.database, row.constructor as StreamRowClass<StreamRow>);
  }

  /** Updates the receipt if the row is the command's subject. */
  private raise(row: StreamRow): void {
    const { stream, version } = subjectOf(row);
    if (this.scope.subject?.stream === stream) this.scope.subject.version = version;
  }

  /** The refusal of a command to a row that does not exist. */
  private async missing(category: string, id: number): Promise<Refusal> {
    const ended = await this.scope.session.query('SELECT FROM log.events WHERE stream = $1 AND type = ANY ($2) LIMIT 1', [
      `${category}-${id}`,
      this.scope.shared.types.endsOf(category),
    ]);
    return ended.length ? deleted(category) : new NotFound(`${category}.not-found`, `There is no ${category} ${id}.`);
  }
}

const categoryOfRow = (row: StreamRow): string => (row.constructor as unknown as StreamRowClass<StreamRow>).category;

/** @returns the entity that the row stands for, with the row's version */
export const subjectOf = (row: StreamRow): CommandSubject => ({
  id: row.id,
  stream: `${categoryOfRow(row)}-${row.id}`,
  version: row.version,
});
