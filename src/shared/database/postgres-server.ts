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
  // Otherwise the log entry of a failed statement carries its text and the values of the row.
  'log_error_verbosity=terse',
  'log_min_error_statement=panic',
  // Room for the indexes of a million orders. Pages take memory only once touched, so a small machine can afford it.
  'shared_buffers=256MB',
  'max_connections=100',
  // A command locks each stream that it relies on, such as those of a thousand websites.
  'max_locks_per_transaction=256',
  'max_wal_size=2GB',
  'wal_compression=on',
];

/** Processes of a killed server notice within this time that it is gone; until then a new server refuses to start. */
const MAX_LEFTOVER_WAIT_MS = 30_000;
const LEFTOVER_POLL_MS = 100;

/** Free ports that are tried, because another program may take one before the server does. */
const MAX_PORT_ATTEMPTS = 5;

/** Lines of the server that an error quotes. */
const MAX_QUOTED_LINES = 5;

/** How long a fast shutdown may take, when the app stops and when the server of an earlier run is ended. */
const MAX_STOP_MS = 30_000;
const MAX_ORPHAN_STOP_MS = 20_000;
/** How long an immediate shutdown may take. */
const MAX_ABORT_MS = 10_000;

/** A server that accepts connections. */
export interface Server {
  readonly port: number;
  /** Resolves when the server has ended, with the reason and its last lines. */
  readonly ended: Promise<string>;
  /** Shuts the server down and waits until it is gone. */
  end(): Promise<void>;
}

/**
 * Starts the server on a cluster that this process has locked, and waits until it accepts connections. First it ends
 * the server of an earlier run that was killed.
 *
 * @param flags settings that win over ours, each `key=value`
 * @param log gets the server's lines as long as it lives
 * @param meanwhile is called while the server starts
 * @throws StartError if the server ends instead, in its words
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
  // There may be many attempts that fail in the same words, which are logged once.
  const logged = new Set<string>();
  for (let ports = 1; ; ) {
    await endEarlierRun(cluster, bin, log);
    const port = await freePort();
    const child = spawn(join(bin, 'postgres'), ['-D', cluster, '-p', String(port), ...settings], {
      cwd: '/',
      env: POSTGRES_ENVIRONMENT,
      stdio: ['ignore', 'ignore', 'pipe'],
      // A process group of its own: the terminal's Ctrl-C must not stop it before the app has drained.
      detached: true,
      windowsHide: true,
      ...user,
    });
    // For an app that exits without stop(). If the app is killed, the next start runs endEarlierRun.
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
      // One of the server's processes may outlive it for a moment and hold the pipe.
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

/** Ends the server that outlived a killed Kronika, and keeps a stale `postmaster.pid` from blocking the start. */
async function endEarlierRun(cluster: string, bin: string, log: Log): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  const read = () => fs.readFile(file, 'utf8').catch(() => undefined);
  const found = await read();
  const pid = Number.parseInt(found ?? '', 10);
  // It is our own id after a failed attempt, and negative in a single-user session, at which Postgres refuses to
  // start.
  if (found === undefined || pid === process.pid || pid < 0) return;
  const isOrphanAlive = () => isServerOf(cluster, pid);
  const isOrphan = await isOrphanAlive();
  log(`the earlier run was not stopped cleanly: ${isOrphan ? `stopping its Postgres (process ${pid})` : 'Postgres recovers'}`);
  if (isOrphan) await endProcess(pid, bin, isOrphanAlive, MAX_ORPHAN_STOP_MS);
  const left = await read();
  if (left === undefined) return;
  // Postgres refuses to start while the process named in the first line lives, even if another program has got that id
  // by now. It ignores only its parent's id. The other lines must stay: they hold the shared memory key by which
  // Postgres finds processes of the dead server that still work.
  if (isWindows) await fs.rm(file);
  else await fs.writeFile(file, left.replace(/^.*/, String(process.pid)));
}

async function isServerOf(cluster: string, pid: number): Promise<boolean> {
  // Fails, or is empty, for a process that is gone.
  const line = await commandLine(pid).catch(() => '');
  return line.includes('postgres') && line.includes(` -D ${cluster} `);
}

/** Only the way of Linux is tested: `ps` is for macOS, PowerShell for Windows. */
async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') return (await fs.readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
  if (!isWindows) return (await run('ps', ['-ww', '-o', 'args=', '-p', String(pid)])).stdout;
  const query = `(Get-CimInstance Win32_Process -Filter "ProcessId=${pid}").CommandLine`;
  return (await run('powershell', ['-NoProfile', '-Command', query])).stdout.replaceAll('"', '');
}

/**
 * Asks for a fast shutdown and, after `maxFastMs`, for an immediate one, from which Postgres recovers at its next
 * start.
 */
async function endProcess(pid: number, bin: string, isAlive: () => boolean | Promise<boolean>, maxFastMs: number): Promise<void> {
  for (const { signal, maxMs } of [
    { signal: 'INT', maxMs: maxFastMs },
    { signal: 'QUIT', maxMs: MAX_ABORT_MS },
  ]) {
    if (!(await isAlive())) return;
    // Not tested: Windows has no signals; there Postgres listens on a pipe that pg_ctl knows.
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
