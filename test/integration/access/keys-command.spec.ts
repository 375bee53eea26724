import { execFile } from 'node:child_process';
import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { KronikaProcess } from '../../support/process.js';
import { ROOT } from '../../support/root.js';
import { scratchFolder } from '../../support/scratch.js';
import { createDatabase, Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

/** The shell command as `npm run keys --` calls it. */
function keys(environment: NodeJS.ProcessEnv, ...given: string[]): Promise<{ code: number; out: string; err: string }> {
  const { PATH, HOME } = process.env;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(ROOT, 'dist/start/keys.js'), ...given],
      { env: { PATH, HOME, ...environment } },
      (error, out, err) => resolve({ code: (error?.code as number | undefined) ?? 0, out, err }),
    );
  });
}

const KEY = /^kro_([0-9A-Za-z]{12})_[\w-]{43}\n$/;
const create = (environment: NodeJS.ProcessEnv, ...given: string[]) =>
  keys(environment, 'create', '--name', 'first', '--role', 'admin', ...given);

/** The status of a route for admins alone, with a key. */
const statusOf = async (url: string, key: string) =>
  (await fetch(`${url}/v1/keys`, { headers: { Authorization: `Bearer ${key.trim()}` } })).status;

describe('npm run keys', () => {
  let shop: Shop;
  let environment: { DATABASE_URL: string };
  beforeAll(async () => {
    shop = await Shop.open({ AUTH: 'keys' });
    environment = { DATABASE_URL: shop.database.url };
  });
  afterAll(() => shop.close());

  it('creates a key, lists it without its secret, and revokes it', async () => {
    const { code, out, err } = await keys(
      environment,
      'create',
      '--name',
      'a b',
      '--role',
      'reader',
      '--user',
      '7',
      '--days',
      '10',
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [, id = ''] = KEY.exec(out) ?? [];
    expect(id).not.toBe('');
    const day = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
    const line = (rest: string) => `${id} · a b · reader · user 7 · ${rest} · expires ${day} · never used`;
    const listed = await keys(environment, 'list');
    expect(listed.out.split('\n')).toContain(line('active'));
    expect(listed.out).not.toContain(out.trim().slice(-43));
    const { rows } = await shop.db.query('SELECT created_by FROM access.keys WHERE id = $1', [id]);
    expect(rows).toEqual([{ created_by: 'shell' }]);
    expect(await keys(environment, 'revoke', id)).toEqual({ code: 0, out: `${id} is revoked.\n`, err: '' });
    expect((await keys(environment, 'list')).out.split('\n')).toContain(line('revoked'));
  }, 60_000);

  it('revokes the last key of an admin, and says so', async () => {
    const id = (shop.key as string).split('_')[1] as string;
    expect((await keys(environment, 'revoke', id)).out).toBe(`${id} is revoked. No active key of an admin is left.\n`);
    expect((await create(environment)).out).toMatch(KEY);
  });

  /** Wrong arguments, and the first line of the answer. */
  const MISTAKES: readonly [string[], RegExp][] = [
    [[], /^npm run keys -- create/],
    [['list', 'x'], /^npm run keys -- create/],
    [['revoke'], /^npm run keys -- create/],
    [['create', 'x', '--name', 'a', '--role', 'admin'], /^npm run keys -- create/],
    [['create', '--name', 'a', '--role', 'admin', '--force'], /^npm run keys -- create/],
    [['list', '--role', 'admin'], /^npm run keys -- create/],
    [['create', '--role', 'admin'], /^--name must have 1 to 100 characters\.$/],
    [['create', '--name', ' ', '--role', 'admin'], /^--name must have 1 to 100 characters\.$/],
    [['create', '--name', 'a\nb', '--role', 'admin'], /^--name must have 1 to 100 characters\.$/],
    [['create', '--name', 'a'], /^--role must be one of reader, operator, admin\.$/],
    [['create', '--name', 'a', '--role', 'root'], /^--role must be one of reader, operator, admin\.$/],
    [
      ['create', '--name', 'a', '--role', 'reader', '--user', '0x1'],
      /^--user must be a whole number from 1 to 9007199254740991\.$/,
    ],
    [['create', '--name', 'a', '--role', 'reader', '--days', '3651'], /^--days must be a whole number from 1 to 3650\.$/],
  ];

  it('says in a line what is wrong', async () => {
    const told = await Promise.all(MISTAKES.map(([given]) => keys(environment, ...given)));
    expect(told.map(({ code, out, err }, n) => [MISTAKES[n]?.[0], code, out, err.split('\n')[0]])).toEqual(
      MISTAKES.map(([given, message]) => [given, 2, '', expect.stringMatching(message)]),
    );
  });

  it('says in a line that there is no such key', async () => {
    expect(await keys(environment, 'revoke', '0123456789ab')).toEqual({
      code: 1,
      out: '',
      err: 'There is no key 0123456789ab.\n',
    });
  });

  it('creates 20 at once, while each of them and Kronika migrate the same empty database', async () => {
    const name = new URL((await createDatabase('template0')).url);
    const DATABASE_URL = name.href;
    const [kronika, ...created] = await Promise.all([
      KronikaProcess.start({ DATABASE_URL, AUTH: 'keys' }),
      ...Array.from({ length: 20 }, () => create({ DATABASE_URL })),
    ]);
    try {
      expect(created.map(({ code, err }) => [code, err])).toEqual(created.map(() => [0, '']));
      expect(new Set(created.map(({ out }) => KEY.exec(out)?.[1])).size).toBe(20);
      expect(await Promise.all(created.map(({ out }) => statusOf(kronika.url, out)))).toEqual(created.map(() => 200));
      expect(kronika.output).not.toMatch(/kro_|error/i);
    } finally {
      await kronika.signal('SIGTERM');
      const admin = new pg.Client(inject('postgres'));
      await admin.connect();
      await admin.query(`DROP DATABASE ${name.pathname.slice(1)} WITH (FORCE)`);
      await admin.end();
    }
  }, 180_000);
});

it('npm run keys works on the embedded Postgres, whether Kronika runs or not', async () => {
  const DATA_DIR = await scratchFolder('kronika-keys-');
  await chmod(DATA_DIR, 0o755);
  try {
    // Nothing is there yet, and several of them start the Postgres that they share.
    const before = await Promise.all(Array.from({ length: 4 }, () => create({ DATA_DIR })));
    expect(before.map(({ code, err }) => [code, err])).toEqual(before.map(() => [0, '']));
    const kronika = await KronikaProcess.start({ DATA_DIR, AUTH: 'keys' });
    const { out } = await create({ DATA_DIR });
    for (const key of [out, ...before.map((each) => each.out)]) expect(await statusOf(kronika.url, key)).toBe(200);
    await keys({ DATA_DIR }, 'revoke', KEY.exec(out)?.[1] as string);
    // A request that is open when its key ends gets no answer.
    await until(async () => (await statusOf(kronika.url, out).catch(() => 0)) === 401);
    expect(await statusOf(kronika.url, before[0]?.out as string)).toBe(200);
    expect(await kronika.signal('SIGTERM')).toBe(0);
    expect((await keys({ DATA_DIR }, 'list')).out.split('\n').filter((line) => line.includes('admin'))).toHaveLength(5);
  } finally {
    await rm(DATA_DIR, { recursive: true, force: true });
  }
}, 180_000);

describe('AUTH=none', () => {
  /** What Kronika prints with each of these settings, where the database can't be reached. */
  const starts = <E extends NodeJS.ProcessEnv>(environments: readonly E[]) =>
    Promise.all(
      environments.map(async (environment) => {
        const kronika = KronikaProcess.spawn({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', ...environment });
        return [environment, await kronika.ended(), kronika.output] as const;
      }),
    );

  it('refuses to start on a host that other machines can reach, and says what to set', async () => {
    const hosts = ['0.0.0.0', '::', '192.0.2.1', 'shop.example', '127.0.0.1.example', '127.1'].map((HOST) => ({ HOST }));
    expect(await starts(hosts)).toEqual(
      hosts.map(({ HOST }) => [
        { HOST },
        1,
        `Kronika can't start. With AUTH=none everybody may do everything, and other machines can reach HOST ${HOST}: ` +
          'set AUTH=keys, after npm run keys -- create --name me --role admin, or set HOST=127.0.0.1.\n',
      ]),
    );
  });

  it('or another one passes where only this machine can', async () => {
    const environments = [
      { HOST: '127.9.9.9' },
      { HOST: '::1' },
      { HOST: 'LOCALHOST' },
      { HOST: '0.0.0.0', AUTH: 'keys' },
      { HOST: '0.0.0.0', ROLES: 'worker' },
    ];
    const unreachable = expect.stringMatching(/^Kronika can't start\. The database can't be reached/);
    expect(await starts(environments)).toEqual(environments.map((environment) => [environment, 1, unreachable]));
  });

  it('is one of few values', async () => {
    const kronika = KronikaProcess.spawn({ AUTH: 'basic' });
    expect([await kronika.ended(), kronika.output]).toEqual([
      1,
      "Kronika can't start. AUTH must be none, keys, oidc or keys,oidc\n",
    ]);
  });
});
