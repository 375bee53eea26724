import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backendsAt } from '../../../src/shared/database/backends.js';
import { failedStart, KronikaProcess } from '../../support/process.js';
import { ROOT } from '../../support/root.js';
import { HAS_OPENSSL, TlsPostgres } from '../../support/tls.js';
import { until } from '../../support/until.js';

if (!HAS_OPENSSL) console.warn('The tests of TLS are skipped, because this machine has no openssl.');

describe.skipIf(!HAS_OPENSSL)('a database that takes connections with TLS only', () => {
  let postgres: TlsPostgres;
  let folder: string;
  let plain: URL;
  beforeAll(async () => {
    postgres = await TlsPostgres.start();
    folder = await mkdtemp(join(tmpdir(), 'kronika-tls-test-'));
    plain = await postgres.database('shop');
  });
  afterAll(async () => {
    await postgres?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  /** The address with parameters. */
  const address = (parameters: Record<string, string>, url = plain) => `${url}?${new URLSearchParams(parameters)}`;
  const verified = (url = plain) => address({ sslmode: 'verify-full', sslrootcert: postgres.authority('ours') }, url);
  const tool = (name: string, args: string[], environment: NodeJS.ProcessEnv) =>
    promisify(execFile)(process.execPath, [join(ROOT, `dist/start/${name}.js`), ...args], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    });

  it.each(['verify-full', 'require'])('gets all connections of a process with TLS by sslmode=%s', async (sslmode) => {
    const url = address({ sslmode, sslrootcert: postgres.authority('ours') });
    const kronika = await KronikaProcess.start({ DATABASE_URL: url, READ_DATABASE_URL: url, LOG_LEVEL: 'warn' });
    try {
      const order = await kronika.command('POST', '/v1/order', { userId: 42 });
      expect(order.status).toBe(201);
      expect(await kronika.query(`/v1/order-history/${order.id}`, order.position)).toMatchObject({ user_id: 42 });
      expect(await (await fetch(`${kronika.url}/v1/order-history.csv`)).text()).toContain(',42,');
      expect(await kronika.query('/v1/events')).toMatchObject({ data: expect.anything() });
      const rows = await postgres.run(
        `SELECT application_name AS name, bool_and(ssl) AS "hasTls" FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
         WHERE datname = 'shop' GROUP BY 1 ORDER BY 1`,
      );
      expect(rows).toEqual(
        ['log', 'read', 'replicas', 'view', 'write'].map((name) => ({ name: `kronika ${name}`, hasTls: true })),
      );
    } finally {
      await kronika.signal('SIGTERM');
    }
  });

  it('tells what became of a statement, over TLS too', async () => {
    const config = { connectionString: verified() };
    const client = new pg.Client(config);
    await client.connect();
    const { rows } = await client.query('SELECT pg_backend_pid() AS pid, pg_postmaster_start_time()::text AS server');
    client.on('error', () => undefined);
    const slow = client.query('SELECT pg_sleep(5)').catch(() => undefined);
    await until(async () => (await backendsAt(config).fateOf(rows[0].pid, rows[0].server)) === 'working');
    await postgres.run(`SELECT pg_terminate_backend(${rows[0].pid})`);
    await slow;
  });

  it('works with every tool', async () => {
    const environment = { DATABASE_URL: verified() };
    expect((await tool('keys', ['create', '--name', 'tls', '--role', 'admin'], environment)).stdout).toMatch(/^kro_/);
    expect((await tool('view', ['list'], environment)).stdout).toMatch(/^order-history/m);
    const file = join(folder, 'shop.sql.gz');
    expect((await tool('backup', ['backup', file], environment)).stdout).toMatch(/contains everything/);
    const restored = { DATABASE_URL: verified(await postgres.database('restored')) };
    expect((await tool('backup', ['restore', file], restored)).stdout).toMatch(/All is as it was/);
    const moved = verified(await postgres.database('moved'));
    const embedded = { DATA_DIR: join(folder, 'data') };
    await tool('view', ['list'], embedded);
    expect((await tool('backup', ['move', '--to', moved], embedded)).stdout).toMatch(/every row was compared/);
    expect(postgres.lines.filter((line) => /no encryption/.test(line))).toEqual([]);
  }, 120_000);

  it.each([
    ['no TLS', () => plain.href, /pg_hba\.conf rejects connection .*, no encryption/],
    ['sslmode=disable', () => address({ sslmode: 'disable' }), /pg_hba\.conf rejects connection .*, no encryption/],
    ['an authority that nobody knows', () => address({ sslmode: 'verify-full' }), /unable to verify the first certificate/],
    [
      'another authority',
      () => address({ sslmode: 'verify-full', sslrootcert: postgres.authority('theirs') }),
      /unable to verify the first certificate/,
    ],
    [
      'another host name',
      () => verified(new URL(plain.href.replace('localhost', '127.0.0.1'))),
      /IP: 127\.0\.0\.1 is not in the cert's list/,
    ],
    ['no such file', () => address({ sslmode: 'verify-full', sslrootcert: '/no/ca.pem' }), /ENOENT.*\/no\/ca\.pem/],
  ])('is not started on with %s, and one line says why', async (_, url, reason) => {
    const printed = await failedStart({ DATABASE_URL: url() });
    expect(printed).toMatch(/^Kronika can't start\. The database can't be reached: .*\n$/);
    expect(printed).toMatch(reason);
    expect(printed).not.toContain(plain.password);
  });

  it('that changes its authority makes commands 503, and parks no stream', async () => {
    const url = verified(await postgres.database('renewed'));
    const kronika = await KronikaProcess.start({ DATABASE_URL: url, LOG_LEVEL: 'fatal' });
    try {
      const first = await kronika.command('POST', '/v1/order', { userId: 1 });
      await kronika.query(`/v1/order-history/${first.id}`, first.position);
      await postgres.replaceCertificate('theirs');
      const statuses = new Set<number>();
      for (let n = 0; n < 20; n++) {
        statuses.add((await kronika.command('POST', '/v1/order', { userId: 2 })).status);
        statuses.add((await fetch(`${kronika.url}/v1/order-history`)).status);
      }
      expect([...statuses]).toEqual([503]);
      expect((await fetch(`${kronika.url}/readyz`)).status).toBe(503);
      await postgres.replaceCertificate('ours');
      await until(async () => (await kronika.command('POST', '/v1/order', { userId: 3 })).status === 201);
      const last = await kronika.command('POST', '/v1/order', { userId: 4 });
      expect(await kronika.query(`/v1/order-history/${last.id}`, last.position)).toMatchObject({ user_id: 4 });
      expect((await kronika.query('/v1/quarantine')).data).toEqual([]);
    } finally {
      await kronika.signal('SIGTERM');
    }
  }, 60_000);
});
