import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from '../settings.js';
import { isWindows, type Log, POSTGRES_ENVIRONMENT, run, type ServerUser } from './postgres-system.js';

const SERVER_SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'lc_messages=C',
  'timezone=UTC',
  'log_timezone=UTC',
  'log_line_prefix=',
  'log_checkpoints=off',
  // Keeps the text of failed statements and the values of rows out of the log.
  'log_error_verbosity=terse',
  'log_min_error_statement=panic',
  // Fits the indexes of a million orders. Unused pages occupy no memory, so a small machine can afford it.
  'shared_buffers=256MB',
  'max_connections=100',
  // A command locks each stream that it depends on, such as those of a thousand websites.
  'max_locks_per_transaction=256',
  'max_wal_size=2GB',
  'wal_compression=on',
];

/** How long the processes of a killed server may outlive it. A new server refuses to start until they have ended. */
const MAX_LEFTOVER_WAIT_MS = 30_000;
const LEFTOVER_POLL_MS = 100;

/** Ports to try, because another program may take a free port before the server does. */
const MAX_PORT_ATTEMPTS = 5;

/** Log lines of the server that an error quotes. */
const MAX_QUOTED_LINES = 5;

/** Time limit for a fast shutdown when the app stops. */
const MAX_STOP_MS = 30_000;

/** Time limit for a fast shutdown of the server of an earlier run. */
const MAX_ORPHAN_STOP_MS = 20_000;
/** Time limit for an immediate shutdown. */
const MAX_ABORT_MS = 10_000;

/** A server that accepts connections. */
export interface Server {
  readonly port: number;
  /** Resolves when the server has ended, with the reason and its last log lines. */
  readonly ended: Promise<string>;
  /** Shuts the server down and waits until it has ended. */
  end(): Promise<void>;
}

/**
 * Starts the server on a cluster that this process has locked, and waits until it accepts connections. If a killed run
 * left its server behind, that server is stopped first.
 *
 * @param flags settings that override ours, each `key=value`
 * @param log receives the server's log lines as long as it runs
 * @param meanwhile called while the server starts
 * @throws StartError with the server's last log lines if it ends instead
 */
export async function startServer(
  cluster: string,
  bin: string,
  user: ServerUser,
  flags: string[],
  log: Log,
  meanwhile: () => void,
): Promise<Server> {
  const settings = [...SERVER_SETTINGS, ...flags].flatMap((setting) => ['-c', setting]);
  let deadline: number | undefined;
  // Many attempts may fail with the same lines, which are logged once.
  const logged = new Set<string>();
  for (let ports = 1; ; ) {
    await endEarlierRun(cluster, bin, log);
    const port = await freePort();
    const child = spawn(join(bin, 'postgres'), ['-D', cluster, '-p', String(port), ...settings], {
      cwd: '/',
      env: POSTGRES_ENVIRONMENT,
      stdio: ['ignore', 'ignore', 'pipe'],
      // In its own process group, so that Ctrl-C in the terminal can't stop the server before the app has drained.
      detached: true,
      windowsHide: true,
      ...user,
    });
    // Covers an app that exits without `end()`. If the app is killed, the next start calls `endEarlierRun`.
    const kill = () => child.kill('SIGINT');
    process.once('exit', kill);
    child.once('exit', () => process.off('exit', kill));

    const last: string[] = [];
    const lines = createInterface({ input: child.stderr });
    lines.on('line', (line) => {
      last.push(line);
      last.splice(0, last.length - MAX_QUOTED_LINES);
      if (!logged.has(line)) log(line);
    });
    const drained = once(lines, 'close');
    const ended = once(child, 'exit').then(async ([code, signal]) => {
      // A child process of the server may outlive it for a moment and hold the pipe open.
      await Promise.race([drained, delay(1_000, undefined, { ref: false })]);
      return `Postgres ended (${signal ?? `exit code ${code}`}): ${last.join(' ')}`;
    });
    const ready = new Promise<void>((resolve) => {
      lines.on('line', (line) => line.endsWith('database system is ready to accept connections') && resolve());
    });
    meanwhile();
    const failure = await Promise.race([ready, ended]);
    if (failure === undefined) return { port, ended, end: () => endChild(child, bin) };
    for (const line of last) logged.add(line);
    if (failure.includes('could not create any TCP/IP sockets') && ports++ < MAX_PORT_ATTEMPTS) continue;
    const hasLeftovers =
      failure.includes('pre-existing shared memory block') || failure.includes('"postmaster.pid" already exists');
    deadline ??= Date.now() + MAX_LEFTOVER_WAIT_MS;
    if (!hasLeftovers || Date.now() > deadline) throw new StartError(failure);
    await delay(LEFTOVER_POLL_MS);
  }
}

const endChild = (child: ChildProcess, bin: string) =>
  endProcess(child.pid as number, bin, () => child.exitCode === null && child.signalCode === null, MAX_STOP_MS);

/** Stops a server that outlived a killed Kronika, and keeps a stale `postmaster.pid` from blocking the start. */
async function endEarlierRun(cluster: string, bin: string, log: Log): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  const read = () => fs.readFile(file, 'utf8').catch(() => undefined);
  const found = await read();
  const pid = Number.parseInt(found ?? '', 10);
  // After a failed attempt, the file has our own id. In a single-user session the id is negative, and Postgres itself
  // refuses to start.
  if (found === undefined || pid === process.pid || pid < 0) return;
  const isOrphanAlive = () => isServerOf(cluster, pid);
  const isOrphan = await isOrphanAlive();
  log(`the earlier run was not stopped cleanly: ${isOrphan ? `stopping its Postgres (process ${pid})` : 'Postgres recovers'}`);
  if (isOrphan) await endProcess(pid, bin, isOrphanAlive, MAX_ORPHAN_STOP_MS);
  const left = await read();
  if (left === undefined) return;
  // Postgres refuses to start while the process in the first line is alive, even if that id belongs to another program
  // by now. The only id that it ignores is its parent's, so ours goes there. The other lines must stay, because they
  // have the shared memory key by which Postgres finds processes of the dead server that are still running.
  if (isWindows) await fs.rm(file);
  else await fs.writeFile(file, left.replace(/^.*/, String(process.pid)));
}

async function isServerOf(cluster: string, pid: number): Promise<boolean> {
  // The command line of a process that has ended is empty or can't be read.
  const line = await commandLine(pid).catch(() => '');
  return line.includes('postgres') && line.includes(` -D ${cluster} `);
}

/** Only the branch for Linux is tested. `ps` is for macOS, PowerShell for Windows. */
async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') return (await fs.readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
  if (!isWindows) return (await run('ps', ['-ww', '-o', 'args=', '-p', String(pid)])).stdout;
  const query = `(Get-CimInstance Win32_Process -Filter "ProcessId=${pid}").CommandLine`;
  return (await run('powershell', ['-NoProfile', '-Command', query])).stdout.replaceAll('"', '');
}

/**
 * Requests a fast shutdown and, after `maxFastMs`, an immediate one. After the latter, Postgres recovers at its next
 * start.
 */
async function endProcess(pid: number, bin: string, isAlive: () => boolean | Promise<boolean>, maxFastMs: number): Promise<void> {
  for (const { signal, maxMs } of [
    { signal: 'INT', maxMs: maxFastMs },
    { signal: 'QUIT', maxMs: MAX_ABORT_MS },
  ]) {
    if (!(await isAlive())) return;
    // Windows, not tested: it has no signals, so `pg_ctl` writes to a pipe that Postgres reads.
    const send = async () =>
      isWindows ? run(join(bin, 'pg_ctl'), ['kill', signal, String(pid)]) : process.kill(pid, `SIG${signal}`);
    await send().catch(() => {});
    for (const until = Date.now() + maxMs; Date.now() < until && (await isAlive()); ) await delay(10);
  }
  if (await isAlive()) throw new StartError(`the Postgres process ${pid} does not end`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}
