import { readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { KronikaProcess } from '../support/process.js';
import { scratchFolder } from '../support/scratch.js';
import { createDatabase } from '../support/shop.js';

const running: KronikaProcess[] = [];
afterEach(async () => {
  for (const kronika of running.splice(0)) await kronika.signal('SIGKILL');
});

const start = async (environment: NodeJS.ProcessEnv, cwd?: string) => {
  const kronika = KronikaProcess.spawn(environment, { cwd });
  running.push(kronika);
  await kronika.prints(/\/docs/);
  return kronika;
};

/** @returns the exit code and the output of a start that fails */
const fail = async (environment: NodeJS.ProcessEnv) => {
  const kronika = KronikaProcess.spawn(environment);
  running.push(kronika);
  const code = await kronika.ended();
  return { code, output: kronika.output };
};

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('Kronika on a Postgres of its own', () => {
  let folder: string;
  const postmaster = async () =>
    Number((await readFile(join(folder, '.kronika/postgres/postmaster.pid'), 'utf8')).split('\n')[0]);
  beforeAll(async () => {
    folder = await scratchFolder('kronika-start-');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('starts from nothing in an empty folder, says where it is, and Ctrl-C stops both', async () => {
    const kronika = await start({}, folder);
    expect(kronika.output).toMatch(/Kronika is ready at http:\/\/127\.0\.0\.1:\d+\n/);
    expect(kronika.output).toContain(`${kronika.url}/docs`);
    expect((await kronika.command('POST', '/v1/order', { userId: 1 })).status).toBe(201);
    const pid = await postmaster();
    expect(await kronika.signal('SIGINT')).toBe(0);
    expect(isAlive(pid)).toBe(false);
  });

  it('refuses a second Kronika on the same folder, in one line', async () => {
    await start({}, folder);
    const { code, output } = await fail({ DATA_DIR: join(folder, '.kronika') });
    expect(code).toBe(1);
    expect(output.trim().split('\n')).toEqual([expect.stringMatching(/is in use by another Kronika \(process \d+\)/)]);
  });

  it.each([
    ['the app', false],
    ['the app and the postmaster', true],
  ])('keeps everything acknowledged after kill -9 of %s', async (_, both) => {
    const first = await start({}, folder);
    const order = await first.command('POST', '/v1/order', { userId: 7 });
    const pid = await postmaster();
    await first.signal('SIGKILL');
    if (both) process.kill(pid, 'SIGKILL');
    const second = await start({}, folder);
    expect(await second.query(`/v1/order-history/${order.id}`, order.position)).toMatchObject({ user_id: 7 });
    expect(await second.signal('SIGTERM')).toBe(0);
  });

  it('stops with an error when its Postgres dies', async () => {
    const kronika = await start({}, folder);
    process.kill(await postmaster(), 'SIGKILL');
    expect(await kronika.ended()).toBe(1);
    expect(kronika.output).toContain('Kronika stops: its Postgres ended unexpectedly');
  });
});

describe('a start that fails', () => {
  it.each<[NodeJS.ProcessEnv, string]>([
    [{ PORT: '70000' }, 'PORT must be a whole number from 0 to 65535'],
    [{ PORT: 'web' }, 'PORT must be a whole number from 0 to 65535'],
    [{ CURRENCY: 'EURO' }, 'CURRENCY must be an ISO 4217 code such as EUR'],
    [{ CURRENCY: 'QQQ' }, 'CURRENCY must be an ISO 4217 code such as EUR'],
    [{ TIME_ZONE: 'Mars/Olympus' }, 'TIME_ZONE must be the name of an IANA time zone such as Europe/Prague'],
    [{ TIME_ZONE: 'PST' }, 'TIME_ZONE must be the name of an IANA time zone such as Europe/Prague'],
    [{ TIME_ZONE: '+02:00' }, 'TIME_ZONE must be the name of an IANA time zone such as Europe/Prague'],
    [{ ROLES: 'king' }, 'ROLES must be of web, worker, views and relay, each at most once, separated by commas'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must look like postgres://user:password@host:5432/database'],
    [
      { DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/none' },
      "The database can't be reached: connect ECONNREFUSED 127.0.0.1:1",
    ],
    [
      { DATABASE_URL: 'postgres://nobody:p%zz@127.0.0.1:1/none' },
      "DATABASE_URL can't be read: a % in it begins no percent-encoded character; a % that is meant is written %25.",
    ],
    ...['postgres://nobody:p@127.0.0.1:70000/none', 'postgres://nobody:p#ss@127.0.0.1/none', 'postgres://[::1/none'].map(
      (url): [NodeJS.ProcessEnv, string] => [
        { DATABASE_URL: url },
        "DATABASE_URL can't be read: it is not postgres://user:password@host:port/database; in user and password, " +
          'characters such as @ : / ? # are percent-encoded.',
      ],
    ),
    [
      { DATABASE_URL: 'postgres://nobody:p@127.0.0.1:1/none', READ_DATABASE_URL: 'postgres://nobody:p%zz@127.0.0.1:1/none' },
      "READ_DATABASE_URL can't be read: a % in it begins no percent-encoded character; a % that is meant is written %25.",
    ],
    ...['mysql://a/b', 'postgres://a/b,mysql://c/d', 'postgres://a/b,', 'postgres://a/b,,postgres://c/d', ','].map(
      (READ_DATABASE_URL): [NodeJS.ProcessEnv, string] => [
        { READ_DATABASE_URL },
        'READ_DATABASE_URL must look like postgres://user:password@host:5432/database, several separated by commas',
      ],
    ),
    [
      { TRUST_PROXY: 'true' },
      'TRUST_PROXY must be addresses or networks of proxies, separated by commas, such as 10.0.0.7,192.168.0.0/24',
    ],
    [
      { CORS_ORIGINS: '*' },
      'CORS_ORIGINS must be origins, separated by commas, each as a browser sends it, such as https://shop.example',
    ],
    [{ RATE_LIMIT: '-1' }, 'RATE_LIMIT must be a whole number of requests a minute, 0 for no limit'],
    [{ RATE_LIMIT: 'off' }, 'RATE_LIMIT must be a whole number of requests a minute, 0 for no limit'],
    [{ CONNECTIONS_PER_ADDRESS: '1.5' }, 'CONNECTIONS_PER_ADDRESS must be a whole number, 0 for no limit'],
  ])('says in one line what is wrong with %o', async (environment, message) => {
    const { code, output } = await fail(environment);
    expect(code).toBe(1);
    expect(output).toBe(`Kronika can't start. ${message}\n`);
  });

  it('says that the port is taken, and leaves no Postgres behind', async () => {
    const { url, drop } = await createDatabase();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { code, output } = await fail({ DATABASE_URL: url, PORT: String(port) });
    server.close();
    await drop();
    expect(code).toBe(1);
    expect(output).toBe(`Kronika can't start. Port ${port} of 127.0.0.1 is taken: set PORT to another one.\n`);
  });

  it('says which rights the user of the database lacks', async () => {
    const admin = new pg.Client(inject('postgres'));
    await admin.connect();
    await admin.query(`CREATE ROLE guest LOGIN PASSWORD 'guest'`);
    await admin.query('CREATE DATABASE guarded');
    const url = new URL(inject('postgres'));
    url.username = url.password = 'guest';
    url.pathname = '/guarded';
    const { code, output } = await fail({ DATABASE_URL: url.href });
    await admin.query('DROP DATABASE guarded WITH (FORCE)');
    await admin.query('DROP ROLE guest');
    await admin.end();
    expect(code).toBe(1);
    expect(output).toMatch(/^Kronika can't start\. The database's user lacks rights \(permission denied .*\n$/);
  });

  it('says that the password is wrong without showing it', async () => {
    const url = new URL(inject('postgres'));
    url.password = 'not-this-one';
    const { code, output } = await fail({ DATABASE_URL: url.href });
    expect(code).toBe(1);
    expect(output).toMatch(/^Kronika can't start\. The database can't be reached: .*password authentication failed.*\n$/);
    expect(output).not.toContain('not-this-one');
  });
});

describe('Kronika as two processes', () => {
  it('takes commands in one and folds views in the other', async () => {
    const { url, drop } = await createDatabase();
    const web = await start({ DATABASE_URL: url, READ_DATABASE_URL: url, ROLES: 'web' });
    const order = await web.command('POST', '/v1/order', { userId: 7 });
    const { data } = await web.query<{ data: object[] }>('/v1/views');
    expect(data).toContainEqual(expect.objectContaining({ name: 'order-history', position: 0, lag: 1, state: 'behind' }));
    const worker = KronikaProcess.spawn({ DATABASE_URL: url, ROLES: 'worker' });
    running.push(worker);
    await worker.prints(/without HTTP/);
    expect(await web.query(`/v1/order-history/${order.id}`, order.position)).toMatchObject({ user_id: 7 });
    expect(await Promise.all([web.signal('SIGTERM'), worker.signal('SIGTERM')])).toEqual([0, 0]);
    await drop();
  });
});

describe('a database user without rights over roles', () => {
  it('gets one warning, and the shop works all the same, with immutable events', async () => {
    const admin = new pg.Client(inject('postgres'));
    await admin.connect();
    await admin.query(`CREATE ROLE plain LOGIN PASSWORD 'plain'`);
    await admin.query('CREATE DATABASE plain OWNER plain');
    const url = new URL(inject('postgres'));
    url.username = url.password = 'plain';
    url.pathname = '/plain';
    const kronika = await start({ DATABASE_URL: url.href });
    expect(kronika.output.match(/may not create or take the roles/g)).toHaveLength(1);
    const order = await kronika.command('POST', '/v1/order', { userId: 7 });
    expect(await kronika.query(`/v1/order-history/${order.id}`, order.position)).toMatchObject({ user_id: 7 });
    const owner = new pg.Client(url.href);
    await owner.connect();
    await expect(owner.query(`UPDATE log.events SET type = 'forged'`)).rejects.toThrow('events are immutable');
    await owner.end();
    expect(await kronika.signal('SIGTERM')).toBe(0);
    await admin.query('DROP DATABASE plain WITH (FORCE)');
    await admin.query('DROP ROLE plain');
    await admin.end();
  });
});
