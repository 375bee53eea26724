import { setTimeout as wait } from 'node:timers/promises';
import { DiscardPolicy, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import type pg from 'pg';
import { describe } from 'vitest';
import { HAS_NATS, NatsServer, type Relayed } from '../support/nats.js';
import type { KronikaProcess } from '../support/process.js';
import { fault, holdsWithin, type Plant, type Run } from './fault.js';
import { Load, reckon } from './load.js';
import type { LogEvent } from './oracle.js';

const STREAM = 'KRONIKA';

/** So many that a relay is busy with them while it is killed or frozen. */
const BURST_EVENTS = 3_000;

/** Far shorter than a freeze, so that only the expected sequence keeps a message from coming twice. */
const DUPLICATE_WINDOW_NS = 100e6;

/** Time in which the relays must reach the end of the log, or say why they can't. */
const MAX_CATCH_UP_MS = 30_000;

const BURST_SQL = `
  SELECT log.append(jsonb_agg(jsonb_build_object('stream', 'note-' || gen_random_uuid(), 'version', 1, 'type', 'Noted',
    'data', jsonb_build_object('n', n)) ORDER BY n), '{"commandId": "c", "actor": "test", "correlationId": "c", "causationId": null}')
  FROM generate_series(1, ${BURST_EVENTS}) AS n`;

/** As when the network between Postgres and all others breaks. */
const END_CONNECTIONS_SQL = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`;

const PLANTS: Plant[] = [
  {
    name: 'resume from the checkpoint',
    changes: [
      {
        file: 'src/shared/relay/relay.js',
        find: 'await this.findEnd(session, client)',
        replace:
          '{ position: locked.position, sequence: (await session.link.streams.info(this.settings.RELAY_STREAM)).state.last_seq }',
      },
    ],
  },
  {
    name: 'no expected sequence',
    changes: [
      {
        file: 'src/shared/relay/publisher.js',
        find: '[ExpectedLastSeqHdr, String(after.sequence)],',
        replace: '',
      },
    ],
  },
];

const scenario = async (run: Run) => {
  const nats = await NatsServer.start();
  run.defer(() => nats.stop());
  await createStream(nats);
  const DATABASE_URL = await run.database();
  const web = await run.start({ DATABASE_URL });
  const relays: KronikaProcess[] = [];
  const startRelay = async (n: number) => {
    relays[n] = await run.start({ DATABASE_URL, ROLES: 'relay', RELAY_URL: nats.url });
  };
  await Promise.all([startRelay(0), startRelay(1)]);
  const observer = await run.connect(DATABASE_URL);
  const load = new Load(() => [web], { clients: 4, seed: run.seed });
  const counts = { kills: 0, freezes: 0, setBack: 0, unnoticed: 0 };
  const totals = { messages: 0, lost: 0, twice: 0, outOfOrder: 0, wrongPrevious: 0 };
  const compare = async () => {
    if (!(await holdsWithin(() => isAtEnd(nats, observer), MAX_CATCH_UP_MS))) counts.unnoticed += 1;
    const log = await logOf(observer);
    const last = log.at(-1)?.position ?? 0;
    // A saga may have appended since.
    if (!(await holdsWithin(async () => (await nats.lastPosition(STREAM)) >= last, MAX_CATCH_UP_MS))) counts.unnoticed += 1;
    const messages = (await nats.messages()).filter(({ header }) => Number(header('ce-id')) <= last);
    const found = compared(messages, log);
    for (const [what, count] of Object.entries(found)) totals[what as keyof typeof found] += count;
  };

  for (let round = 0; round < run.size; round++) {
    await load.further(run.between(1, 20));
    await observer.query(BURST_SQL);
    const busy = await freezeBusy(nats, relays);
    if (round % 2 === 0) {
      // Postgres gives up its connection, so the other one takes over; then it goes on with what it was doing.
      await observer.query(END_CONNECTIONS_SQL);
      await wait(run.isFull ? run.between(800, 8_000) : 1_500);
      relays[busy]?.child.kill('SIGCONT');
      counts.freezes += 1;
      await wait(run.between(0, 500));
      await observer.query(BURST_SQL);
    }
    await relays[busy]?.signal('SIGKILL');
    const starting = startRelay(busy);
    await wait(run.between(0, 700));
    await nats.signal('SIGKILL');
    if (round % 3 === 0) await nats.saveStore();
    if (round % 3 === 1) {
      await nats.setStoreBack();
      counts.setBack += 1;
    }
    await wait(run.between(0, 300));
    await nats.start();
    await starting;
    counts.kills += 1;
    run.progress(round);
  }
  await load.further(10);
  await load.stop();
  await compare();

  const { streams } = await nats.manager();
  await streams.purge(STREAM, { keep: 50 });
  await relays[0]?.signal('SIGKILL');
  await observer.query(BURST_SQL);
  await compare();
  await streams.purge(STREAM);
  await relays[1]?.signal('SIGKILL');
  await Promise.all([startRelay(0), startRelay(1)]);
  await observer.query(BURST_SQL);
  if (!(await holdsWithin(async () => /were purged.*Delete the stream/.test(await problem(web)), MAX_CATCH_UP_MS)))
    counts.unnoticed += 1;
  await streams.delete(STREAM);
  await compare();
  const { acknowledged, lost, twice, refused, unanswered } = reckon(load, await eventsOf(observer));
  return {
    ...counts,
    ...totals,
    acknowledged,
    lost: totals.lost + lost,
    twice: totals.twice + twice,
    refused,
    unanswered,
  };
};

describe.skipIf(!HAS_NATS)('with nats-server', () => fault('relay', scenario, PLANTS));

/** As the relay does, except for the time in which the server itself drops repeated messages. */
async function createStream(nats: NatsServer): Promise<void> {
  const { streams } = await nats.manager();
  await streams.add({
    name: STREAM,
    subjects: ['kronika.main.events.>'],
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.New,
    duplicate_window: DUPLICATE_WINDOW_NS,
  });
}

const lastSequence = async (nats: NatsServer) => (await (await nats.manager()).streams.info(STREAM)).state.last_seq;

/** Freezes the relay that publishes. @returns which one it is */
async function freezeBusy(nats: NatsServer, relays: readonly KronikaProcess[]): Promise<number> {
  for (let n = 0; ; n = (n + 1) % relays.length) {
    const before = await lastSequence(nats);
    await holdsWithin(async () => (await lastSequence(nats)) > before, 5_000);
    relays[n]?.child.kill('SIGSTOP');
    // What it has sent arrives.
    await wait(50);
    const reached = await lastSequence(nats);
    await wait(100);
    if ((await lastSequence(nats)) === reached) return n;
    relays[n]?.child.kill('SIGCONT');
  }
}

async function isAtEnd(nats: NatsServer, observer: pg.Client): Promise<boolean> {
  const { rows } = await observer.query('SELECT max(position) AS last FROM log.events');
  return (await nats.lastPosition(STREAM)) === Number(rows[0].last);
}

async function problem(web: KronikaProcess): Promise<string> {
  const { data } = await web.query<{ data: { name: string; problem: string | null }[] }>('/v1/subscriptions');
  return data.find(({ name }) => name === `relay ${STREAM}`)?.problem ?? '';
}

/** The events of commands. */
async function eventsOf(observer: pg.Client): Promise<LogEvent[]> {
  const { rows } = await observer.query(
    `SELECT type AS "eventType", stream, version, position, data, metadata FROM log.events WHERE type <> 'Noted' ORDER BY position`,
  );
  return rows.map((event) => ({ ...event, position: Number(event.position) }));
}

/** What identifies an event of the log, and a message. */
interface Entry {
  readonly position: number;
  readonly key: string;
}

async function logOf(observer: pg.Client): Promise<Entry[]> {
  const { rows } = await observer.query(
    `SELECT position, position || ' ' || stream || ' ' || version AS key FROM log.events ORDER BY position`,
  );
  return rows.map(({ position, key }) => ({ position: Number(position), key }));
}

/** Compares the stream with the log, from the first message on. */
function compared(messages: readonly Relayed[], log: readonly Entry[]) {
  const keys = messages.map(({ header }) => `${header('ce-id')} ${header('ce-subject')} ${header('ce-version')}`);
  const positions = messages.map(({ header }) => Number(header('ce-id')));
  const first = positions[0] ?? 0;
  const found = new Set(keys);
  const expected = log.filter(({ position }) => position >= first);
  const previous = new Map(log.map(({ position }, n) => [position, log[n - 1]?.position ?? 0]));
  const lost = expected.filter(({ key }) => !found.has(key)).length;
  return {
    messages: messages.length,
    lost,
    // Repeated, or not on the log.
    twice: messages.length - (expected.length - lost),
    outOfOrder: positions.filter((position, n) => n > 0 && position < (positions[n - 1] as number)).length,
    wrongPrevious: messages.filter(({ header }, n) => Number(header('ce-previous')) !== previous.get(positions[n] as number))
      .length,
  };
}
