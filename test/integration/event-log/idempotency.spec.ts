import { createHash, randomUUID } from 'node:crypto';
import { CommandBus } from '@nestjs/cqrs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RemoveGoodsOfOrder } from '../../../src/goods/remove-goods.saga.js';
import { CommandMeta, type Once } from '../../../src/shared/event-log/command-meta.js';
import { EventLog } from '../../../src/shared/event-log/event-log.js';
import { Refusal } from '../../../src/shared/event-log/refusal.js';
import { KronikaProcess } from '../../support/process.js';
import { sendRaw } from '../../support/raw-request.js';
import { createDatabase, Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

const FORM = 'application/x-www-form-urlencoded';

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body?: object | string;
  readonly headers?: Record<string, string>;
}

/** Sends a command to a shop or a process. A body of type string is sent as a form. */
async function send(url: string, key: string, { method, path, body, headers = {} }: Sent) {
  const type = typeof body === 'string' ? FORM : 'application/json';
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { 'Idempotency-Key': key, ...(body ? { 'Content-Type': type } : {}), ...headers },
    body: typeof body === 'object' ? JSON.stringify(body) : body,
  });
  const text = await response.text();
  // Each request has a time and an id of its own.
  const { date: _, 'x-request-id': __, ...rest } = Object.fromEntries(response.headers);
  return { status: response.status, headers: rest, text };
}

const LOCK_ORDER = 'SELECT FROM write.orders WHERE id = $1 FOR UPDATE';

const codeOf = ({ text }: { text: string }) => JSON.parse(text).code as string;

const countOf = async (db: pg.Pool | pg.Client, from: string, values: unknown[] = []): Promise<number> =>
  (await db.query(`SELECT count(*)::int AS count FROM ${from}`, values)).rows[0].count;

/** The backend that waits for a lock in this database; undefined if none does. */
async function waiting(db: pg.Pool | pg.Client): Promise<number | undefined> {
  const { rows } = await db.query(
    `SELECT pid FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'kronika write' AND wait_event_type = 'Lock'`,
  );
  return rows[0]?.pid;
}

/** Holds the locks of the statement while `act` runs, or until `act` releases them. */
async function withLock<T>(db: pg.Pool, sql: string, values: unknown[], act: (release: () => Promise<unknown>) => Promise<T>) {
  const client = await db.connect();
  try {
    await client.query('BEGIN');
    await client.query(sql, values);
    return await act(() => client.query('COMMIT'));
  } finally {
    client.release(true);
  }
}

/** From now on, each commit that appends runs this SQL first. */
async function beforeCommits(db: pg.Pool | pg.Client, plpgsql: string): Promise<void> {
  await db.query(`
    CREATE FUNCTION public.before_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${plpgsql}; RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER before_commit AFTER INSERT ON log.events DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION public.before_commit()`);
}
const undisturbCommits = (db: pg.Pool | pg.Client) =>
  db.query('DROP TRIGGER before_commit ON log.events; DROP FUNCTION public.before_commit()');

/** For `beforeCommits`: a commit waits while another session holds this lock. */
const GATE = 'PERFORM pg_advisory_xact_lock_shared(1)';

describe('in one process', () => {
  let shop: Shop;
  let url: string;
  beforeAll(async () => {
    shop = await Shop.open();
    url = await shop.app.getUrl();
  });
  afterAll(() => shop.close());

  const create: Sent = { method: 'POST', path: '/v1/order', body: { userId: 42, currency: 'EUR' } };
  const outcomes = (key: string) => countOf(shop.db, 'write.outcomes WHERE key = $1', [`anonymous/${key}`]);

  /** Each creates an order with one goods, and returns the request to send. The number is that of its events. */
  const commands: [string, number, (order: number, goods: number) => Sent][] = [
    ['201 for what was created', 1, () => create],
    ['201 for what a form created', 1, (order) => ({ method: 'POST', path: '/v1/goods', body: `orderId=${order}&sku=MUG` })],
    ['204 for a change', 1, (order) => ({ method: 'PUT', path: `/v1/order/${order}`, body: { userId: 43 } })],
    ['204 for a change that was none', 0, (order) => ({ method: 'PUT', path: `/v1/order/${order}`, body: { userId: 42 } })],
    ['204 for what was deleted', 1, (_, goods) => ({ method: 'DELETE', path: `/v1/goods/${goods}` })],
  ];

  /** Each is refused at first; once the cause is removed, the same request succeeds. */
  const refusals: [status: number, command: (order: number, goods: number) => Sent, mend: (order: number) => Promise<unknown>][] =
    [
      [
        404,
        (_, goods) => ({ method: 'DELETE', path: `/v1/goods/${goods + 1}` }),
        async () => shop.addGoods(await shop.createOrder()),
      ],
      [
        412,
        (order) => ({ method: 'PUT', path: `/v1/order/${order}`, body: { userId: 44 }, headers: { 'If-Match': '"2"' } }),
        (order) => shop.changeOrder(order, { userId: 43 }),
      ],
      [422, (order) => ({ method: 'POST', path: '/v1/goods', body: { orderId: order + 1 } }), () => shop.createOrder()],
    ];

  it.each(commands)('the same request with the same key gets the first answer again: %s', async (name, events, command) => {
    const order = await shop.createOrder(42);
    const goods = await shop.addGoods(order);
    const sent = command(order, goods);
    const key = randomUUID();
    const before = await shop.logLength();
    const first = await send(url, key, sent);
    expect(first.status).toBe(Number(name.slice(0, 3)));
    expect(await shop.logLength()).toBe(before + events);
    // By now everything has changed: missing entities exist, and the versions are others.
    await shop.addGoods(await shop.createOrder(1));
    await shop.changeOrder(order, { userId: 99 });
    const between = await shop.logLength();
    for (let time = 2; time <= 3; time++) expect(await send(url, key, sent)).toEqual(first);
    expect(await shop.logLength()).toBe(between);
    expect(await outcomes(key)).toBe(1);
  });

  it.each(refusals)('a refusal does not outlive its cause: %i', async (status, command, mend) => {
    const order = await shop.createOrder(42);
    const goods = await shop.addGoods(order);
    const [sent, key] = [command(order, goods), randomUUID()];
    const first = await send(url, key, sent);
    expect(first.status).toBe(status);
    expect(await send(url, key, sent), 'as long as its cause lasts').toEqual(first);
    await mend(order);
    const before = await shop.logLength();
    const done = await send(url, key, sent);
    expect(done.status, done.text).toBeLessThan(300);
    expect(await send(url, key, sent)).toEqual(done);
    expect(await shop.logLength()).toBe(before + 1);
    expect(await outcomes(key)).toBe(1);
  });

  it('a repeated refusal with 412 shows all events that are missed by now', async () => {
    const order = await shop.createOrder(42);
    await shop.changeOrder(order, { userId: 43 });
    const late = { method: 'PUT', path: `/v1/order/${order}`, body: { userId: 44 }, headers: { 'If-Match': '"1"' } };
    expect(JSON.parse((await send(url, 'late', late)).text)).toMatchObject({ version: 2, events: [{ version: 2 }] });
    await shop.changeOrder(order, { userId: 45 });
    expect(JSON.parse((await send(url, 'late', late)).text)).toMatchObject({
      version: 3,
      events: [{ version: 2 }, { version: 3 }],
    });
  });

  it('a refusal saved by an earlier release does not outlive its cause either', async () => {
    const order = await shop.createOrder(42);
    const sent: Sent = { method: 'POST', path: '/v1/goods', body: { orderId: order + 1 } };
    expect((await send(url, 'earlier', sent)).status).toBe(422);
    const refusal = { kind: 'Refusal', code: 'goods.order-not-found', detail: 'There is none.', extra: {} };
    await shop.db.query(`UPDATE write.outcomes SET outcome = $1 WHERE key = 'anonymous/earlier'`, [JSON.stringify({ refusal })]);
    await shop.createOrder(42);
    expect((await send(url, 'earlier', sent)).status).toBe(201);
  });

  it('a request with another order of members or another correlation id is the same request', async () => {
    const first = await send(url, 'order', create);
    const body = { currency: 'EUR', userId: 42 };
    expect(await send(url, 'order', { ...create, body, headers: { 'X-Correlation-Id': 'again' } })).toEqual(first);
  });

  it.each<[string, (id: string, other: string) => Sent]>([
    ['body', (_, other) => ({ method: 'POST', path: '/v1/campaigns', body: { id: other, name: 'A sale', userId: 1 } })],
    ['path', (id) => ({ method: 'PUT', path: `/v1/campaigns/${id}/name`, body: { name: 'Another sale' } })],
    ['list', (id, other) => ({ method: 'PUT', path: `/v1/campaigns/${id}/placements`, body: { sections: [other] } })],
    [
      'row of many',
      (id) => ({ method: 'POST', path: '/v1/campaigns/bulk', body: { commands: [{ command: 'rename', id, name: 'A sale' }] } }),
    ],
  ])('an id in capitals is the same id, in a %s', async (_, request) => {
    const [id, other] = [randomUUID(), randomUUID()];
    const campaign = { id, name: 'Spring sale', userId: 1 };
    expect((await send(url, randomUUID(), { method: 'POST', path: '/v1/campaigns', body: campaign })).status).toBe(201);
    const key = randomUUID();
    const first = await send(url, key, request(id.toUpperCase(), other.toUpperCase()));
    const before = await shop.logLength();
    expect(await send(url, key, request(id, other))).toEqual(first);
    expect(await shop.logLength()).toBe(before);
  });

  it('a request with an id in capitals that an earlier release has answered gets the same answer', async () => {
    const id = randomUUID().toUpperCase();
    const sent: Sent = { method: 'POST', path: '/v1/campaigns', body: { id, name: 'Spring sale', userId: 1 } };
    const first = await send(url, 'capitals', sent);
    const fingerprint = createHash('sha256').update(JSON.stringify([sent.method, sent.path, null, sent.body]));
    const saved = [fingerprint.digest('hex')];
    await shop.db.query(`UPDATE write.outcomes SET fingerprint = $1 WHERE key = 'anonymous/capitals'`, saved);
    expect(first.status).toBe(201);
    expect(await send(url, 'capitals', sent)).toEqual(first);
  });

  it.each<[string, Sent, Sent]>([
    ['another body', create, { ...create, body: { userId: 43 } }],
    ['a form', create, { ...create, body: 'userId=42&currency=EUR' }],
    ['another path', { method: 'DELETE', path: '/v1/goods/4000' }, { method: 'DELETE', path: '/v1/goods/4001' }],
    [
      'another method',
      { method: 'PUT', path: '/v1/order/4000', body: { userId: 1 } },
      { method: 'DELETE', path: '/v1/order/4000' },
    ],
    [
      'another If-Match',
      { method: 'DELETE', path: '/v1/goods/4000', headers: { 'If-Match': '"1"' } },
      { method: 'DELETE', path: '/v1/goods/4000', headers: { 'If-Match': '"2"' } },
    ],
    ['no If-Match', { ...create, headers: { 'If-Match': '*' } }, create],
  ])('a key that was used for another request is refused: %s', async (_, one, other) => {
    const key = randomUUID();
    const first = await send(url, key, one);
    const before = await shop.logLength();
    const answered = await send(url, key, other);
    expect([answered.status, codeOf(answered)]).toEqual([422, 'idempotency.key-reused']);
    expect(await shop.logLength()).toBe(before);
    expect(await send(url, key, one)).toEqual(first);
  });

  it('input that was refused leaves the key free', async () => {
    expect((await send(url, 'mended', { ...create, body: { userId: 0 } })).status).toBe(400);
    expect((await send(url, 'mended', create)).status).toBe(201);
  });

  it('one of ten concurrent requests has an effect; the others get its answer or are asked to wait', async () => {
    const before = await shop.logLength();
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(url, 'ten', create)));
    expect(await shop.logLength()).toBe(before + 1);
    const done = answers.filter(({ status }) => status === 201);
    expect(done.length).toBeGreaterThan(0);
    for (const each of done) expect(each).toEqual(done[0]);
    for (const each of answers.filter(({ status }) => status !== 201))
      expect([each.status, codeOf(each), each.headers['retry-after']]).toEqual([409, 'idempotency.in-progress', '1']);
    expect(await send(url, 'ten', create)).toEqual(done[0]);
  });

  it('a repeat while the first is in progress is told to retry, and then gets the first answer', async () => {
    const order = await shop.createOrder(42);
    const sent: Sent = { method: 'PUT', path: `/v1/order/${order}`, body: { userId: 43 } };
    await withLock(shop.db, LOCK_ORDER, [order], async (release) => {
      const first = send(url, 'slow', sent);
      await until(async () => (await waiting(shop.db)) !== undefined);
      for (const body of [{ userId: 43 }, { userId: 44 }]) {
        const early = await send(url, 'slow', { ...sent, body });
        expect([early.status, codeOf(early), early.headers['retry-after']]).toEqual([409, 'idempotency.in-progress', '1']);
      }
      await release();
      expect((await first).status).toBe(204);
      expect(await send(url, 'slow', sent)).toEqual(await first);
    });
  });

  it('a key is known for seven days', async () => {
    const age = (key: string, interval: string) =>
      shop.db.query(`UPDATE write.outcomes SET created_at = clock_timestamp() - $2::interval WHERE key = $1`, [
        `anonymous/${key}`,
        interval,
      ]);
    const first = await send(url, 'old', create);
    await age('old', '6 days 23 hours');
    expect(await send(url, 'old', create)).toEqual(first);
    await age('old', '7 days 1 minute');
    const changed = { ...create, body: { userId: 43 } };
    const second = await send(url, 'old', changed);
    expect(second.status).toBe(201);
    expect(second.headers.location).not.toBe(first.headers.location);
    expect(await send(url, 'old', changed)).toEqual(second);
    await age('old', '8 days');
    expect((await send(url, 'old', { method: 'DELETE', path: '/v1/goods/4000' })).status).toBe(404);
    expect((await send(url, 'old', { method: 'DELETE', path: '/v1/goods/4000' })).status).toBe(404);
    expect(await outcomes('old')).toBe(1);
  });

  it.each(['', 'x'.repeat(256), 'a b', 'a\tb', 'é', 'ключ', 'a, b'])('the key %j is refused', async (key) => {
    const before = await shop.logLength();
    for (const [method, path, body] of [
      ['POST', '/v1/order', '{"userId":1}'],
      ['PUT', '/v1/goods/1', '{"quantity":9}'],
      ['DELETE', '/v1/order/1', ''],
    ] as const) {
      const headers = { 'Idempotency-Key': key, ...(body ? { 'Content-Type': 'application/json' } : {}) };
      const { status, text } = await sendRaw(shop, method, path, headers, body);
      expect([status, JSON.parse(text)]).toMatchObject([
        400,
        { code: 'request.invalid', errors: [{ pointer: '#/idempotency-key', code: 'malformed-token' }] },
      ]);
    }
    expect(await shop.logLength()).toBe(before);
  });

  it.each(['a\0b', 'a\x01b', 'a\x7fb', 'a\nb'])('the key %j is no header', async (key) => {
    const { status, text } = await sendRaw(shop, 'DELETE', '/v1/order/1', { 'Idempotency-Key': key });
    expect([status, JSON.parse(text).code]).toEqual([400, 'request.malformed']);
  });

  it.each([
    '!',
    '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
    'x'.repeat(255),
    "a'; DROP TABLE write.outcomes --".replaceAll(' ', '/'),
  ])('the key %s is one', async (key) => {
    const first = await send(url, key, create);
    expect(first.status).toBe(201);
    expect(await send(url, key, create)).toEqual(first);
  });

  it('a header that is given twice is refused, not read in part', async () => {
    const before = await shop.logLength();
    const headers = { 'Idempotency-Key': 'a\r\nIdempotency-Key: b' };
    expect((await sendRaw(shop, 'DELETE', '/v1/order/1', headers)).status).toBe(400);
    expect(await shop.logLength()).toBe(before);
  });

  it('a body nested deeper than the stack is refused as without a key', async () => {
    const headers = { 'Idempotency-Key': 'deep', 'Content-Type': 'application/json' };
    const deep = `{"userId":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect((await sendRaw(shop, 'POST', '/v1/order', headers, deep)).status).toBe(400);
  });

  it('a command whose connection is killed leaves no outcome, and succeeds when it is repeated', async () => {
    const order = await shop.createOrder(42);
    const sent: Sent = { method: 'PUT', path: `/v1/order/${order}`, body: { userId: 43 } };
    const before = await shop.logLength();
    await withLock(shop.db, LOCK_ORDER, [order], async () => {
      const first = send(url, 'cut', sent);
      await until(async () => (await waiting(shop.db)) !== undefined);
      await shop.db.query('SELECT pg_terminate_backend($1)', [await waiting(shop.db)]);
      expect((await first).status).toBe(503);
    });
    expect([await outcomes('cut'), await shop.logLength()]).toEqual([0, before]);
    const second = await send(url, 'cut', sent);
    expect(second.status).toBe(204);
    expect(await shop.logLength()).toBe(before + 1);
    expect(await send(url, 'cut', sent)).toEqual(second);
  });

  it('a command that can not commit leaves no outcome, because both are one transaction', async () => {
    const before = await shop.logLength();
    await beforeCommits(shop.db, `RAISE EXCEPTION 'not now' USING ERRCODE = 'serialization_failure'`);
    expect((await send(url, 'failing', create)).status).toBe(503);
    await undisturbCommits(shop.db);
    expect([await outcomes('failing'), await shop.logLength()]).toEqual([0, before]);
    const first = await send(url, 'failing', create);
    expect(first.status).toBe(201);
    expect(await send(url, 'failing', create)).toEqual(first);
    expect(await shop.logLength()).toBe(before + 1);
  });

  it('event and outcome are written by the same transaction, and no reader sees one without the other', async () => {
    const before = await shop.logLength();
    await beforeCommits(shop.db, GATE);
    const first = await withLock(shop.db, 'SELECT pg_advisory_xact_lock(1)', [], async (release) => {
      const answer = send(url, 'together', create);
      await until(async () => (await waiting(shop.db)) !== undefined);
      expect([await outcomes('together'), await shop.logLength()]).toEqual([0, before]);
      await release();
      return answer;
    });
    const position = Number(first.headers['event-position']);
    await undisturbCommits(shop.db);
    const { rows } = await shop.db.query(
      `SELECT e.xmin = o.xmin AS together FROM log.events e, write.outcomes o
       WHERE e.position = $1 AND o.key = 'anonymous/together'`,
      [position],
    );
    expect(rows).toEqual([{ together: true }]);
  });

  describe('a command of a saga', () => {
    const onceFor = (key: string): Once => ({ key, fingerprint: 'the same', cause: 1, wait: true });
    const orderOf = async (size: number): Promise<number> => {
      const order = await shop.createOrder(42);
      await shop.db.query(
        'INSERT INTO write.goods (order_id, quantity, unit_price, version) SELECT $1, 1, 1, 1 FROM generate_series(1, $2)',
        [order, size],
      );
      return order;
    };
    const left = (order: number) => countOf(shop.db, 'write.goods WHERE order_id = $1', [order]);

    it('that was interrupted between its transactions continues with the rest', async () => {
      const commands = shop.app.get(CommandBus);
      const order = await orderOf(1_500);
      const meta = new CommandMeta({ once: onceFor(`saga/${order}`) });
      const LAST = 'SELECT FROM write.goods WHERE id = (SELECT max(id) FROM write.goods WHERE order_id = $1) FOR UPDATE';
      await withLock(shop.db, LAST, [order], async () => {
        const first = commands.execute(new RemoveGoodsOfOrder(order, meta)).catch(() => 'cut off');
        await until(async () => (await waiting(shop.db)) !== undefined);
        expect(await left(order)).toBe(500);
        await shop.db.query('SELECT pg_terminate_backend($1)', [await waiting(shop.db)]);
        expect(await first).toBe('cut off');
      });
      expect(await left(order)).toBe(500);
      await commands.execute(new RemoveGoodsOfOrder(order, meta));
      expect(await left(order)).toBe(0);
      const before = await shop.logLength();
      await commands.execute(new RemoveGoodsOfOrder(order, meta));
      expect(await shop.logLength()).toBe(before);
    });

    it('waits for the same command in progress, and has no effect of its own', async () => {
      const log = shop.app.get(EventLog);
      const meta = new CommandMeta({ once: onceFor('saga/wait') });
      let go = () => {};
      const gate = new Promise<void>((resolve) => {
        go = resolve;
      });
      let works = 0;
      const work = async () => {
        works++;
        await gate;
        return { id: 'an-operation' };
      };
      const first = log.transaction(meta, work);
      await until(async () => works === 1);
      const second = log.transaction(meta, work);
      await until(async () => (await waiting(shop.db)) !== undefined);
      go();
      expect(await first).toEqual({ id: 'an-operation', version: 0, position: 0 });
      expect(await second).toEqual({ id: 'an-operation', version: 0, position: 0, repeated: true });
      expect(works).toBe(1);
    });

    it('that was refused is decided again', async () => {
      const log = shop.app.get(EventLog);
      const meta = new CommandMeta({ once: onceFor('saga/refused') });
      const refused = log.transaction(meta, () => Promise.reject(new Refusal('goods.not-yet', 'Not yet.')));
      await expect(refused).rejects.toThrow('Not yet.');
      expect(await log.transaction(meta, async () => {})).not.toHaveProperty('repeated');
      expect(await log.transaction(meta, async () => {})).toHaveProperty('repeated', true);
    });
  });
});

describe('over several processes', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let observer: pg.Client;
  let one: KronikaProcess;
  let other: KronikaProcess;
  beforeAll(async () => {
    database = await createDatabase();
    observer = new pg.Client(database.url);
    await observer.connect();
    [one, other] = await Promise.all([
      KronikaProcess.start({ DATABASE_URL: database.url }),
      KronikaProcess.start({ DATABASE_URL: database.url }),
    ]);
  });
  afterAll(async () => {
    await Promise.all([one.signal('SIGTERM'), other.signal('SIGTERM')]);
    await observer.end();
    await database.drop();
  });

  const create = (userId: number): Sent => ({ method: 'POST', path: '/v1/order', body: { userId } });
  const ordersOf = (userId: number) =>
    countOf(observer, `log.events WHERE type = 'order_created_v1' AND (data ->> 'user_id')::int = $1`, [userId]);

  it('each gives the first answer again, even if another process gave it', async () => {
    const first = await send(one.url, 'shared', create(1));
    expect(first.status).toBe(201);
    expect(await send(other.url, 'shared', create(1))).toEqual(first);
    const reused = await send(other.url, 'shared', create(2));
    expect([reused.status, codeOf(reused)]).toEqual([422, 'idempotency.key-reused']);
    expect(await ordersOf(1)).toBe(1);
  });

  it('one of twenty concurrent requests has an effect', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => send(n % 2 ? one.url : other.url, 'twenty', create(20))),
    );
    expect(await ordersOf(20)).toBe(1);
    const locations = answers.flatMap(({ status, headers }) => (status === 201 ? [headers.location] : []));
    expect(new Set(locations).size).toBe(1);
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
  });

  /** Asserts that the user has exactly one order, and that this is the answer to its creation. */
  async function expectFirstOutcome(answered: Awaited<ReturnType<typeof send>>, userId: number): Promise<void> {
    const { rows } = await observer.query(
      `SELECT position::int, data -> 'id' AS id FROM log.events WHERE (data ->> 'user_id')::int = $1`,
      [userId],
    );
    expect(rows).toHaveLength(1);
    const { etag, location, 'event-position': position } = answered.headers;
    expect({ status: answered.status, etag, location, position }).toEqual({
      status: 201,
      etag: '"1"',
      location: `/v1/order/${rows[0].id}`,
      position: String(rows[0].position),
    });
  }

  /**
   * Begins to create an order in a process of its own, up to the commit, which waits until `observer` opens the gate.
   */
  async function commitAtTheGate(key: string, userId: number) {
    const kronika = await KronikaProcess.start({ DATABASE_URL: database.url });
    await observer.query('SELECT pg_advisory_lock(1)');
    const answer = send(kronika.url, key, create(userId)).catch(() => 'no answer');
    await until(async () => (await waiting(observer)) !== undefined);
    return { kronika, answer };
  }
  const openGate = () => observer.query('SELECT pg_advisory_unlock(1)');

  describe('kill -9', () => {
    beforeAll(() => beforeCommits(observer, GATE));
    afterAll(() => undisturbCommits(observer));

    it('between commit and answer: a repeat gets the first outcome', async () => {
      const { kronika, answer } = await commitAtTheGate('unanswered', 30);
      // Postgres ends the commit by itself. The process is stopped and can't send the answer.
      kronika.child.kill('SIGSTOP');
      await openGate();
      await until(async () => (await ordersOf(30)) === 1);
      await kronika.signal('SIGKILL');
      expect(await answer).toBe('no answer');
      const again = await send(one.url, 'unanswered', create(30));
      await expectFirstOutcome(again, 30);
      expect(await send(other.url, 'unanswered', create(30))).toEqual(again);
    });

    it('within the commit: a repeat waits until the outcome of the commit is certain', async () => {
      const { kronika, answer } = await commitAtTheGate('in-doubt', 31);
      await kronika.signal('SIGKILL');
      expect(await answer).toBe('no answer');
      const early = await send(one.url, 'in-doubt', create(31));
      expect([early.status, codeOf(early)]).toEqual([409, 'idempotency.in-progress']);
      await openGate();
      await until(async () => (await ordersOf(31)) === 1);
      // Postgres shows the rows of a transaction a moment before it releases its locks.
      let again = early;
      await until(async () => {
        again = await send(one.url, 'in-doubt', create(31));
        return again.status !== 409;
      });
      await expectFirstOutcome(again, 31);
    });
  });

  it('a worker removes old outcomes when it starts, except those that a saga may still need', async () => {
    const { rows } = await observer.query('SELECT min(position)::int AS reached FROM log.checkpoints');
    const reached: number = rows[0].reached;
    expect(reached).toBeGreaterThan(1);
    await observer.query(
      `INSERT INTO write.outcomes (key, fingerprint, outcome, position, cause, created_at)
         SELECT 'purge/old/' || n, '', '{}'::json, 0, NULL::bigint, clock_timestamp() - interval '7 days 1 minute' FROM generate_series(1, 25000) n
         UNION ALL SELECT 'purge/young', '', '{}', 0, NULL, clock_timestamp() - interval '6 days 23 hours'
         UNION ALL SELECT 'purge/saga-behind', '', '{}', 0, 1, clock_timestamp() - interval '8 days'
         UNION ALL SELECT 'purge/saga-young', '', '{}', 0, 1, clock_timestamp()
         UNION ALL SELECT 'purge/saga-ahead', '', '{}', 0, 1000000, clock_timestamp() - interval '8 days'`,
    );
    const web = await KronikaProcess.start({ DATABASE_URL: database.url, ROLES: 'web' });
    const worker = KronikaProcess.spawn({ DATABASE_URL: database.url, ROLES: 'worker' });
    await until(async () => (await countOf(observer, `write.outcomes WHERE key LIKE 'purge/old/%'`)) === 0);
    const kept = await observer.query(`SELECT key FROM write.outcomes WHERE key LIKE 'purge/%' ORDER BY key`);
    expect(kept.rows.map(({ key }) => key)).toEqual(['purge/saga-ahead', 'purge/saga-young', 'purge/young']);
    expect(await Promise.all([web.signal('SIGTERM'), worker.signal('SIGTERM')])).toEqual([0, 0]);
  });
});
