import type { ClientBase } from 'pg';

/**
 * The server and the table that a connection has the log from. It changes when the server restarts, when another
 * server takes over, and when the database or the table is made anew: only then can events that were seen be gone.
 */
export const INCARNATION_SQL = `concat_ws(' ', extract(epoch FROM pg_postmaster_start_time()), pg_relation_filepath('log.events'))`;

/** Two events of one position differ in it: those of one command, delivered twice, at least in the time. */
const PRINT_SQL = `concat_ws(' ', extract(epoch FROM recorded_at), stream, version, metadata ->> 'commandId')`;

/** The log as a poll finds it; $1 is the position of an event that was seen. */
const STATE_SQL = `
  SELECT log.horizon() AS horizon, log.last_position() AS last, ${INCARNATION_SQL} AS incarnation,
    (SELECT ${PRINT_SQL} FROM log.events WHERE position = $1) AS print`;

/**
 * Commits are lost from the latest on, which is nearly but not quite the order of positions. So the last event may
 * still be there when one of those just before it is gone.
 */
const MAX_MARKS = 100;
const MARKS_SQL = `SELECT position, ${PRINT_SQL} AS print FROM log.events WHERE position > $1 ORDER BY position DESC LIMIT ${MAX_MARKS}`;

const LOST_SQL = `
  SELECT count(*) AS lost FROM unnest($1::bigint[], $2::text[]) AS mark (position, print)
  WHERE NOT EXISTS (SELECT FROM log.events AS e WHERE e.position = mark.position AND ${PRINT_SQL} = mark.print)`;

/** An event that was seen on the log. */
interface Mark {
  readonly position: number;
  readonly print: string;
}

interface LogState {
  readonly horizon: number;
  readonly incarnation: string;
  /** Whether events that were seen, or positions that were handed out, are gone. */
  readonly hasGoneBack: boolean;
}

/** What a process remembers of the log, to notice that it went back: it was restored, or a failover lost commits. */
export class LogMarks {
  /** In the order of positions. */
  private marks: Mark[] = [];
  private known?: string;

  /** The incarnation of the log that was looked at last; undefined before. */
  get incarnation(): string | undefined {
    return this.known;
  }

  /**
   * Compares the log with what was seen of it. The first statements are sent at once, before any later ones on this
   * connection.
   *
   * @param horizon of the previous call
   */
  async compare(client: ClientBase, horizon: number): Promise<LogState> {
    const last = this.marks.at(-1);
    const [states, found] = await Promise.all([
      client.query<LogState & { last: number; print: string | null }>({
        name: 'state of the log',
        text: STATE_SQL,
        values: [last?.position ?? 0],
      }),
      client.query<Mark>({ name: 'marks', text: MARKS_SQL, values: [last ? horizon : 0] }),
    ]);
    const state = states.rows[0] as (typeof states.rows)[0];
    const isLastGone = last !== undefined && state.print !== last.print;
    // The horizon may fall for a moment, when an append names a position that others have passed; the last position
    // can't.
    const isShorter = state.last < horizon;
    const hasGoneBack = isLastGone || isShorter || (state.incarnation !== this.known && (await this.isAnyGone(client)));
    if (hasGoneBack) this.marks = [];
    else this.add(found.rows.filter(({ position }) => position <= state.horizon).reverse());
    this.known = state.incarnation;
    return { horizon: state.horizon, incarnation: state.incarnation, hasGoneBack };
  }

  private async isAnyGone(client: ClientBase): Promise<boolean> {
    const { rows } = await client.query<{ lost: number }>(LOST_SQL, [
      this.marks.map(({ position }) => position),
      this.marks.map(({ print }) => print),
    ]);
    return (rows[0]?.lost ?? 0) > 0;
  }

  private add(found: Mark[]): void {
    const last = this.marks.at(-1)?.position ?? 0;
    this.marks = [...this.marks, ...found.filter(({ position }) => position > last)].slice(-MAX_MARKS);
  }
}
