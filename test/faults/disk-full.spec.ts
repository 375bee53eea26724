import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/shared/database/embedded-postgres.js';
import { KronikaProcess } from '../support/process.js';
import { until } from '../support/until.js';

const MIB = 1024 * 1024;

/** A disk of its own, which needs the right to mount one. */
class SmallDisk {
  private constructor(readonly path: string) {}

  static mount(mib: number): SmallDisk {
    const path = mkdtempSync(join(tmpdir(), 'kronika-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mib}m,mode=755`, 'none', path], { stdio: 'pipe' });
    return new SmallDisk(path);
  }

  get free(): number {
    const { bavail, bsize } = statfsSync(this.path);
    return bavail * bsize;
  }

  /** Fills it until only so much is free. */
  fill(free: number): void {
    try {
      writeFileSync(join(this.path, 'filler'), Buffer.alloc(this.free - free));
    } catch (error) {
      // Postgres may have taken some of it meanwhile.
      if (free > 0 || (error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }

  empty(): void {
    rmSync(join(this.path, 'filler'));
  }

  unmount(): void {
    execFileSync('umount', ['-l', this.path]);
    rmSync(this.path, { recursive: true });
  }
}

function mayMount(): boolean {
  try {
    SmallDisk.mount(1).unmount();
    return true;
  } catch {
    console.warn('Tests of full disks are skipped: this user may not mount a tmpfs.');
    return false;
  }
}

const disks: SmallDisk[] = [];
const running: KronikaProcess[] = [];
afterEach(async () => {
  for (const kronika of running.splice(0)) await kronika.signal('SIGTERM');
  for (const disk of disks.splice(0)) disk.unmount();
});
const mount = (mib: number) => {
  const disk = SmallDisk.mount(mib);
  disks.push(disk);
  return disk;
};
const start = async (environment: NodeJS.ProcessEnv) => {
  const kronika = await KronikaProcess.start(environment);
  running.push(kronika);
  return kronika;
};

describe.skipIf(!mayMount())('a full disk', () => {
  const ask = async (kronika: KronikaProcess, path: string, body?: object) => {
    const response = await fetch(`${kronika.url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: body && { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    const { code, status, reasons } = text ? JSON.parse(text) : {};
    return { answer: code ? `${response.status} ${code}` : response.status, status, reasons, headers: response.headers };
  };
  const createOrder = (kronika: KronikaProcess) => ask(kronika, '/v1/order', { userId: 1 });
  const readiness = (kronika: KronikaProcess) => ask(kronika, '/readyz');

  it('lets the embedded Postgres refuse commands while it still lives, and goes on by itself', async () => {
    const disk = mount(500);
    const kronika = await start({ DATA_DIR: join(disk.path, 'data') });
    const { reasons, status } = await readiness(kronika);
    expect([status, reasons]).toEqual([
      'degraded',
      [{ subscription: 'database', problem: expect.stringMatching(/ MiB free, /) }],
    ]);
    await kronika.prints(/The disk of the database has \d+ MiB free, which is \d+ %. Below 64 MiB nothing is written/);
    const first = await kronika.command('POST', '/v1/order', { userId: 1 });
    expect(first.status).toBe(201);

    disk.fill(40 * MIB);
    await until(async () => (await createOrder(kronika)).answer === '503 database.full');
    const refused = await createOrder(kronika);
    expect([refused.answer, refused.headers.get('retry-after')]).toEqual(['503 database.full', '10']);
    await until(async () => (await readiness(kronika)).answer === '503 database.full');
    // What needs no room is answered.
    expect((await ask(kronika, '/healthz')).answer).toBe(200);
    expect((await ask(kronika, `/v1/order-history/${first.id}`)).answer).toBe(200);
    const written = disk.free;
    for (let n = 0; n < 20; n++) await Promise.all(Array.from({ length: 100 }, () => createOrder(kronika)));
    expect((written - disk.free) / MIB).toBeLessThan(16);

    disk.empty();
    await until(async () => (await createOrder(kronika)).answer === 201);
    await until(async () => (await readiness(kronika)).answer === 200);
    const { id, position } = await kronika.command('POST', '/v1/order', { userId: 2 });
    expect(await kronika.query(`/v1/order-history/${id}`, position)).toMatchObject({ user_id: 2 });
    expect(kronika.output).not.toMatch(/PANIC/);
    expect(kronika.output.split('\n').length).toBeLessThan(30);
  }, 90_000);

  it('is not filled by uploads, which are refused before the embedded Postgres lacks space', async () => {
    const disk = mount(500);
    const folder = join(disk.path, 'data');
    const kronika = await start({ DATA_DIR: folder });
    const [campaign, creative] = [randomUUID(), randomUUID()];
    await kronika.command('POST', '/v1/campaigns', { id: campaign, name: 'Campaign', userId: 1 });
    await kronika.command('POST', '/v1/creatives', { id: creative, campaignId: campaign, name: 'Creative' });
    const upload = async () => {
      const response = await fetch(`${kronika.url}/v1/creatives/${creative}/media`, {
        method: 'POST',
        headers: { 'content-type': 'video/mp4' },
        body: Buffer.alloc(90 * MIB),
      }).catch((error) => ({ status: `${error.cause ?? error}`, text: async () => '{}' }));
      return `${response.status} ${JSON.parse(await response.text()).code}`;
    };
    disk.fill(160 * MIB);
    expect(new Set(await Promise.all(Array.from({ length: 8 }, upload)))).toEqual(new Set(['503 server.disk-full']));
    expect(readdirSync(join(folder, 'media'))).toEqual([]);
    await until(async () => (await createOrder(kronika)).answer === 201);
    expect(kronika.output).not.toMatch(/PANIC|ENOSPC/);
  }, 90_000);

  it('can be met at the first start, and at a later one: each says so in one line', async () => {
    const disk = mount(20);
    const first = KronikaProcess.spawn({ DATA_DIR: join(disk.path, 'data') });
    expect(await first.ended()).toBe(1);
    expect(first.output).toMatch(
      /^Kronika can't start\. no database can be made in \S+: its disk has \d+ MiB free, and 128 MiB are needed\n$/,
    );

    const other = mount(300);
    const folder = join(other.path, 'data');
    await (await start({ DATA_DIR: folder })).signal('SIGTERM');
    running.pop();
    other.fill(0);
    const later = KronikaProcess.spawn({ DATA_DIR: folder });
    expect(await later.ended()).toBe(1);
    const lines = later.output.trim().split('\n');
    expect(lines.at(-1)).toMatch(
      /^Kronika can't start\. .*(its disk has 0 MiB free, and 32 MiB are needed|disk of the database is full)/,
    );
    expect(lines.length).toBeLessThan(12);
    other.empty();
    expect((await createOrder(await start({ DATA_DIR: folder }))).answer).toBe(201);
  }, 90_000);

  describe('of a server', () => {
    let admin: pg.Client;
    // Not that of the other tests: while its disk is full, no checkpoint succeeds, and no database is created.
    let server: EmbeddedPostgres;
    let serverFolder: string;
    beforeAll(async () => {
      serverFolder = mkdtempSync(join(tmpdir(), 'kronika-server-'));
      chmodSync(serverFolder, 0o755);
      server = await startEmbeddedPostgres({ dataDir: serverFolder, log: () => undefined, flags: ['fsync=off'] });
      admin = new pg.Client(server.url);
      await admin.connect();
    });
    afterAll(async () => {
      await admin.end();
      await server.stop();
      rmSync(serverFolder, { recursive: true, force: true });
    });

    it('is told by readiness, and by each command; both go on when there is room', async () => {
      const disk = mount(100);
      const { rows } = await admin.query('SHOW data_directory');
      const { uid, gid } = statSync(rows[0].data_directory);
      const folder = join(disk.path, 'tablespace');
      mkdirSync(folder);
      chmodSync(disk.path, 0o755);
      chownSync(folder, uid, gid);
      const name = `full_${process.pid}`;
      await admin.query(`CREATE TABLESPACE ${name} LOCATION '${folder}'`);
      await admin.query(`CREATE DATABASE ${name} TABLESPACE ${name}`);
      try {
        const url = new URL(server.url);
        url.pathname = `/${name}`;
        const kronika = await start({ DATABASE_URL: url.href });
        expect((await createOrder(kronika)).answer).toBe(201);
        expect((await readiness(kronika)).answer).toBe(200);
        disk.fill(0);
        const answers = new Set<unknown>();
        // What pages have room for still fits.
        while (!answers.has('503 database.full'))
          for (const { answer } of await Promise.all(Array.from({ length: 100 }, () => createOrder(kronika))))
            answers.add(answer);
        expect(answers).toEqual(new Set([201, '503 database.full']));
        await until(async () => (await readiness(kronika)).answer === '503 database.full');
        for (let n = 0; n < 10; n++) await Promise.all(Array.from({ length: 50 }, () => createOrder(kronika)));
        // The same line hundreds of times is one line.
        expect(kronika.output.split('\n').length).toBeLessThan(60);
        disk.empty();
        await until(async () => (await createOrder(kronika)).answer === 201);
        await until(async () => (await readiness(kronika)).answer === 200);
        await running.pop()?.signal('SIGTERM');
      } finally {
        await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
        await admin.query(`DROP TABLESPACE ${name}`);
      }
    }, 90_000);
  });
});
