import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CommandBus } from '@nestjs/cqrs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CreateOrder } from '../../../src/orders/create-order.command.js';
import { EventStreamController } from '../../../src/shared/http/event-stream.controller.js';
import { CommandMeta } from '../../../src/shared/kronika.js';
import { KronikaProcess } from '../../support/process.js';
import { Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

interface Sample {
  readonly name: string;
  readonly labels: Record<string, string>;
  readonly value: number;
}

/** The samples of Prometheus's text format. */
function samplesOf(text: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (!name) return [];
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label, given]) => [label, given]);
    return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }];
  });
}

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

const read = async () => samplesOf((await shop.http.get('/metrics').expect(200)).text);

/** @returns the value of the sample with these labels, among others; undefined if there is none */
async function metric(name: string, labels: Record<string, string> = {}): Promise<number | undefined> {
  const found = (await read()).filter(
    (sample) => sample.name === name && Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  );
  expect(found.length, `${name} ${JSON.stringify(labels)}`).toBeLessThanOrEqual(1);
  return found[0]?.value;
}

/** @returns by how much a value grows while something is done */
async function growth(name: string, labels: Record<string, string>, work: () => Promise<unknown>): Promise<number> {
  const before = (await metric(name, labels)) ?? 0;
  await work();
  return ((await metric(name, labels)) ?? 0) - before;
}

describe('the metrics', () => {
  it('come in the text format of Prometheus, each described, none twice', async () => {
    const { headers, text } = await shop.http.get('/metrics').expect(200);
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    const families = [...text.matchAll(/^# TYPE (\w+) (counter|gauge|histogram|summary)$/gm)].map(([, name]) => name as string);
    expect(families.length).toBe(new Set(families).size);
    for (const name of families) expect(text).toMatch(new RegExp(`^# HELP ${name} \\S.+$`, 'm'));
    for (const { name, value } of samplesOf(text)) {
      expect(families, name).toContain(families.includes(name) ? name : name.replace(/_(bucket|sum|count)$/, ''));
      // Until the event loop has been watched for a while.
      if (!name.startsWith('nodejs_eventloop_lag')) expect(value, name).not.toBeNaN();
    }
  });

  it('count requests by the template of their route', async () => {
    const name = 'kronika_http_request_duration_seconds_count';
    const route = '/v1/order-history/{id}';
    expect(await growth(name, { method: 'GET', route, status: '4xx' }, () => shop.http.get('/v1/order-history/987654'))).toBe(1);
    expect(await growth(name, { method: 'GET', route: '(none)', status: '4xx' }, () => shop.http.get('/v1/987654'))).toBe(1);
    expect(await growth(name, { method: 'POST', route: '/v1/order', status: '2xx' }, () => shop.createOrder())).toBe(1);
    expect((await shop.http.get('/metrics')).text).not.toContain('987654');
  });

  it('have no more series after hundreds of addresses than after one', async () => {
    const length = async () => (await read()).filter(({ name }) => name.startsWith('kronika_http')).length;
    const ask = (n: number) =>
      Promise.all(
        ['/v1/order/', '/v1/nothing/', '/docs/', `/${n}/`, '/v1/events?entityId='].map((path) => shop.http.get(`${path}${n}`)),
      );
    await ask(1_000_000);
    await length();
    const before = await length();
    for (let n = 1_000_001; n < 1_000_200; n++) await ask(n);
    expect(await length()).toBe(before);
  });

  it('count a client that left apart from answers', async () => {
    const { position, end } = await shop.stall();
    const { port } = shop.app.getHttpServer().address() as AddressInfo;
    const labels = { route: '/v1/order-history', status: 'aborted' };
    const grown = await growth('kronika_http_request_duration_seconds_count', labels, async () => {
      const headers = { host: 'shop.test', 'wait-for-position': String(position) };
      const sent = request({ port, path: '/v1/order-history', headers }).on('error', () => undefined);
      sent.end();
      setTimeout(() => sent.destroy(), 200);
      await until(async () => ((await metric('kronika_http_request_duration_seconds_count', labels)) ?? 0) > 0);
    });
    end();
    expect(grown).toBe(1);
  });

  it('count commands by kind and outcome, those of sagas as well', async () => {
    const count = (command: string, outcome: string, work: () => Promise<unknown>) =>
      growth('kronika_commands_total', { command, outcome }, work);
    const key = randomUUID();
    const withKey = () => shop.http.post('/v1/order').set('Idempotency-Key', key).send({ userId: 3 }).expect(201);
    expect(await count('CreateOrder', 'done', withKey)).toBe(1);
    expect(await count('CreateOrder', 'repeated', withKey)).toBe(1);
    expect(await count('ChangeOrder', 'order.not-found', () => shop.changeOrder(987_654, { userId: 3 }))).toBe(1);
    const order = await shop.createOrder();
    expect(await count('AddGoods', 'goods.order-not-found', () => shop.http.post('/v1/goods').send({ orderId: 987_654 }))).toBe(
      1,
    );
    await shop.settle();
    const deleteAndSettle = async () => {
      await shop.deleteOrder(order);
      await shop.settle();
    };
    expect(await count('RemoveGoodsOfOrder', 'done', deleteAndSettle)).toBe(1);
  });

  it('count events, and how many commands were committed together', async () => {
    await shop.settle();
    const before = await read();
    const value = (samples: Sample[], name: string) => samples.find((sample) => sample.name === name)?.value ?? 0;
    const bus = shop.app.get(CommandBus);
    await Promise.all(Array.from({ length: 32 }, () => bus.execute(new CreateOrder(1, 'EUR', new CommandMeta()))));
    const after = await read();
    const grown = (name: string) => value(after, name) - value(before, name);
    expect(grown('kronika_events_appended_total')).toBe(32);
    expect(grown('kronika_commit_commands_sum')).toBe(32);
    expect(grown('kronika_commit_commands_count')).toBeGreaterThan(0);
    expect(grown('kronika_commit_commands_count')).toBeLessThan(16);
  });

  it('tell how far each subscription is behind, in positions and seconds', async () => {
    await shop.settle();
    const of = { subscription: 'order-history', build: 'serving' };
    expect(await metric('kronika_subscription_lag_positions', of)).toBe(0);
    expect(await metric('kronika_subscription_lag_seconds', of)).toBe(0);
    const { rows } = await shop.db.query('SELECT log.horizon() AS horizon');
    expect(await metric('kronika_log_position')).toBe(Number(rows[0].horizon));
    const names = (await shop.http.get('/v1/subscriptions')).body.data.map(({ name }: { name: string }) => name);
    const samples = await read();
    for (const name of ['lag_positions', 'lag_seconds', 'quarantined_streams', 'failing', 'failed_timers']) {
      const told = samples.filter((sample) => sample.name === `kronika_subscription_${name}`);
      expect(told.map(({ labels }) => labels.subscription).toSorted()).toEqual(names.toSorted());
    }
  });

  it('tell of streams in quarantine, of what fails and of timers that failed', async () => {
    const of = { subscription: 'order-history', build: 'serving' };
    expect(await metric('kronika_subscription_quarantined_streams', of)).toBe(0);
    expect(await metric('kronika_degraded_reasons')).toBe(0);
    await shop.db.query(`INSERT INTO log.quarantine (subscription, build, stream, position, error, state)
      VALUES ('order-history', 'serving', 'order-77', 1, 'It failed', 'parked')`);
    await shop.db.query(`UPDATE log.checkpoints SET failure = 'x' WHERE subscription = 'saga RemoveGoodsSaga.removeGoods'`);
    expect(await metric('kronika_subscription_quarantined_streams', of)).toBe(1);
    expect(await metric('kronika_subscription_failing', { subscription: 'saga RemoveGoodsSaga.removeGoods' })).toBe(1);
    expect(await metric('kronika_degraded_reasons')).toBe(2);
    await shop.db.query(`DELETE FROM log.quarantine WHERE stream = 'order-77'`);
    await shop.db.query(`UPDATE log.checkpoints SET failure = NULL WHERE failure = 'x'`);
    expect(await metric('kronika_subscription_quarantined_streams', of)).toBe(0);
  });

  it('tell of live streams and exports that are open', async () => {
    const { port } = shop.app.getHttpServer().address() as AddressInfo;
    expect(await metric('kronika_live_streams')).toBe(0);
    const follow = request({ port, path: '/v1/events/stream', headers: { host: 'shop.test' } }).on('error', () => undefined);
    follow.end();
    await until(async () => (await metric('kronika_live_streams')) === 1);
    follow.destroy();
    await until(async () => shop.app.get(EventStreamController).open === 0);
    expect(await metric('kronika_live_streams')).toBe(0);
    expect(await metric('kronika_exports')).toBe(0);
  });

  it('tell of the pools, the event loop, the process and the build', async () => {
    for (const pool of ['write', 'view', 'read', 'log']) {
      const [size, idle, max] = await Promise.all(
        ['connections', 'idle_connections', 'max_connections'].map((name) => metric(`kronika_pool_${name}`, { pool })),
      );
      expect(max).toBe({ write: 10, view: 8, read: 6, log: 4 }[pool]);
      expect(size).toBeLessThanOrEqual(max as number);
      expect(idle).toBeLessThanOrEqual(size as number);
      // A view's batch or a poll may be waiting at any moment, but not for good.
      await until(async () => (await metric('kronika_pool_waiting', { pool })) === 0);
    }
    expect(await metric('kronika_event_loop_utilization_ratio')).toBeLessThanOrEqual(1);
    expect(await metric('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
    expect(await metric('process_resident_memory_bytes')).toBeGreaterThan(1_000_000);
    const { default: manifest } = await import('../../../package.json', { with: { type: 'json' } });
    expect(await metric('kronika_build_info', { version: manifest.version, node: process.versions.node })).toBe(1);
  });
});

it('answers without the database, so that Prometheus learns of the outage', async () => {
  const alone = await Shop.open();
  expect(samplesOf((await alone.http.get('/metrics')).text)).toContainEqual({ name: 'kronika_ready', labels: {}, value: 1 });
  const end = alone.close.bind(alone);
  // It takes no new connections, and those that are open end.
  const name = new URL(alone.database.url).pathname.slice(1);
  await shop.db.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  await shop.db.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
  const start = performance.now();
  const samples = samplesOf((await alone.http.get('/metrics').expect(200)).text);
  expect(performance.now() - start).toBeLessThan(8_000);
  expect(samples).toContainEqual({ name: 'kronika_ready', labels: {}, value: 0 });
  expect(samples.filter((sample) => sample.name === 'kronika_subscription_lag_positions')).toEqual([]);
  expect(samples.some((sample) => sample.name === 'process_cpu_seconds_total')).toBe(true);
  await shop.db.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  await end();
});

it('has the free disk space of the embedded Postgres, in the bundle that npm start runs', async () => {
  const kronika = await KronikaProcess.start({ DATABASE_URL: shop.database.url });
  const samples = samplesOf(await (await fetch(`${kronika.url}/metrics`)).text());
  await kronika.signal('SIGTERM');
  expect(samples.some((sample) => sample.name === 'kronika_disk_free_bytes')).toBe(false);
  expect(samples.find((sample) => sample.name === 'kronika_build_info')?.labels.version).toMatch(/^\d+\.\d+\.\d+/);
});
