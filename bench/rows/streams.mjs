/**
 * How late events are on the live stream, with one reader and with a thousand, while commands append 200 events a second at a
 * constant rate. The delay of an event is the time at which a reader has it less the time at which it was recorded, by the same
 * clock. Readers are sockets in a process of their own. Before any of the numbers counts, each reader must have had all events
 * of the log, in order. The memory of a reader is by how much Kronika's resident memory grew since before the first thousand.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
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
    const kronika = await startKronika();
    try {
      const before = await kronika.rss();
      const round = async (readers) => {
        await kronika.settled();
        const clients = fork(import.meta.filename, ['readers', kronika.url, String(readers)]);
        try {
          const [start] = await once(clients, 'message');
          const order = () => ({ method: 'POST', path: '/v1/order', body: { userId: 7 } });
          await load({ url: kronika.url, connections: 8, seconds: quick ? 2 : 5, rate: RATE, request: order });
          await kronika.settled();
          const expected = await positions(kronika, start);
          clients.send(expected.length);
          const [{ delays, heard }] = await once(clients, 'message');
          const wrong = heard.filter((sum) => sum !== sumOf(expected));
          if (heard.length !== readers || wrong.length)
            throw new Error(`Of ${readers} readers ${wrong.length} did not hear the log, of ${expected.length} events`);
          const room = ((await kronika.rss()) - before) / readers;
          say(`${readers} readers: p50 ${delays.p50} ms, p99 ${delays.p99} ms, ${Math.round(room / 1_000)} kB a reader`);
          return { ...delays, room };
        } finally {
          clients.kill();
          await delay(500);
        }
      };
      const { one, many } = await inTurns({ one: () => round(1), many: () => round(MANY) }, { rounds: quick ? 3 : 5 });
      const line = (share) =>
        ratio({
          measured: `Delay on the live stream, ${share}`,
          sizes: { readers: MANY, 'events/s': RATE },
          unit: 'ms',
          kronika: many.map((each) => each[share]),
          against: one.map((each) => each[share]),
          peer: 'one reader',
          must: 5,
          isLowerBetter: true,
        });
      return [
        line('p99'),
        ratio({
          measured: 'Memory a reader',
          sizes: { readers: MANY },
          unit: 'kB',
          kronika: many.map(({ room }) => room / 1_000),
          against: many.map(() => ROOM / 1_000),
          peer: 'the limit',
          must: 1,
          isLowerBetter: true,
        }),
      ];
    } finally {
      await kronika.stop();
    }
  },
};

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

/** A number that tells lists of positions apart, by order as well. */
const add = (sum, position) => (Math.imul(sum, 31) + position) | 0;
const sumOf = (list) => list.reduce(add, 0);

/** Says where the readers start, once all have begun; told how many events there are, says what was heard of them, and how late. */
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

/** In ms: what is later than this counts as this late. */
const LONGEST = 10_000;
/** Delays are counted in tenths of a millisecond: a thousand readers have too many to keep. */
const TENTHS = 10;

/** One stream, read with as little work as can be: the client must not be what is slow. */
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

/** The events in some bytes, and what is left of the last one. Most readers get the same bytes, which are taken apart once. */
function framesOf(bytes) {
  const known = parsed.find((each) => each.bytes.equals(bytes));
  if (known) return known;
  const end = bytes.lastIndexOf('\n\n') + 1;
  const events = end > 0 ? bytes.toString('utf8', 0, end).split('\n\n').flatMap(eventIn) : [];
  const found = { bytes, events, rest: bytes.subarray(end > 0 ? end + 1 : 0) };
  if (parsed.unshift(found) > 20) parsed.pop();
  return found;
}

/** What opens a stream names no event but where it starts. */
function eventIn(frame) {
  const [, id] = /^id: (\d+)/m.exec(frame) ?? [];
  if (!id) return [];
  const [, time] = /"datetime":"([^"]+)"/.exec(frame) ?? [];
  return time ? { position: Number(id), time: Date.parse(time) } : { start: Number(id) };
}

if (process.argv[2] === 'readers') await listen(process.argv[3], Number(process.argv[4]));
