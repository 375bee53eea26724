import { type ChildProcess, execFile } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openData, SECRET } from '../../../src/shared/event-log/sealing.js';
import { ROOT } from '../../support/root.js';
import { createDatabase, type Database, Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

interface StartedDemo {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | string; out: string; err: string }>;
}

/** The shell command as `npm run demo --` calls it. */
function start(database: Database | undefined, ...given: string[]): StartedDemo {
  const { PATH, HOME } = process.env;
  let child!: ChildProcess;
  const ended = new Promise<Awaited<StartedDemo['ended']>>((resolve) => {
    child = execFile(
      process.execPath,
      [join(ROOT, 'dist/start/demo.js'), ...given],
      // Without DATABASE_URL, a wrong option must be refused before a database is started.
      { env: { PATH, HOME, DATABASE_URL: database?.url ?? 'postgres://nobody@127.0.0.1:1/none' } },
      (error, out, err) => resolve({ code: (error?.code ?? error?.signal ?? 0) as number | string, out, err }),
    );
  });
  return { child, ended };
}

const demo = (database: Database | undefined, ...given: string[]) => start(database, ...given).ended;

const SMALL = ['--size', 'small', '--date', '2026-01-31'];

interface Event {
  stream: string;
  version: number;
  type: string;
  data: Record<string, unknown>;
  metadata: object;
}

// Some of them start one process after another.
describe('npm run demo', { timeout: 90_000 }, () => {
  const open: { database: Database; db: pg.Pool }[] = [];
  const fresh = async () => {
    const database = await createDatabase();
    const db = new pg.Pool({ connectionString: database.url, max: 1 });
    db.on('error', () => undefined);
    open.push({ database, db });
    return { database, db };
  };
  afterAll(async () => {
    for (const { database, db } of open) {
      await db.end();
      await database.drop();
    }
  });

  const lengthOf = async (db: pg.Pool): Promise<number> =>
    (await db.query('SELECT count(*)::int AS length FROM log.events')).rows[0].length;

  /**
   * All events without their times, stream by stream. Orders and goods are numbered again, because rolled-back
   * transactions leave gaps.
   */
  const eventsOf = async (db: pg.Pool): Promise<Event[]> => {
    const { rows: sealed } = await db.query(
      `SELECT stream, version, type, data, metadata, ${SECRET} FROM log.events ORDER BY position`,
    );
    // The same text is sealed in another way each time.
    const rows: Event[] = sealed.map(({ secret, ...event }) => ({ ...event, data: openData({ ...event, secret }) }));
    const numbers = new Map<string, number>();
    for (const category of ['order', 'goods']) {
      const streams = rows
        .filter((event) => event.version === 1 && event.stream.startsWith(category))
        .map(({ stream }) => stream);
      for (const [i, stream] of streams.sort((one, other) => numberOf(one) - numberOf(other)).entries())
        numbers.set(stream, i + 1);
    }
    const renumbered = (event: Event): Event => {
      const number = numbers.get(event.stream);
      if (!number) return event;
      const { created_at, ...data } = event.data;
      if (data.order_id) data.order_id = numbers.get(`order-${data.order_id}`);
      if (data.previous) data.previous = { ...data.previous, order_id: data.order_id };
      return { ...event, stream: event.stream.replace(/\d+$/, String(number)), data: { ...data, id: number } };
    };
    const key = ({ stream, version }: Event) => `${stream} ${String(version).padStart(9, '0')}`;
    return rows.map(renumbered).sort((one, other) => (key(one) < key(other) ? -1 : 1));
  };
  const numberOf = (stream: string) => Number(stream.split('-')[1]);

  let whole: Awaited<ReturnType<typeof fresh>>;
  let events: Event[];
  beforeAll(async () => {
    whole = await fresh();
    expect(await demo(whole.database, ...SMALL)).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^Seed 1, size small, date 2026-01-31: \d+ commands, 0 of which had been done before\.\nIt took .*\nThe database has 1 publisher, 2 portfolios, 7 campaigns, \d+ orders and \d+ goods, from \d+ events\.\nTry, .*\ncurl /,
      ),
      err: expect.stringMatching(/demo 1 {2}\[#{30}\] {2}100 % {2}[\d,]+ commands\/s\n$/),
    });
    events = await eventsOf(whole.db);
  });

  it('fills a database with histories of every kind', () => {
    const types = new Set(events.map(({ type }) => type));
    expect([...types].sort()).toEqual(
      expect.arrayContaining([
        'CampaignCreated',
        'CampaignDeleted',
        'CampaignNameSet',
        'CampaignPausedSet',
        'CampaignPlacementsSet',
        'CampaignPriceSet',
        'CampaignRunnableStateChanged',
        'CampaignScheduleSet',
        'PortfolioCreated',
        'PublisherCreated',
        'SectionAdded',
        'SectionMoved',
        'SectionRemoved',
        'goods_created_v1',
        'goods_updated_v1',
        'order_created_v1',
        'order_deleted_v1',
      ]),
    );
    const last = new Map(
      events.filter(({ type }) => type === 'CampaignRunnableStateChanged').map((each) => [each.stream, each.data]),
    );
    const reasons = [...last.values()].map((data) => (data.reasons as string[]).join());
    expect(reasons.sort()).toEqual(expect.arrayContaining(['', 'paused']));
  });

  it('does nothing a second time, even without the options for size and date', async () => {
    const { code, out } = await demo(whole.database);
    expect([code, out]).toEqual([0, expect.stringMatching(/^Seed 1, size small, date 2026-01-31: (\d+) commands, \1 of which /)]);
    expect(await lengthOf(whole.db)).toBe(events.length);
  });

  it('makes the same data from the same seed, even if it was killed, interrupted and started again', async () => {
    const { database, db } = await fresh();
    const killed = start(database, ...SMALL);
    await until(async () => (await lengthOf(db)) > events.length / 4);
    killed.child.kill('SIGKILL');
    expect(await killed.ended).toMatchObject({ code: 'SIGKILL' });
    const before = await lengthOf(db);
    expect(before).toBeLessThan(events.length);

    const interrupted = start(database, ...SMALL);
    await until(async () => (await lengthOf(db)) > before);
    interrupted.child.kill('SIGINT');
    expect(await interrupted.ended).toMatchObject({
      code: 130,
      out: '',
      err: expect.stringMatching(/\nInterrupted after \d+ of .*\n$/),
    });
    expect(await lengthOf(db)).toBeLessThan(events.length);

    expect(await demo(database)).toMatchObject({ code: 0 });
    expect(await eventsOf(db)).toEqual(events);
  });

  it('works beside a second run of the same command', async () => {
    const { database, db } = await fresh();
    const ends = await Promise.all([demo(database, ...SMALL), demo(database, ...SMALL)]);
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
    expect(ends.map(({ out }) => out).join()).not.toContain('Refused');
    expect(await eventsOf(db)).toEqual(events);
  });

  it('makes other data from another seed; a campaign with a past end ends as soon as a worker runs', async () => {
    const { database, db } = await fresh();
    expect(await demo(database, '--seed', '2', '--size', 'small')).toMatchObject({ code: 0 });
    const streams = (all: Event[]) => all.map(({ stream }) => stream).filter((stream) => !/^(order|goods)/.test(stream));
    const known = new Set(streams(events));
    expect(streams(await eventsOf(db)).filter((stream) => known.has(stream))).toEqual([]);

    const shop = await Shop.open({}, [], database);
    try {
      await until(async () => (await eventsOf(db)).some(({ type }) => type === 'CampaignEnded'));
      await shop.settle();
      expect((await eventsOf(db)).filter(({ type }) => type === 'CampaignEnded')).toHaveLength(1);
      expect((await db.query('SELECT FROM log.quarantine')).rowCount).toBe(0);
    } finally {
      await shop.close();
    }
  });

  it('refuses a seed that was used with other options, or whose outcomes have expired', async () => {
    expect(await demo(whole.database, '--size', 'large')).toMatchObject({
      code: 1,
      err: 'Seed 1 has been used here with --size small --date 2026-01-31: take these, or another --seed.\n',
    });
    await whole.db.query(`UPDATE write.outcomes SET created_at = created_at - interval '8 days'`);
    expect(await demo(whole.database, ...SMALL)).toMatchObject({
      code: 1,
      err: 'Seed 1 was used here more than 7 days ago, and what was done is not known: take another --seed.\n',
    });
    expect(await lengthOf(whole.db)).toBe(events.length);
  });

  it.each([
    [['--sede', '2'], "Unknown option '--sede'. With --help it tells how to use it."],
    [['--seed', 'x'], '--seed must be a whole number of at most 9 digits, not x.'],
    [['--size', 'huge'], '--size must be one of small, medium, large, not huge.'],
    [['--date', '2026-02-30'], '--date must be a day such as 2026-01-31, not 2026-02-30.'],
  ])('reports a mistake in one line: %j', async (given, line) => {
    expect(await demo(undefined, ...given)).toEqual({ code: 2, out: '', err: `${line}\n` });
  });

  it('prints its usage', async () => {
    expect(await demo(undefined, '--help')).toMatchObject({ code: 0, out: expect.stringMatching(/--seed.*7 days/s) });
  });
});
