/**
 * The delay of events on the live stream with one reader and with a thousand, while commands append 200 events a
 * second at a constant rate: the time at which a reader has an event less the time at which it was recorded, by the
 * same clock. Readers are sockets in a process of their own, and each must get all events of the log in order. The
 * memory of a reader is the growth of Kronika's resident memory with the thousand. Each round has a new Kronika,
 * because one with earlier readers would reuse memory that it has not returned yet.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inTurns, ratio } from '../harness.mjs';
import { startKronika } from '../kronika.mjs';
import { load } from '../load.mjs';

const RATE = 200;
const MANY = 1_000;
/** Bytes of memory that a reader may take. */
const ROOM = 50_000;

export default {
  name: 'streams',
  title: 'Live stream: a thousand readers at 200 events a second',

  async run({ quick, say }) {
    const folder = await mkdtemp(join(tmpdir(), 'kronika-streams-'));
    let rounds = 0;
    const round = async () => {
      const kronika = await startKronika({ dataDir: folder });
      try {
        // By then, memory that grows with work alone has grown.
        await load({ url: kronika.url, connections: 32, amount: quick ? 1_000 : 5_000, request: order });
        const one = () => follow(kronika, 1, quick ? 1 : 5);
        const many = () => follow(kronika, MANY, quick ? 1 : 5);
        const [first, second] = rounds++ % 2 ? [await many(), await one()] : [await one(), await many()];
        const [few, all] = first.readers === 1 ? [first, second] : [second, first];
        say(`p99 ${few.p99} ms with one reader, ${all.p99} ms with ${MANY}, ${Math.round(all.room / 1_000)} kB each`);
        return { one: few, many: all };
      } finally {
        await kronika.stop();
      }
    };
    try {
      const { both } = await inTurns({ both: round }, { rounds: quick ? 1 : 5, warmUps: quick ? 0 : 1 });
      return [
        ratio({
          measured: 'Delay on the live stream, p99',
          sizes: { readers: MANY, 'events/s': RATE },
          unit: 'ms',
          kronika: both.map(({ many }) => many.p99),
          against: both.map(({ one }) => one.p99),
          peer: 'one reader',
          must: 5,
          isLowerBetter: true,
        }),
        ratio({
          measured: 'Memory a reader',
          sizes: { readers: MANY },
          unit: 'kB',
          kronika: both.map(({ many }) => many.room / 1_000),
          against: both.map(() => ROOM / 1_000),
          peer: 'the limit',
          must: 1,
          isLowerBetter: true,
        }),
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

const order = () => ({ method: 'POST', path: '/v1/order', body: { userId: 7 } });

/** @returns {Promise<{ readers: number, p50: number, p99: number, room: number }>} delays in ms, and bytes a reader */
async function follow(kronika, readers, seconds) {
  await kronika.settled();
  const before = await kronika.rss();
  const clients = fork(import.meta.filename, ['readers', kronika.url, String(readers)]);
  const ended = once(clients, 'close');
  const failed = ended.then(([code]) => {
    throw new Error(`The readers ended with ${code}`);
  });
  const answer = async () => (await Promise.race([once(clients, 'message'), failed]))[0];
  try {
    const start = await answer();
    await load({ url: kronika.url, connections: 8, seconds, rate: RATE, request: order });
    await kronika.settled();
    const expected = await positions(kronika, start);
    clients.send(expected.length);
    const { delays, heard } = await answer();
    const wrong = heard.filter((sum) => sum !== sumOf(expected));
    if (heard.length !== readers || wrong.length)
      throw new Error(`Of ${readers} readers ${wrong.length} did not hear the log, of ${expected.length} events`);
    return { readers, ...delays, room: ((await kronika.rss()) - before) / readers };
  } finally {
    clients.kill();
    await ended;
  }
}

/** The positions of all events on the log after one of them. */
async function positions(kronika, after) {
  const found = [];
  for (let last = after; ; ) {
    const { body } = await kronika.get(`/v1/events?limit=100&after=${last}`);
    found.push(...body.data.map(({ position }) => position));
    if (!body.page.next_cursor) return found;
    last = body.page.next_cursor;
  }
}

/** A checksum of a list of positions that also depends on their order. */
const add = (sum, position) => (Math.imul(sum, 31) + position) | 0;
const sumOf = (list) => list.reduce(add, 0);

/**
 * Reports the start position once all readers have begun. When it gets the number of events, it reports which of them
 * the readers have got, and how late.
 */
async function listen(url, amount) {
  const late = new Uint32Array(TENTHS * LONGEST);
  const readers = Array.from({ length: amount }, () => new Reader(url, late));
  const [start] = await Promise.all(readers.map(({ started }) => started));
  process.send(start);
  const [expected] = await once(process, 'message');
  for (const end = Date.now() + LONGEST; Date.now() < end && readers.some(({ count }) => count < expected); ) await delay(20);
  const total = late.reduce((sum, each) => sum + each, 0);
  const share = (wanted) => {
    let tenths = 0;
    for (let sum = late[0]; sum < wanted * total; sum += late[tenths]) tenths++;
    return tenths / TENTHS;
  };
  process.send({ delays: { p50: share(0.5), p99: share(0.99) }, heard: readers.map(({ sum }) => sum) });
}

/** In ms: longer delays are counted as this one. */
const LONGEST = 10_000;
/** Delays are counted in buckets of 0.1 ms, because a thousand readers have too many to keep each. */
const TENTHS = 10;

/** One stream, read with as little work as possible, so that the client is not the bottleneck. */
class Reader {
  count = 0;
  sum = 0;
  rest = Buffer.alloc(0);
  started;

  constructor(url, late) {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) });
    socket.write(`GET /v1/events/stream HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`);
    this.started = new Promise((resolve, reject) => {
      socket.on('error', reject).on('close', () => reject(new Error('A stream was closed')));
      socket.on('data', (bytes) => {
        const now = performance.timeOrigin + performance.now();
        const { events, rest } = framesOf(this.rest.length ? Buffer.concat([this.rest, bytes]) : bytes);
        this.rest = rest;
        for (const { position, time, start } of events) {
          if (start !== undefined) resolve(start);
          else {
            late[Math.min(late.length - 1, Math.max(0, Math.round((now - time) * TENTHS)))]++;
            this.count++;
            this.sum = add(this.sum, position);
          }
        }
      });
    });
  }
}

const parsed = [];

/**
 * The events in some bytes, and the rest of an incomplete one. Most readers get the same bytes, which are parsed once.
 */
function framesOf(bytes) {
  const known = parsed.find((each) => each.bytes.equals(bytes));
  if (known) return known;
  const end = bytes.lastIndexOf('\n\n') + 1;
  const events = end > 0 ? bytes.toString('utf8', 0, end).split('\n\n').flatMap(eventIn) : [];
  const found = { bytes, events, rest: bytes.subarray(end > 0 ? end + 1 : 0) };
  if (parsed.unshift(found) > 20) parsed.pop();
  return found;
}

/** The beginning of a stream names no event, only its start position. */
function eventIn(frame) {
  const [, id] = /^id: (\d+)/m.exec(frame) ?? [];
  if (!id) return [];
  const [, time] = /"datetime":"([^"]+)"/.exec(frame) ?? [];
  return time ? { position: Number(id), time: Date.parse(time) } : { start: Number(id) };
}

if (process.argv[2] === 'readers') await listen(process.argv[3], Number(process.argv[4]));
