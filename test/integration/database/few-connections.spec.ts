import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from '../../../src/shared/database/embedded-postgres.js';
import { KronikaProcess } from '../../support/process.js';
import { until } from '../../support/until.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A server of its own, with a role that is no superuser, so that no connections are reserved for it. */
async function server(flags: string[], limit: string): Promise<{ admin: pg.Client; url: (role: string) => string }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'kronika-few-'));
  chmodSync(dataDir, 0o755);
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined, flags: ['fsync=off', ...flags] });
  cleanups.push(async () => {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const admin = await connect(postgres.url);
  cleanups.push(() => admin.end());
  await admin.query(`CREATE ROLE shop LOGIN CREATEROLE PASSWORD 'secret' ${limit}`);
  await admin.query(`CREATE ROLE others LOGIN PASSWORD 'secret'`);
  await admin.query('CREATE DATABASE shop OWNER shop TEMPLATE template0');
  const url = (role: string) => {
    const of = new URL(postgres.url);
    [of.username, of.password, of.pathname] = [role, 'secret', '/shop'];
    return of.href;
  };
  return { admin, url };
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function start(DATABASE_URL: string): Promise<KronikaProcess> {
  const kronika = await KronikaProcess.start({ DATABASE_URL });
  cleanups.push(() => kronika.signal('SIGKILL'));
  return kronika;
}

/** The answer to a command or a query: its status, and after 503 whether it says when to try again. */
async function ask({ url }: KronikaProcess, path: string, body?: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}${path}`, body ? { method: 'POST', headers, body } : {});
  await response.arrayBuffer();
  return response.status === 503 ? `503 ${Number(response.headers.get('retry-after')) > 0}` : `${response.status}`;
}

const order = (kronika: KronikaProcess) => ask(kronika, '/v1/order', '{"userId":7}');

const QUERIES = ['/v1/order-history', '/v1/events', '/v1/campaigns', '/v1/order-history/summary?by=user'];

describe('a database with few connections', () => {
  it('serves what it can when its role may have ten of them', async () => {
    const { url } = await server([], 'CONNECTION LIMIT 10');
    const kronika = await start(url('shop'));
    const answers: string[] = [];
    for (let round = 0; round < 5; round++)
      answers.push(
        ...(await Promise.all(
          Array.from({ length: 60 }, (_, n) =>
            n % 2 ? order(kronika) : ask(kronika, QUERIES[(n / 2) % QUERIES.length] as string),
          ),
        )),
      );
    for (const answer of answers) expect(['200', '201', '503 true']).toContain(answer);
    expect(answers).toContain('201');
    await until(async () => (await order(kronika)) === '201');
    await until(async () => (await ask(kronika, '/v1/order-history')) === '200');
  }, 90_000);

  it('gets 503 while others have all of them, and goes on by itself', async () => {
    const { admin, url } = await server(['max_connections=40'], '');
    const kronika = await start(url('shop'));
    expect(await order(kronika)).toBe('201');
    const others: pg.Client[] = [];
    const takeAll = async () => {
      for (;;) {
        const taken = await connect(url('others')).catch((error: { code: string }) => error.code);
        if (typeof taken === 'string') return taken;
        others.push(taken);
      }
    };
    expect(await takeAll()).toBe('53300');
    // Each connection of Kronika that ends is taken at once.
    await until(async () => {
      await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'shop'`);
      await takeAll();
      return (await order(kronika)) === '503 true';
    });
    for (const path of QUERIES) expect(['200', '503 true']).toContain(await ask(kronika, path));
    for (const other of others) await other.end();
    await until(async () => (await order(kronika)) === '201');
    await until(async () => (await ask(kronika, '/readyz')) === '200');
  }, 90_000);
});
