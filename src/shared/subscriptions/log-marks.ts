import type { ClientBase } from 'pg';
import { INCARNATION_SQL } from '../event-log/incarnation.js';

/** Differs between two events with the same position. Even the events of a repeated command differ in their times. */
const FINGERPRINT_SQL = `concat_ws(' ', extract(epoch FROM recorded_at), stream, version, metadata ->> 'commandId')`;

/** The state of the log; $1 is the position of an event that was seen. */
const STATE_SQL = `
  SELECT log.horizon() AS horizon, log.last_position() AS last, ${INCARNATION_SQL} AS incarnation,
    (SELECT ${FINGERPRINT_SQL} FROM log.events WHERE position = $1) AS fingerprint`;

/**
 * Number of remembered events. A failover loses the latest commits, and the order of commits differs slightly from
 * that of positions. So the last event may still exist when one shortly before it is gone.
 */
const MAX_MARKS = 100;
const MARKS_SQL = `SELECT position, ${FINGERPRINT_SQL} AS fingerprint FROM log.events WHERE position > $1 ORDER BY position DESC LIMIT ${MAX_MARKS}`;

const LOST_SQL = `
  SELECT count(*) AS lost FROM unnest($1::bigint[], $2::text[]) AS mark (position, fingerprint)
  WHERE NOT EXISTS (SELECT FROM log.events AS e WHERE e.position = mark.position AND ${FINGERPRINT_SQL} = mark.fingerprint)`;

/** An event that was seen on the log. */
interface LogMark {
  readonly position: number;
  readonly fingerprint: string;
}

interface LogState {
  readonly horizon: number;
  readonly incarnation: string;
  /** Whether events that were seen, or positions that were assigned, are gone. */
  readonly hasGoneBack: boolean;
  /** Whether rows that were read from any table may be gone: the log went back, or is another incarnation. */
  readonly isReplaced: boolean;
}

/** Remembers events of the log, to notice that it went back because of a restore or a failover that lost commits. */
export class LogMarks {
  /** In the order of positions. */
  private marks: LogMark[] = [];
  private known?: string;

  /** The incarnation of the log at the latest comparison; undefined before the first one. */
  get incarnation(): string | undefined {
    return this.known;
  }

  /**
   * Compares the log with the events that were seen. The first statements are sent synchronously, so before any later
   * ones on this connection.
   *
   * @param horizon of the previous call
   */
  async compare(client: ClientBase, horizon: number): Promise<LogState> {
    const last = this.marks.at(-1);
    const [states, found] = await Promise.all([
      client.query<LogState & { last: number; fingerprint: string | null }>({
        name: 'state of the log',
        text: STATE_SQL,
        values: [last?.position ?? 0],
      }),
      client.query<LogMark>({ name: 'marks', text: MARKS_SQL, values: [last ? horizon : 0] }),
    ]);
    const state = states.rows[0] as (typeof states.rows)[0];
    const isLastGone = last !== undefined && state.fingerprint !== last.fingerprint;
    // Compares the last position, because the horizon may fall for a moment: an append may register a position that
    // others have passed.
    const isShorter = state.last < horizon;
    const isOther = state.incarnation !== this.known;
    const hasGoneBack = isLastGone || isShorter || (isOther && (await this.isAnyGone(client)));
    const isReplaced = hasGoneBack || (isOther && this.known !== undefined);
    if (hasGoneBack) this.marks = [];
    else this.add(found.rows.filter(({ position }) => position <= state.horizon).reverse());
    this.known = state.incarnation;
    return { horizon: state.horizon, incarnation: state.incarnation, hasGoneBack, isReplaced };
  }

  private async isAnyGone(client: ClientBase): Promise<boolean> {
    const { rows } = await client.query<{ lost: number }>(LOST_SQL, [
      this.marks.map(({ position }) => position),
      this.marks.map(({ fingerprint }) => fingerprint),
    ]);
    return (rows[0]?.lost ?? 0) > 0;
  }

  private add(found: LogMark[]): void {
    const last = this.marks.at(-1)?.position ?? 0;
    this.marks = [...this.marks, ...found.filter(({ position }) => position > last)].slice(-MAX_MARKS);
  }
}
