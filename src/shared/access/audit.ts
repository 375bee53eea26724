import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { LOG } from '../database/database.js';
import { and, given, literal, param, type Sql, sql } from '../database/sql.js';
import { horizon } from '../subscriptions/live-feed.js';
import { iso } from '../time-zones.js';
import type { AccessNote } from './access-log.js';

export type AuditOutcome = AccessNote['outcome'];

/** Positions per entry. A command with more events has several entries, one for each range of positions. */
const POSITIONS_PER_ENTRY = 1_000;

/** Maximum number of streams, and of types, that an entry names. */
const MAX_NAMES_PER_ENTRY = 20;

/** Assumed maximum deviation of events on the log from the order of their times. */
const MAX_DISORDER_MS = 60_000;

/** The filters of a request for audit entries. Moments are ISO 8601 in UTC. */
export interface AuditFilter {
  readonly actor?: string;
  readonly outcome?: AuditOutcome;
  readonly from?: string;
  /** Exclusive. */
  readonly to?: string;
}

/** A place in the audit: where a page begins. */
export interface AuditPlace {
  /**
   * The horizon at the first page. Later events are left out, so that a command in progress is neither missed nor
   * repeated.
   */
  readonly horizon: number;
  /** The page has only events below this position. */
  readonly position: number;
  /** The page has only rows of `access.audit` below this id. */
  readonly id: number;
}

/** The events of one command. */
export interface AuditedCommand {
  readonly id: string | null;
  readonly events: number;
  readonly types: string[];
  readonly streams: string[];
  readonly firstPosition: number;
  readonly lastPosition: number;
}

/** An entry of the audit: a command or a request, with its actor, time and outcome. */
export interface AuditEntry {
  readonly datetime: Date;
  readonly outcome: AuditOutcome;
  readonly actor: string | null;
  readonly count: number;
  readonly command: AuditedCommand | null;
  readonly method: string | null;
  readonly route: string | null;
  readonly status: number | null;
  readonly code: string | null;
  readonly subject: string | null;
  readonly address: string | null;
}

/** An entry with its place in its own source. */
type Placed = AuditEntry & { readonly place: number };

/** Reads the audit: commands from the log, everything else from `access.audit`. */
@Injectable()
export class Audit {
  constructor(
    @InjectDataSource(LOG) private readonly log: DataSource,
    @InjectDataSource() private readonly database: DataSource,
  ) {}

  /** @returns the start of the newest page */
  async start(): Promise<AuditPlace> {
    const end = await horizon(this.log);
    return { horizon: end, position: end + 1, id: Number.MAX_SAFE_INTEGER };
  }

  /**
   * A page of entries, the newest first. Commands come in the order of the log, and the rows of `access.audit` in the
   * order of their ids. The two are merged by time.
   *
   * @returns at most `limit` entries, and where the next page begins; undefined on the last page
   */
  async page(filter: AuditFilter, limit: number, start: AuditPlace): Promise<{ entries: AuditEntry[]; next?: AuditPlace }> {
    const [commands, notes] = await Promise.all([this.commands(filter, limit + 1, start), this.notes(filter, limit + 1, start)]);
    const entries: AuditEntry[] = [];
    let { position, id } = start;
    while (entries.length < limit && (commands.length || notes.length)) {
      const [command, note] = [commands[0], notes[0]];
      const isCommand = command && (!note || command.datetime >= note.datetime);
      const { place, ...entry } = (isCommand ? commands : notes).shift() as Placed;
      if (isCommand) position = place;
      else id = place;
      entries.push(entry);
    }
    return { entries, next: commands.length || notes.length ? { horizon: start.horizon, position, id } : undefined };
  }

  /** Groups events by command within fixed ranges of positions, so that every page finds the same groups. */
  private async commands(filter: AuditFilter, limit: number, { horizon, position }: AuditPlace): Promise<Placed[]> {
    const { actor, outcome = 'done', from, to } = filter;
    if (outcome !== 'done') return [];
    let upper = position - 1;
    if (to) upper = Math.min(upper, await this.lastBefore(shifted(to, MAX_DISORDER_MS), horizon));
    const lower = from ? await this.lastBefore(shifted(from, -MAX_DISORDER_MS), horizon) : 0;
    const byActor = given(actor, (text) => sql`metadata ->> 'actor' = ${param('text', text)}`);
    const found: Placed[] = [];
    while (found.length < limit && upper > lower) {
      const within = and([sql`position <= ${param('bigint', upper)}`, sql`position > ${param('bigint', lower)}`, ...byActor]);
      const [next] = await this.ask(sql`SELECT position FROM log.events WHERE ${within} ORDER BY position DESC LIMIT 1`);
      if (!next) break;
      const first = next.position - (next.position % POSITIONS_PER_ENTRY);
      const last = Math.min(first + POSITIONS_PER_ENTRY - 1, horizon);
      const inTime = and([
        sql`max(position) <= ${param('bigint', upper)}`,
        ...given(from, (moment) => sql`max(recorded_at) >= ${param('timestamptz', moment)}`),
        ...given(to, (moment) => sql`max(recorded_at) < ${param('timestamptz', moment)}`),
      ]);
      const named = literal(MAX_NAMES_PER_ENTRY);
      const rows = await this.ask(
        sql`SELECT metadata ->> 'commandId' AS id, metadata ->> 'actor' AS actor, max(recorded_at) AS datetime, count(*) AS events,
              (array_agg(DISTINCT type))[:${named}] AS types, (array_agg(DISTINCT stream))[:${named}] AS streams,
              min(position) AS "firstPosition", max(position) AS "lastPosition"
            FROM log.events
            WHERE ${and([sql`position BETWEEN ${param('bigint', first)} AND ${param('bigint', last)}`, ...byActor])}
            GROUP BY 1, 2 HAVING ${inTime} ORDER BY max(position) DESC LIMIT ${literal(limit - found.length)}`,
      );
      for (const { actor, datetime, ...command } of rows)
        found.push({ ...NO_DETAILS, datetime, outcome: 'done', actor, count: 1, command, place: command.lastPosition });
      upper = first - 1;
    }
    return found;
  }

  private async notes({ actor, outcome, from, to }: AuditFilter, limit: number, { id }: AuditPlace): Promise<Placed[]> {
    const where = and([
      sql`id < ${param('bigint', id)}`,
      ...given(actor, (text) => sql`actor = ${param('text', text)}`),
      ...given(outcome, (text) => sql`outcome = ${param('text', text)}`),
      ...given(from, (moment) => sql`at >= ${param('timestamptz', moment)}`),
      ...given(to, (moment) => sql`at < ${param('timestamptz', moment)}`),
    ]);
    const { text, values } = sql`
      SELECT id AS place, at AS datetime, outcome, actor, count, NULL AS command, method, route, status, code, subject, address
      FROM access.audit WHERE ${where} ORDER BY id DESC LIMIT ${literal(limit)}`;
    return this.database.query(text, values);
  }

  /** @returns the last position before a moment, by a binary search that assumes that times grow with positions */
  private async lastBefore(moment: string, horizon: number): Promise<number> {
    let [low, high] = [0, horizon];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const [event] = await this.ask(
        sql`SELECT position, recorded_at < ${param('timestamptz', moment)} AS "isBefore" FROM log.events
            WHERE position <= ${param('bigint', middle)} ORDER BY position DESC LIMIT 1`,
      );
      if (!event || event.isBefore) low = middle;
      else high = event.position - 1;
    }
    return low;
  }

  // biome-ignore lint/suspicious/noExplicitAny: each statement has rows of its own
  private ask({ text, values }: Sql): Promise<any[]> {
    return this.log.query(text, values);
  }
}

const NO_DETAILS = { command: null, method: null, route: null, status: null, code: null, subject: null, address: null };

const shifted = (moment: string, ms: number) => iso(Date.parse(moment) + ms);
