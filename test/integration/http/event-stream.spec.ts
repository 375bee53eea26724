import { get, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { EventBus, ofType } from '@nestjs/cqrs';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GoodsCreated } from '../../../src/goods/goods.events.js';
import { OrderCreated, OrderUpdated } from '../../../src/orders/order.events.js';
import { EventStreamController, StreamLimits } from '../../../src/shared/http/event-stream.controller.js';
import { KronikaProcess } from '../../support/process.js';
import { sendRaw } from '../../support/raw-request.js';
import { createDatabase, Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

interface PublicEvent {
  readonly position: number;
  readonly eventType: string;
  readonly entityId: string;
}

/** A client of the stream that keeps the last id, as a browser does, and can continue from there. */
class Reader {
  readonly ids: number[] = [];
  readonly events: PublicEvent[] = [];
  text = '';
  lastId?: string;
  ended: 'no' | 'whole' | 'cut' = 'no';
  private parsed = 0;

  private constructor(private readonly response: IncomingMessage) {
    response.setEncoding('utf8').on('data', (text) => {
      this.text += text;
      this.parse();
    });
    response.on('end', () => {
      this.ended = 'whole';
    });
    response.on('error', () => {
      this.ended = 'cut';
    });
  }

  static open(url: string, query = '', headers: Record<string, string> = {}): Promise<Reader> {
    return new Promise((resolve, reject) => {
      get(`${url}/v1/events/stream${query}`, { headers, agent: false }, (response) => resolve(new Reader(response)))
        .on('error', reject)
        .setNoDelay();
    });
  }

  get status() {
    return this.response.statusCode;
  }

  get headers() {
    return this.response.headers;
  }

  get beats(): number {
    return this.text.match(/^:/gm)?.length ?? 0;
  }

  has = (position: number) => until(() => (this.ids.at(-1) ?? 0) >= position);

  close(): void {
    this.response.destroy();
  }

  private parse(): void {
    for (let end = this.text.indexOf('\n\n', this.parsed); end >= 0; end = this.text.indexOf('\n\n', this.parsed)) {
      const lines = this.text.slice(this.parsed, end).split('\n');
      this.parsed = end + 2;
      const value = (field: string) => lines.find((line) => line.startsWith(`${field}: `))?.slice(field.length + 2);
      this.lastId = value('id') ?? this.lastId;
      const data = value('data');
      if (data === undefined) continue;
      this.ids.push(Number(value('id')));
      this.events.push(JSON.parse(data));
    }
  }
}

let shop: Shop;
let streams: EventStreamController;
let limits: StreamLimits;
const open: Reader[] = [];
const sockets: Socket[] = [];

beforeAll(async () => {
  shop = await Shop.open();
  streams = shop.app.get(EventStreamController);
  limits = shop.app.get(StreamLimits);
});
afterAll(() => shop.close());
beforeEach(() => Object.assign(limits, new StreamLimits()));
// The server forgets closed readers at once.
afterEach(async () => {
  for (const reader of open.splice(0)) reader.close();
  for (const socket of sockets.splice(0)) socket.destroy();
  await until(() => streams.open === 0);
});

const address = () => `http://127.0.0.1:${(shop.app.getHttpServer().address() as AddressInfo).port}`;

async function follow(query = '', headers: Record<string, string> = {}, url = address()): Promise<Reader> {
  const reader = await Reader.open(url, query, headers);
  open.push(reader);
  return reader;
}

/** A client that sends its request and never reads. */
function deafSocket(path: string, url = address()): Socket {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  sockets.push(socket.on('error', () => undefined));
  socket.write(`GET ${path} HTTP/1.1\r\nHost: shop.test\r\n\r\n`);
  return socket;
}

/** The positions of the log, in order. */
async function log(after = 0): Promise<number[]> {
  const { rows } = await shop.db.query('SELECT position::int FROM log.events WHERE position > $1 ORDER BY position', [after]);
  return rows.map(({ position }) => position);
}

const lastPosition = async () => (await log()).at(-1) ?? 0;

/** Appends events in one transaction, without the process under test. */
let padding = 0;
async function append(count: number, bytes = 10): Promise<void> {
  padding += 1;
  await shop.db.query(
    `SELECT log.append(jsonb_agg(jsonb_build_object('stream', 'padding-' || $1, 'version', n, 'type', 'padded_v1', 'data',
       jsonb_build_object('text', repeat('x', $3)))), '{"commandId": "x", "actor": "x", "correlationId": "x", "causationId": null}')
     FROM generate_series(1, $2) AS n`,
    [padding, count, bytes],
  );
}

describe('the stream', () => {
  it('begins with the delay before a reconnection and with its start position', async () => {
    await shop.createOrder();
    const reader = await follow();
    const start = await lastPosition();
    expect(reader.status).toBe(200);
    expect(reader.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'event-position': String(start),
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      connection: 'close',
    });
    await until(() => reader.text !== '');
    // With this id, a browser that loses the connection before the first event can ask for what it missed.
    expect(reader.text).toBe(`retry: 1000\nid: ${start}\n\n`);
    const all = await follow('?after=0');
    await until(() => all.text !== '');
    expect(all.text).toMatch(/^retry: 1000\n\n/);
  });

  it('has each event as /v1/events shows it, with its position as the id and without an event name', async () => {
    const start = shop.position;
    const reader = await follow(`?after=${start}`);
    const order = await shop.createOrder(7);
    await shop.addGoods(order, { name: 'Two\nlines\r\nand 🫖' });
    await shop.changeOrder(order, { userId: 8 });
    await reader.has(shop.position);
    const { body } = await shop.get('/v1/events', { after: start }).expect(200);
    expect(reader.events).toEqual(body.data);
    expect(reader.ids).toEqual(body.data.map(({ position }: PublicEvent) => position));
    expect(reader.text).not.toMatch(/^event:/m);
  });

  it('has all events in order with many writers and readers', async () => {
    const start = await lastPosition();
    const first = await Promise.all(Array.from({ length: 6 }, () => follow()));
    const later: Promise<Reader>[] = [];
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let n = 0; n < 15; n++) {
          const order = await shop.createOrder(writer + 1);
          await shop.addGoods(order);
          if (n % 5 === 0) await shop.deleteOrder(order);
          if (n % 5 === 2) later.push(follow(`?after=${start}`), follow('', { 'Last-Event-ID': String(shop.position) }));
        }
      }),
    );
    await shop.settle();
    const readers = [...first, ...(await Promise.all(later))];
    await Promise.all(readers.map((reader) => reader.has(shop.position)));
    expect(readers).toHaveLength(6 + 8 * 3 * 2);
    for (const reader of readers) expect(reader.ids).toEqual(await log(Number(reader.headers['event-position'])));
    expect(first[0]?.ids.length).toBeGreaterThanOrEqual(8 * 15 * 2);
  });

  it('continues after any event that a reader names, even while new ones come', async () => {
    await append(2_500);
    const positions = await log();
    const last = positions.at(-1) as number;
    const named = [0, 1, last - 2_400, last - 1_000, last - 100, last - 99, last - 1, last];
    const writing = (async () => {
      for (let n = 0; n < 40; n++) await shop.createOrder();
    })();
    // The header wins: it is the last id that the browser got, while the parameter is from the page's first request.
    const readers = await Promise.all(named.map((position) => follow('?after=5', { 'Last-Event-ID': String(position) })));
    await writing;
    await Promise.all(readers.map((reader) => reader.has(shop.position)));
    const now = await log();
    for (const [index, reader] of readers.entries()) {
      const position = named[index] as number;
      expect(reader.headers['event-position']).toBe(String(position));
      expect(reader.ids).toEqual(now.filter((each) => each > position));
    }
  });

  it('has all events of a commit that is larger than the buffer, for readers that follow and readers that catch up', async () => {
    const readers = [await follow(), await follow('?eventType=padded_v1'), await follow('?after=0')];
    const start = Number(readers[0]?.headers['event-position']);
    await append(2_300);
    await append(1);
    await append(700);
    const last = await lastPosition();
    await Promise.all(readers.map((reader) => reader.has(last)));
    expect(readers[0]?.ids).toEqual(await log(start));
    expect(readers[1]?.ids).toEqual(await log(start));
    expect(readers[2]?.ids).toEqual(await log());
    const late = await follow(`?after=${start}`);
    await late.has(last);
    expect(late.ids).toEqual(await log(start));
  });

  it('has only past and new events of an entity, a stream or a type with a filter', async () => {
    const order = await shop.createOrder(1);
    const goods = await shop.addGoods(order);
    const filters = {
      [`entityId=${order}`]: ({ entityId }: PublicEvent) => entityId === String(order),
      [`entityId=order-${order}`]: ({ entityId, eventType }: PublicEvent) =>
        entityId === String(order) && eventType.startsWith('order_'),
      'eventType=goods_created_v1': ({ eventType }: PublicEvent) => eventType === 'goods_created_v1',
      [`entityId=${goods}&eventType=goods_updated_v1`]: ({ entityId, eventType }: PublicEvent) =>
        entityId === String(goods) && eventType === 'goods_updated_v1',
      'entityId=nobody': () => false,
    };
    const readers = await Promise.all(Object.keys(filters).map((query) => follow(`?after=0&${query}`)));
    const all = await follow('?after=0');
    await shop.changeOrder(order, { userId: 2 });
    await shop.createOrder(3);
    await shop.changeGoods(goods, { quantity: 9 });
    await shop.addGoods(order);
    await shop.changeOrder(order, { userId: 4 });
    await shop.changeGoods(goods, { quantity: 10 });
    await all.has(shop.position);
    for (const [index, filter] of Object.values(filters).entries()) {
      const wanted = all.events.filter(filter);
      await until(() => readers[index]?.events.length === wanted.length);
      expect(readers[index]?.events).toEqual(wanted);
    }
  });

  it('waits for a position before it starts', async () => {
    const { position, commit } = await shop.stall();
    const waiting = follow('', { 'Wait-For-Position': String(position) });
    await commit();
    expect(Number((await waiting).headers['event-position'])).toBeGreaterThanOrEqual(position);
  });

  it('has heartbeats while it is silent, even if other streams are not', async () => {
    limits.heartBeat = 30;
    const [all, silent] = [await follow(), await follow('?entityId=nobody')];
    await until(() => all.beats >= 3 && silent.beats >= 3);
    const heard = silent.beats;
    let done = false;
    const writing = (async () => {
      while (!done) await shop.createOrder();
    })();
    await until(() => silent.beats >= heard + 3);
    done = true;
    await writing;
    expect(silent.events).toEqual([]);
    await all.has(shop.position);
  });

  it('answers HEAD without a body and without an open stream', async () => {
    const { status, headers, text } = await sendRaw(shop, 'HEAD', '/v1/events/stream');
    expect([status, text, headers['content-type']]).toEqual([200, '', 'text/event-stream']);
    expect(streams.open).toBe(0);
  });
});

describe('bad input', () => {
  it.each(['-1', 'x', '', '1.5', '01', '1, 2', 'null', '9007199254740992', '9'.repeat(60)])(
    'is refused: Last-Event-ID: %s',
    async (id) => {
      const { status, headers, text } = await sendRaw(shop, 'GET', '/v1/events/stream', { 'Last-Event-ID': id });
      expect([status, headers['content-type']]).toEqual([400, expect.stringMatching('application/problem\\+json')]);
      const code = /^(-1|9+|9007.*)$/.test(id) ? 'out-of-range' : 'not-a-whole-number';
      expect(JSON.parse(text)).toMatchObject({ code: 'request.invalid', errors: [{ pointer: '#/last-event-id', code }] });
    },
  );

  it.each([
    ['after=x', '#/after', 'not-a-whole-number'],
    ['after=', '#/after', 'not-a-whole-number'],
    ['entityId=%00', '#/entityId', 'malformed-token'],
    ['eventType=', '#/eventType', 'malformed-token'],
    ['limit=10', '#/limit', 'unknown'],
    ['lastEventId=1', '#/lastEventId', 'unknown'],
  ])('is refused: %s', async (query, pointer, code) => {
    const { body } = await shop.http.get(`/v1/events/stream?${query}`).expect(400);
    expect(body).toMatchObject({ code: 'request.invalid', errors: [{ pointer, code }] });
  });
});

describe('readers', () => {
  it('that disconnect are forgotten at once, also while they wait', async () => {
    await append(1_000);
    const readers = await Promise.all([follow(), follow('?after=0'), follow('?entityId=nobody')]);
    const waiting = connect(Number(new URL(address()).port), '127.0.0.1');
    const { position: wait, end } = await shop.stall();
    waiting.write(`GET /v1/events/stream HTTP/1.1\r\nHost: shop.test\r\nWait-For-Position: ${wait}\r\n\r\n`);
    // Only the first of several requests on one connection can be answered.
    const greedy = connect(Number(new URL(address()).port), '127.0.0.1');
    greedy.write('GET /v1/events/stream?after=0 HTTP/1.1\r\nHost: shop.test\r\n\r\n'.repeat(5));
    await until(() => streams.open >= 4);
    for (const gone of [waiting, greedy]) gone.destroy();
    for (const reader of readers) reader.close();
    await until(() => streams.open === 0);
    end();
    // A later reader that waits for the same position is not affected.
    const late = follow('', { 'Wait-For-Position': String(wait) });
    await shop.createOrder();
    (await late).close();
    await until(() => streams.open === 0);
  });

  it('that never read are cut off, take little memory and disturb no other reader', async () => {
    limits.patience = 2_000;
    await append(10_000, 1_000);
    setFlagsFromString('--expose-gc');
    const used = () => {
      runInNewContext('gc')();
      const { heapUsed, external } = process.memoryUsage();
      return (heapUsed + external) / 1e6;
    };
    const before = used();
    const deaf = Array.from({ length: 10 }, () => deafSocket('/v1/events/stream?after=0'));
    const reader = await follow();
    await until(() => streams.open === deaf.length + 1);
    let most = 0;
    while (streams.open > 1) {
      await shop.createOrder();
      most = Math.max(most, used() - before);
    }
    // Without a limit, each of them would take 10 MB.
    expect(most).toBeLessThan(25);
    await shop.createOrder();
    await reader.has(shop.position);
    expect(reader.ids).toEqual(await log(Number(reader.headers['event-position'])));
  }, 60_000);

  it('beyond the limit get a 503 with Retry-After', async () => {
    limits.most = 3;
    const [first] = [await follow(), await follow(), await follow()];
    const refused = await shop.http.get('/v1/events/stream').expect(503).expect('Retry-After', '10');
    expect(refused.body).toMatchObject({ status: 503, code: 'stream.busy' });
    first?.close();
    await until(() => streams.open === 2);
    const late = await follow();
    await shop.createOrder();
    await late.has(shop.position);
  });
});

describe('the EventBus', () => {
  it('publishes instances of the event classes to its subscribers, in order, from the subscription on', async () => {
    const bus = shop.app.get(EventBus, { strict: false });
    await shop.createOrder(1);
    await shop.settle();
    const heard: object[] = [];
    const created: OrderCreated[] = [];
    const listening = [
      bus.subscribe((event) => heard.push(event)),
      bus.pipe(ofType(OrderCreated)).subscribe((e) => created.push(e)),
    ];
    const start = await lastPosition();
    await Promise.all(
      Array.from({ length: 5 }, async (_, writer) => {
        const order = await shop.createOrder(writer + 1);
        await shop.addGoods(order);
        await shop.changeOrder(order, { userId: 99 });
      }),
    );
    // Events without a registered class are left out.
    await append(3);
    const order = await shop.createOrder(77);
    const { rows } = await shop.db.query(
      `SELECT type, data FROM log.events WHERE position > $1 AND type <> 'padded_v1' ORDER BY position`,
      [start],
    );
    await until(() => heard.length >= rows.length);
    const classes = [OrderCreated, OrderUpdated, GoodsCreated];
    const expected = rows.map(({ type, data }) => ({ class: classes.find((each) => each.type === type), data }));
    expect(heard.map((event) => ({ class: event.constructor, data: (event as OrderCreated).data }))).toEqual(expected);
    expect(created).toHaveLength(6);
    expect(created.at(-1)).toMatchObject({ data: { id: order, user_id: 77 } });
    for (const each of listening) each.unsubscribe();
    await shop.createOrder(1);
    await shop.settle();
    expect(heard).toHaveLength(rows.length);
  });
});

describe('with several processes', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  const running: KronikaProcess[] = [];
  const start = async () => {
    const kronika = await KronikaProcess.start({ DATABASE_URL: database.url });
    running.push(kronika);
    return kronika;
  };
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(async () => {
    await Promise.all(running.map((kronika) => kronika.signal('SIGKILL')));
    await database.drop();
  });
  const createOrder = (kronika: KronikaProcess) => kronika.command('POST', '/v1/order', { userId: 1 });

  it('an event that one process wrote is streamed by the other', async () => {
    const [one, other] = await Promise.all([start(), start()]);
    const readers = [await follow('', {}, one.url), await follow('?after=0', {}, one.url), await follow('', {}, other.url)];
    let last = 0;
    for (let n = 0; n < 20; n++) last = (await createOrder(n % 4 ? other : one)).position;
    await Promise.all(readers.map((reader) => reader.has(last)));
    for (const { ids } of readers) expect(ids).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  }, 60_000);

  it('a stop ends the streams of its process at once, while other requests may still end', async () => {
    const [one, other] = await Promise.all([start(), start()]);
    const readers = [await follow('', {}, one.url), await follow('?after=0', {}, one.url)];
    const elsewhere = await follow('', {}, other.url);
    const deaf = deafSocket('/v1/events/stream?after=0', one.url);
    const { id, position } = await createOrder(one);
    await Promise.all([...readers, elsewhere].map((reader) => reader.has(position)));
    const observer = new pg.Client(database.url);
    await observer.connect();
    try {
      await observer.query('BEGIN; SELECT FROM write.orders FOR UPDATE');
      const held = one.command('PUT', `/v1/order/${id}`, { userId: 2 });
      await until(async () => {
        const { rowCount } = await observer.query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return rowCount === 1;
      });
      const exit = one.signal('SIGTERM');
      await until(() => readers.every(({ ended }) => ended === 'whole'));
      // A client that never reads learns of the end of its connection when it writes: here, a next request.
      deaf.write('GET /healthz HTTP/1.1\r\n');
      await until(() => {
        deaf.write('X: x\r\n');
        return deaf.destroyed;
      });
      await observer.query('ROLLBACK');
      // The time limit of a stop would have cut it off.
      expect((await held).status).toBe(204);
      expect(await exit).toBe(0);
    } finally {
      await observer.end();
    }
    expect(elsewhere.ended).toBe('no');
    expect(await other.signal('SIGTERM')).toBe(0);
    await until(() => elsewhere.ended === 'whole');
  }, 60_000);

  it('a reader that reconnects after kill -9 misses nothing and gets nothing twice', async () => {
    const ids: number[] = [];
    let lastId = '0';
    let last = 0;
    for (let round = 0; round < 4; round++) {
      const kronika = await start();
      const reader = await follow('', { 'Last-Event-ID': lastId }, kronika.url);
      // Each writer stops when a command fails. Only the log knows whether that command was committed.
      const writing = Promise.allSettled(
        Array.from({ length: 4 }, async () => {
          for (;;) last = Math.max(last, (await createOrder(kronika)).position);
        }),
      );
      await until(() => reader.ids.length >= 50);
      await kronika.signal('SIGKILL');
      await writing;
      await until(() => reader.ended !== 'no');
      ids.push(...reader.ids);
      lastId = reader.lastId ?? lastId;
    }
    const kronika = await start();
    const reader = await follow('', { 'Last-Event-ID': lastId }, kronika.url);
    const { position } = await createOrder(kronika);
    await reader.has(position);
    expect(position).toBeGreaterThan(last);
    const all: number[] = [];
    for (let after: string | null = '0'; after !== null; ) {
      const { data, page }: { data: PublicEvent[]; page: { next_cursor: string | null } } = await kronika.query(
        `/v1/events?limit=1000&after=${after}`,
        position,
      );
      all.push(...data.map((event) => event.position));
      after = page.next_cursor;
    }
    expect([...ids, ...reader.ids]).toEqual(all);
  }, 120_000);
});
