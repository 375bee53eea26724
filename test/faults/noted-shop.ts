import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import type { KronikaProcess } from '../support/process.js';
import { holdsWithin, type Run } from './fault.js';
import { atRate } from './load.js';
import { readLog, settled } from './oracle.js';

/** The shop with a handler, a saga and a view that note each event of orders. */
export const FIXTURE = join(import.meta.dirname, 'fixture/main.mjs');

/** The table of the notes of handler and saga. It must exist before the first event. */
export const NOTES = `
  CREATE TABLE public.notes (
    n bigserial, reader text, position bigint, user_id bigint, noted_at timestamptz DEFAULT clock_timestamp()
  );
  GRANT ALL ON public.notes, public.notes_n_seq TO PUBLIC`;

/** The place that fails: `saga` in the saga's stream, `before` and `after` in its command, around the transaction. */
type Poison = 'handler' | 'view' | 'saga' | 'before' | 'after';

interface Parked {
  readonly id: number;
  readonly subscription: string;
  readonly stream: string;
  readonly position: number;
}

/**
 * That shop in a process that may be killed. The test chooses the events on which its readers fail, and how many
 * events its orders have. Each event has a user of its own, ascending within a stream, so a test can name it in
 * advance.
 */
export class NotedShop {
  /** How many commands were acknowledged. */
  written = 0;
  private readonly poison: string[] = [];
  private timedUntil = 0;

  private constructor(
    private readonly run: Run,
    private readonly environment: NodeJS.ProcessEnv,
    readonly observer: pg.Client,
    private kronika: KronikaProcess,
  ) {}

  static async open(run: Run): Promise<NotedShop> {
    const environment = { DATABASE_URL: await run.database(), POISON: await run.folder() };
    const kronika = await run.start(environment, FIXTURE);
    const observer = await run.connect(environment.DATABASE_URL);
    await observer.query(NOTES);
    return new NotedShop(run, environment, observer, kronika);
  }

  get url(): string {
    return this.kronika.url;
  }

  async kill(): Promise<void> {
    await this.kronika.signal('SIGKILL');
    this.kronika = await this.run.start(this.environment, FIXTURE);
  }

  /** Makes events of these users fail from now on, until `mend`. */
  async poisons(what: Poison, users: readonly number[]): Promise<void> {
    const files = users.map((user) => join(this.environment.POISON as string, `${what}-${user}`));
    for (const file of files) await writeFile(file, '');
    this.poison.push(...files);
  }

  /** Makes the readers succeed again, and retries every stream in quarantine. */
  async mend(): Promise<void> {
    for (const file of this.poison.splice(0)) await rm(file);
    for (const { id } of await this.parked())
      await this.insist('POST', `/v1/quarantine/${id}/retry`, undefined, `retry-${this.run.seed}-${id}`);
  }

  /** Waits until nothing is in quarantine, and all have come to the end of the log. @returns the last position */
  async mended(): Promise<number> {
    // With a planted fault it may stay there; then the other counts show that.
    await holdsWithin(async () => !(await this.parked()).length);
    return settled(this.url);
  }

  /**
   * Creates orders and changes them in turn, so that most of them always have further events to come.
   *
   * @param firstUser the user of the first event of the first order; the users of an order are consecutive
   */
  async write(orders: number, eventsEach: number, firstUser: number, perSecond: number): Promise<void> {
    const made: Promise<number>[] = [];
    let n = 0;
    await atRate(
      perSecond,
      () => n === orders * eventsEach,
      async () => {
        const [order, event] = [n % orders, Math.floor(n / orders)];
        n += 1;
        const userId = firstUser + order * eventsEach + event;
        const before = made[order];
        const key = `user-${this.run.seed}-${userId}`;
        const command = (async () => {
          if (!before) return (await this.insist('POST', '/v1/order', { userId }, key)).id;
          const id = await before;
          await this.insist('PUT', `/v1/order/${id}`, { userId }, key);
          return id;
        })();
        made[order] = command;
        await command;
        this.written += 1;
      },
    );
  }

  /** The streams with events of these users. */
  async streamsOf(users: readonly number[]): Promise<Set<string>> {
    const { rows } = await this.observer.query(
      `SELECT DISTINCT stream FROM log.events WHERE (data ->> 'user_id')::bigint = ANY ($1)`,
      [users],
    );
    return new Set(rows.map(({ stream }) => stream));
  }

  async parked(): Promise<Parked[]> {
    const parked: Parked[] = [];
    for (let next: string | null = '0'; next !== null; ) {
      const answer: { data: Parked[]; page: { next_cursor: string | null } } = await this.kronika.query(
        `/v1/quarantine?limit=100&after=${next}`,
      );
      parked.push(...answer.data);
      next = answer.page.next_cursor;
    }
    return parked;
  }

  /**
   * Compares the notes of a reader with the log up to a position.
   *
   * @returns `lost`: events that it neither noted nor has in quarantine; `twice`: noted more than once; `outOfOrder`:
   *   noted after a later one of the stream, or though the stream was in quarantine before it
   */
  async reckon(reader: 'handler' | 'saga', subscription: string, last: number) {
    const { rows } = await this.observer.query('SELECT user_id FROM public.notes WHERE reader = $1 ORDER BY n', [reader]);
    const places = new Map<number, number[]>();
    for (const [place, { user_id }] of rows.entries())
      places.set(Number(user_id), [...(places.get(Number(user_id)) ?? []), place]);
    const parkedAt = new Map(
      (await this.parked())
        .filter((parked) => parked.subscription === subscription)
        .map(({ stream, position }) => [stream, position]),
    );
    const latest = new Map<string, number>();
    const counts = { lost: 0, twice: 0, outOfOrder: 0 };
    for (const { stream, position, data } of await readLog(this.url, last)) {
      const [place, ...more] = places.get(data.user_id) ?? [];
      const waitsFrom = parkedAt.get(stream) ?? Number.POSITIVE_INFINITY;
      if (place === undefined && position < waitsFrom) counts.lost += 1;
      if (more.length) counts.twice += 1;
      if (place === undefined) continue;
      // The reader may have noted an event before it failed on it.
      if (position > waitsFrom || place < (latest.get(stream) ?? 0)) counts.outOfOrder += 1;
      latest.set(stream, place);
    }
    return counts;
  }

  /**
   * How long events of streams without these users took from the log to the reader's note, since `delays` was called
   * last.
   *
   * @returns the longest in ms, and how many took over 2 s
   */
  async delays(reader: 'handler' | 'saga', poisoned: readonly number[]): Promise<{ slowest: number; late: number }> {
    const { rows } = await this.observer.query(
      `SELECT coalesce(ceil(max(ms)), 0)::int AS slowest, (count(*) FILTER (WHERE ms > 2000))::int AS late, max(n) AS until
       FROM (
         SELECT n, extract(epoch FROM noted_at - recorded_at) * 1000 AS ms
         FROM public.notes JOIN log.events USING (position)
         WHERE reader = $1 AND n > $2 AND stream <> ALL ($3)
       ) AS noted`,
      [reader, this.timedUntil, [...(await this.streamsOf(poisoned))]],
    );
    const [{ slowest, late, until }] = rows;
    this.timedUntil = until ?? this.timedUntil;
    return { slowest, late };
  }

  private async insist(method: string, path: string, body: object | undefined, key: string) {
    for (;;) {
      const answer = await this.kronika.command(method, path, body, { 'idempotency-key': key }).catch(() => undefined);
      if (answer && answer.status < 300) return answer;
      if (answer && ![409, 503].includes(answer.status)) throw new Error(`${method} ${path}: ${answer.status}`);
      await wait(20);
    }
  }
}
