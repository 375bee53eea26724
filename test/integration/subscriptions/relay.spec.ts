import { Logger } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { HAS_NATS, NatsServer } from '../../support/nats.js';
import { failedStart } from '../../support/process.js';
import { createDatabase, Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

/** Makes the client of NATS look as if it was not installed. */
const WITHOUT_CLIENT = `data:text/javascript,${encodeURIComponent(`
  import { register } from 'node:module';
  const none = 'if (name.startsWith("@nats-io/")) throw Object.assign(new Error("none"), { code: "ERR_MODULE_NOT_FOUND" });';
  register('data:text/javascript,' + encodeURIComponent(
    'export async function resolve(name, context, next) { ' + none + ' return next(name, context); }'));
`)}`;

describe.skipIf(!HAS_NATS)('the relay to NATS JetStream', () => {
  let nats: NatsServer;
  let shop: Shop;
  let streams = 0;
  beforeAll(async () => {
    [nats, shop] = await Promise.all([NatsServer.start(), Shop.open()]);
    for (const user of [1, 2, 3]) await shop.createOrder(user);
  });
  afterAll(async () => {
    await shop.close();
    await nats.stop();
  });
  afterEach(() => vi.restoreAllMocks());

  /** A stream of its own for each test, with the cell of the same name. */
  const nextStream = () => `S${++streams}`;

  /** Another process of the shop, which relays. */
  async function relay(stream: string, environment: NodeJS.ProcessEnv = {}): Promise<Shop> {
    const relaying = { ROLES: 'relay', RELAY_URL: nats.url, RELAY_STREAM: stream, RELAY_CELL: stream };
    const relay = await Shop.open({ ...relaying, ...environment }, [], shop.database);
    onTestFinished(() => relay.close());
    return relay;
  }

  const progress = async (stream: string) =>
    (await shop.http.get('/v1/subscriptions')).body.data.find(({ name }: { name: string }) => name === `relay ${stream}`);

  const fails = (stream: string, problem: RegExp) => until(async () => problem.test((await progress(stream))?.problem ?? ''));

  const logEnd = async () => Number((await shop.db.query('SELECT log.horizon() AS h')).rows[0].h);

  const relayed = (stream: string, server = nats) =>
    until(async () => (await server.lastPosition(stream)) === (await lastEvent()) && (await progress(stream)).lag === 0);

  const lastEvent = async () => Number((await shop.db.query('SELECT max(position) AS p FROM log.events')).rows[0].p);

  /** Appends an event as a command would, with any actor. */
  const append = (data: object, actor = 'Ann', type = 'Noted', stream = `note-${Math.random()}`) =>
    shop.db.query('SELECT log.append($1, $2)', [
      JSON.stringify([{ stream, version: 1, type, data }]),
      { commandId: 'c', actor, correlationId: 'c', causationId: null },
    ]);

  /** The stream has each event of the log once, in order. */
  async function expectCopy(stream: string): Promise<void> {
    const { rows } = await shop.db.query('SELECT position::int, stream, version FROM log.events ORDER BY position');
    const messages = await nats.messages(stream);
    expect(messages.map(({ header }) => `${header('ce-id')} ${header('ce-subject')} ${header('ce-version')}`)).toEqual(
      rows.map(({ position, stream, version }) => `${position} ${encodeURIComponent(stream)} ${version}`),
    );
    expect(messages.map(({ header }) => Number(header('ce-previous')))).toEqual(
      [0, ...rows.map((row) => row.position)].slice(0, -1),
    );
  }

  it('has each event once, in order, as a CloudEvent whose body is that of the first article', async () => {
    const stream = nextStream();
    await append({ text: 'x' }, 'Ann\r\nNats-Msg-Id: 1 😀');
    await relay(stream);
    await shop.createOrder(42);
    await relayed(stream);
    await expectCopy(stream);
    const messages = await nats.messages(stream);
    const { subject, header, body } = messages.at(-1) as (typeof messages)[number];
    const order = JSON.parse(body).data;
    expect(order).toMatchObject({ user_id: 42, currency: 'EUR' });
    expect(subject).toBe(`kronika.${stream}.events.order_created_v1.order.${order.id}`);
    expect(header('ce-type')).toBe('order_created_v1');
    expect(header('ce-source')).toBe(`/kronika/${stream}`);
    const noted = messages.find(({ header }) => header('ce-type') === 'Noted');
    expect(noted?.header('ce-actor')).toBe('Ann%0D%0ANats-Msg-Id:%201%20%F0%9F%98%80');
    expect(await progress(stream)).toMatchObject({ kind: 'handler', state: 'live', lag: 0, problem: null });
  });

  it('has no text of a person, whether the log has it sealed or plain', async () => {
    const stream = nextStream();
    await shop.addGoods(1, { name: 'Mug of Eve', sku: 'MUG' } as object);
    await append({ id: 77, name: 'Cup of Eve', sku: 'CUP' }, 'Ann', 'goods_created_v1', 'goods-77');
    await relay(stream);
    await relayed(stream);
    const goods = (await nats.messages(stream)).filter(({ header }) => header('ce-type') === 'goods_created_v1');
    expect(goods.map(({ body }) => JSON.parse(body).data)).toMatchObject([
      { name: '[sealed]', sku: 'MUG' },
      { name: '[sealed]', sku: 'CUP' },
    ]);
    expect(JSON.stringify(goods)).not.toMatch(/Eve|\$sealed/);
    // The made-up goods would stop views.
    await shop.db.query(`DELETE FROM log.quarantine`);
  });

  it('goes on where the stream ends, not where the checkpoint is, and two processes take turns', async () => {
    const stream = nextStream();
    const first = await relay(stream);
    await relayed(stream);
    await first.app.close();
    for (const position of [0, (await logEnd()) + 2]) {
      await shop.createOrder(5);
      await shop.createOrder(6);
      await shop.db.query('UPDATE log.checkpoints SET position = $2 WHERE subscription = $1', [`relay ${stream}`, position]);
      const both = await Promise.all([relay(stream), relay(stream)]);
      for (let n = 0; n < 20; n++) await shop.createOrder(n + 1);
      await relayed(stream);
      await expectCopy(stream);
      for (const { app } of both) await app.close();
    }
  });

  it('waits for a server that is away, while the web answers and commands do not notice', async () => {
    const [stream, away] = [nextStream(), await NatsServer.prepare()];
    onTestFinished(() => away.stop());
    const error = vi.spyOn(Logger.prototype, 'error');
    const web = await relay(stream, { ROLES: 'web,relay', RELAY_URL: away.url });
    await fails(stream, /^it fails and is tried again: NATS at 127\.0\.0\.1:\d+ can't be used: connection refused/);
    await web.createOrder(8);
    const { status, reasons } = (await web.http.get('/readyz').expect(200)).body;
    expect(status).toBe('degraded');
    expect(reasons).toContainEqual({ subscription: `relay ${stream}`, problem: expect.stringContaining("can't be used") });
    // Another spec of this process may have left an app whose database is gone.
    expect(error.mock.calls.filter(([line]) => !/database "\w+" does not exist/.test(String(line)))).toEqual([]);
    // As if it had waited for so long.
    const now = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => now() + 31_000);
    await until(() => error.mock.calls.some(([line]) => /^The relay has made no progress for 30 s\. NATS at/.test(line)));
    await away.start();
    await relayed(stream, away);
    expect((await progress(stream)).problem).toBeNull();
  });

  it('says what is wrong with a stream that would not keep every event, and goes on when it is mended', async () => {
    const { streams } = await nats.manager();
    const subjectsOf = (stream: string) => [`kronika.${stream}.events.>`];
    for (const [config, problem] of [
      [{ subjects: ['other.>'] }, /has the subjects other\.> in place of kronika\.S\d+\.events\.>/],
      [{ max_age: 60e9 }, /drops messages after a time \(max_age\)/],
      [{ max_msgs: 5, discard: 'old' }, /drops its first messages when it is full \(discard\)/],
      [{ max_msgs_per_subject: 1 }, /drops messages of a subject/],
      [{ retention: 'workqueue' }, /drops messages by its retention \(workqueue\)/],
    ] as const) {
      const stream = nextStream();
      await streams.add({ name: stream, subjects: subjectsOf(stream), ...(config as object) });
      const { app } = await relay(stream);
      await fails(stream, problem);
      await streams.delete(stream);
      if (problem.source.includes('max_age')) {
        await relayed(stream);
        await expectCopy(stream);
      }
      await app.close();
    }
    const taken = nextStream();
    await streams.add({ name: 'OTHER', subjects: subjectsOf(taken) });
    await relay(taken);
    await fails(taken, /Another stream has subjects of/);
    await streams.delete('OTHER');
  });

  it('says that the stream is full, was purged, or belongs to another log, and goes on when it is mended', async () => {
    const stream = nextStream();
    const { streams } = await nats.manager();
    await streams.add({ name: stream, subjects: [`kronika.${stream}.events.>`], discard: 'new' as never, max_msgs: 4 });
    const first = await relay(stream);
    await fails(stream, /is full \(maximum messages exceeded\)/);
    expect((await nats.messages(stream)).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    await streams.update(stream, { max_msgs: -1 });
    await relayed(stream);
    await expectCopy(stream);
    const error = vi.spyOn(Logger.prototype, 'error');
    const { state } = await streams.info(stream);
    await streams.purge(stream, { keep: 2 });
    await until(() => error.mock.calls.some(([line]) => line.includes(`lacks ${state.last_seq - 2} of its messages`)));
    await first.app.close();

    await streams.purge(stream);
    const second = await relay(stream);
    await fails(stream, /The last messages of the stream S\d+ were purged.* nats stream rm S\d+/);
    await streams.delete(stream);
    await relayed(stream);
    await expectCopy(stream);
    await second.app.close();

    await shop.db.query('ALTER TABLE log.events DISABLE TRIGGER USER');
    await shop.db.query(`UPDATE log.events SET version = 99 WHERE position = $1`, [(await lastEvent()) - 1]);
    await relay(stream);
    await fails(stream, /at position \d+, and the log has not: it belongs to another log, or the log went back/);
    await shop.db.query(`UPDATE log.events SET version = 1 WHERE version = 99`);
    await until(async () => (await progress(stream)).problem === null);
  });

  it('publishes nothing behind a message that another has published', async () => {
    const stream = nextStream();
    await relay(stream);
    await relayed(stream);
    const manager = await nats.manager();
    const { seq } = await manager.jetstream().publish(`kronika.${stream}.events.x`, '{}');
    await append({ text: 'behind it' });
    await fails(stream, new RegExp(`has another program's message with sequence ${seq}, and the log has not: it belongs`));
    expect((await manager.streams.info(stream)).state.last_seq).toBe(seq);
  });

  it('publishes all before an event that the server does not take, also those without an acknowledgement of their own', async () => {
    const server = await NatsServer.start('max_payload: 2048');
    onTestFinished(() => server.stop());
    const stream = nextStream();
    const before = await lastEvent();
    await append({ text: 'x'.repeat(5_000) });
    const large = await lastEvent();
    await append({ text: 'after' });
    await relay(stream, { RELAY_URL: server.url });
    await fails(stream, /is larger than max_payload/);
    expect(await server.lastPosition(stream)).toBe(before);
    await shop.db.query('ALTER TABLE log.events DISABLE TRIGGER USER');
    await shop.db.query(`UPDATE log.events SET data = '{"text": "x"}' WHERE position = $1`, [large]);
    await relayed(stream, server);
    expect((await server.messages(stream)).map(({ header }) => Number(header('ce-id')))).toContain(large);
  });

  it('waits at an event that the server does not take, and names user and password in no line', async () => {
    const server = await NatsServer.start('max_payload: 2048\nauthorization { user: ann, password: "p@ss:1" }');
    onTestFinished(() => server.stop());
    const [stream, RELAY_URL] = [nextStream(), server.url.replace('//', '//ann:p%40ss%3A1@')];
    await append({ text: 'x'.repeat(5_000) });
    const lines = (['warn', 'error'] as const).map((level) => vi.spyOn(Logger.prototype, level));
    const { app } = await relay(stream, { RELAY_URL });
    await fails(stream, /note-\S+ at position \d+ is larger than max_payload of the NATS server, 2048 bytes/);
    await app.close();
    await server.signal('SIGTERM');
    await server.start('authorization { user: ann, password: "another" }');
    const refused = await relay(stream, { RELAY_URL });
    await fails(stream, /NATS at 127\.0\.0\.1:\d+ can't be used: .*[Aa]uthorization/);
    await server.signal('SIGTERM');
    await server.start();
    await refused.app.close();
    await server.signal('SIGTERM');
    await server.start('authorization { user: ann, password: "p@ss:1" }');
    await relay(stream, { RELAY_URL });
    await until(async () => (await progress(stream)).lag === 0);
    const all = JSON.stringify(lines.map(({ mock }) => mock.calls));
    expect(all).toContain('max_payload');
    expect(all + JSON.stringify(await progress(stream))).not.toMatch(/ann|p@ss|p%40/);
  });
});

it('a start with the role but without the client of NATS ends with one line', async () => {
  const database = await createDatabase();
  onTestFinished(database.drop);
  const printed = await failedStart({
    DATABASE_URL: database.url,
    ROLES: 'relay',
    RELAY_URL: 'nats://127.0.0.1:1',
    NODE_OPTIONS: `--import=${WITHOUT_CLIENT}`,
  });
  expect(printed.trim().split('\n')).toEqual([
    "Kronika can't start. ROLES has relay, and the optional packages @nats-io/transport-node and @nats-io/jetstream are not " +
      'installed: run npm ci.',
  ]);
});
