/**
 * Followers by logical replication, with both servers and both Kronikas on one machine:
 *
 * - events a second of the first copy, against a program that copies the stream of a relay into a table with the same
 *   columns and indexes, a thousand messages a transaction;
 * - the time from a command's answer to a query at the follower that sees it, against the same at the origin, under 200
 *   other commands a second.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { DeliverPolicy, jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { app } from '../../dist/src/app.js';
import { openDatabase, prepareDatabase } from '../../dist/src/shared/database/database.js';
import { joinOrigin, leaveOrigin } from '../../dist/src/shared/followers/join.js';
import { prepareOrigin } from '../../dist/src/shared/followers/prepare.js';
import { migrationsOf } from '../../dist/src/shared/migrations/migrations.js';
import { inTurns, percentile, ratio } from '../harness.mjs';
import { startKronika } from '../kronika.mjs';
import { load } from '../load.mjs';
import { startNats } from '../nats.mjs';
import { startPostgres } from '../postgres.mjs';
import { startRelay } from '../workers.mjs';

const STREAM = 'KRONIKA';
const ROLE = 'kronika_follower';
const MIGRATIONS = migrationsOf(app);

/** Messages of a transaction. */
const MAX_ROWS = 1_000;

/** In ms, between samples. */
const PAUSE = 25;

export default {
  name: 'followers',
  title: 'Followers by logical replication',

  async run({ quick, say }) {
    const [amount, rounds, seconds] = quick ? [2_000, 1, 2] : [150_000, 5, 8];
    const [origin, server] = [await startPostgres({ flags: ['wal_level=logical'] }), await startPostgres()];
    const closing = [() => origin.stop(), () => server.stop()];
    try {
      const shop = await startKronika({ databaseUrl: origin.url });
      closing.unshift(() => shop.stop());
      await origin.query(`CREATE ROLE ${ROLE} LOGIN REPLICATION PASSWORD 'follow'`);
      await at(origin.url, (source) => prepareOrigin(source, { role: ROLE, withoutKeys: false, address: '' }));
      const originUrl = Object.assign(new URL(origin.url), { username: ROLE, password: 'follow' }).href;
      const order = () => ({ method: 'POST', path: '/v1/order', body: { userId: 42 } });
      await load({ url: shop.url, connections: 32, amount, request: order });
      await shop.settled();
      const [{ events }] = await origin.query('SELECT count(*)::int AS events FROM log.events');

      const nats = await startNats();
      closing.unshift(() => nats.stop());
      const relay = await startRelay(origin.url, nats.url);
      await nats.reached(STREAM, events);
      await relay.stop();
      say(`${events} events are in the stream`);
      const copies = await inTurns(
        {
          logical: () => firstCopy(server, originUrl, events),
          stream: () => copyOfStream(server, nats.url, events),
        },
        { rounds, warmUps: 1 },
      );
      say(`logical ${copies.logical.map(Math.round)}, stream ${copies.stream.map(Math.round)}`);

      await server.query('CREATE DATABASE follower');
      const followerUrl = Object.assign(new URL(server.url), { pathname: '/follower' }).href;
      await prepareDatabase(followerUrl, MIGRATIONS);
      await at(followerUrl, (source) => joinOrigin(source, originUrl));
      const follower = await startKronika({ databaseUrl: followerUrl, env: { ROLES: 'web,views' } });
      closing.unshift(() => follower.stop());
      await follower.settled();
      const visible = await inTurns(
        {
          samples: async () => {
            const others = load({ url: shop.url, connections: 8, seconds, rate: 200, request: order });
            const times = { follower: [], origin: [] };
            const sides = { follower, origin: shop };
            const ends = performance.now() + (seconds - 0.5) * 1_000;
            for (let n = 0; performance.now() < ends; n++, await delay(PAUSE)) {
              const side = n % 2 ? 'follower' : 'origin';
              times[side].push(await sample(shop, sides[side]));
            }
            await others;
            return times;
          },
        },
        { rounds, warmUps: 1 },
      );
      const line = (share, must) =>
        ratio({
          measured: `From a command to a query at the follower that sees it, p${share * 100}`,
          unit: 'ms',
          kronika: visible.samples.map((times) => percentile(times.follower, share)),
          against: visible.samples.map((times) => percentile(times.origin, share)),
          peer: 'at the origin',
          must,
          isLowerBetter: true,
        });
      return [
        ratio({
          measured: 'The first copy of a follower',
          sizes: { events },
          unit: 'events/s',
          kronika: copies.logical,
          against: copies.stream,
          peer: 'a copy of the stream of a relay',
          must: 5,
        }),
        line(0.5, 2),
        line(0.99),
      ];
    } finally {
      for (const close of closing) await close();
    }
  },
};

/** Runs work on a database, as the command line tools do. */
async function at(url, work) {
  const source = await openDatabase(url, MIGRATIONS);
  return work(source).finally(() => source.destroy());
}

/** Runs work on a new, migrated database, which is deleted again. */
async function onNewDatabase(server, work) {
  await server.query('CREATE DATABASE copy');
  const url = Object.assign(new URL(server.url), { pathname: '/copy' }).href;
  await prepareDatabase(url, MIGRATIONS);
  const result = await at(url, work);
  await server.query('DROP DATABASE copy WITH (FORCE)');
  return result;
}

/** @returns events a second of the first copy */
function firstCopy(server, originUrl, events) {
  return onNewDatabase(server, async (source) => {
    const start = performance.now();
    await joinOrigin(source, originUrl);
    const time = performance.now() - start;
    await requireAll(source, 'log.events', events);
    await leaveOrigin(source);
    return (events * 1_000) / time;
  });
}

/** @returns events a second of a copy of the stream into a table with the columns and indexes of the log */
function copyOfStream(server, natsUrl, events) {
  return onNewDatabase(server, async (source) => {
    await source.query('CREATE TABLE public.copied (LIKE log.events INCLUDING ALL)');
    const connection = await connect({ servers: natsUrl });
    const start = performance.now();
    const options = { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: 1 };
    const consumer = await jetstream(connection).consumers.get(STREAM, options);
    const messages = await consumer.consume({ max_messages: 10_000 });
    let rows = [];
    let count = 0;
    for await (const message of messages) {
      rows.push(rowOf(message));
      count += 1;
      if (rows.length < MAX_ROWS && count < events) continue;
      await source.query(
        `INSERT INTO public.copied (position, stream, version, type, schema, recorded_at, metadata, data)
         SELECT * FROM jsonb_to_recordset($1) AS r (position bigint, stream text, version int, type text, schema int,
           recorded_at timestamptz, metadata jsonb, data jsonb)`,
        [JSON.stringify(rows)],
      );
      rows = [];
      if (count === events) break;
    }
    const time = performance.now() - start;
    await connection.close();
    await requireAll(source, 'public.copied', events);
    return (events * 1_000) / time;
  });
}

/** @throws unless a table has all events */
async function requireAll(source, table, events) {
  const [{ count }] = await source.query(`SELECT count(*)::int AS count FROM ${table}`);
  if (count !== events) throw new Error(`${count} of ${events} events were copied`);
}

function rowOf(message) {
  const header = (name) => decodeURIComponent(message.headers.get(`ce-${name}`));
  const { data } = message.json();
  const metadata = { commandId: header('commandid'), actor: header('actor'), correlationId: header('correlationid') };
  const [version, time] = [Number(header('version')), header('time')];
  const event = { position: header('id'), stream: header('subject'), version, type: header('type'), metadata, data };
  return { ...event, schema: Number(header('schema')), recorded_at: time };
}

/** @returns ms from the answer to a command until a query sees it @throws unless it does */
async function sample(shop, kronika) {
  const { status, headers } = await shop.post('/v1/order', { userId: 7 });
  const committed = performance.now();
  if (status !== 201) throw new Error(`An order was answered with ${status}`);
  const path = headers.location.replace('/order/', '/order-history/');
  const seen = await kronika.get(path, { 'wait-for-position': headers['event-position'] });
  if (seen.status !== 200 || seen.body.user_id !== 7) throw new Error(`${path} was answered with ${seen.status}`);
  return performance.now() - committed;
}
