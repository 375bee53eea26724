import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/shared/database/embedded-postgres.js';
import { usableBinaries } from '../../src/shared/database/postgres-binaries.js';
import { POSTGRES_ENVIRONMENT, serverUser } from '../../src/shared/database/postgres-system.js';
import { scratchFolder } from './scratch.js';
import { until } from './until.js';

/** What a copy of a running cluster must not have, besides the list of files that the server keeps to itself. */
const NOT_COPIED = ['postmaster.pid', 'postmaster.opts'];

/** A standby refuses to start with less of these than its primary has. */
const AS_THE_PRIMARY = ['max_connections=100', 'max_locks_per_transaction=256'];

/** A primary of its own, and hot standbys that stream from it: real servers. */
export class Cluster {
  private readonly standbys: Standby[] = [];

  private constructor(
    private readonly dir: string,
    private readonly primary: EmbeddedPostgres,
  ) {}

  static async start(flags: string[] = []): Promise<Cluster> {
    const dir = await scratchFolder('kronika-cluster-');
    // As root, the database server is another user.
    await chmod(dir, 0o777);
    const options = { dataDir: join(dir, 'primary'), log: () => undefined };
    return new Cluster(dir, await startEmbeddedPostgres({ ...options, flags: ['fsync=off', ...flags] }));
  }

  /** The address of the primary. */
  get url(): string {
    return this.primary.url;
  }

  query(sql: string, values: unknown[] = []) {
    return queryAt(this.url, sql, values);
  }

  /** Starts a hot standby from a copy of the running primary, and waits until it answers. */
  async addStandby(name: string, settings: string[] = []): Promise<Standby> {
    const folder = join(this.dir, name);
    const client = new pg.Client(this.url);
    await client.connect();
    await client.query(`SELECT pg_backup_start('standby', fast => true)`);
    await promisify(execFile)('cp', ['-a', this.primary.folder, folder]);
    const { rows } = await client.query('SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)');
    await client.end();
    const own = { mode: 0o600 };
    for (const file of NOT_COPIED) await rm(join(folder, file), { force: true });
    await writeFile(join(folder, 'backup_label'), rows[0].labelfile, own);
    await writeFile(join(folder, 'standby.signal'), '', own);
    const { username, password, port } = new URL(this.url);
    const conninfo = `host=127.0.0.1 port=${port} user=${username} password=${password} application_name=${name}`;
    await writeFile(join(folder, 'postgresql.auto.conf'), `primary_conninfo = '${conninfo}'\n`, own);
    const user = await serverUser(this.primary.folder);
    if (user) await promisify(execFile)('chown', ['-R', `${user.uid}:${user.gid}`, folder]);
    const standby = new Standby(folder, this.url, await freePort(), settings);
    this.standbys.push(standby);
    await standby.start();
    return standby;
  }

  /** Waits until a standby has replayed all that the primary has written so far. */
  async caughtUp(standby: Standby): Promise<void> {
    const [{ lsn }] = await this.query('SELECT pg_current_wal_lsn()::text AS lsn');
    await until(async () => {
      const [{ has }] = await standby.query('SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn AS has', [lsn]);
      return has;
    });
  }

  /** Kills the primary and all its processes. */
  async killPrimary(): Promise<void> {
    const [postmaster] = (await readFile(join(this.primary.folder, 'postmaster.pid'), 'utf8')).split('\n');
    await signalAll(Number(postmaster), 'SIGKILL');
  }

  async stop(): Promise<void> {
    for (const standby of this.standbys) await standby.stop();
    await this.primary.stop();
    await rm(this.dir, { recursive: true, force: true });
  }
}

/** A server in a process of its own, which tests may kill. */
export class Server {
  private child?: ChildProcess;

  /**
   * @param folder with its data
   * @param like the address of a server with the same user, password and database
   */
  constructor(
    private readonly folder: string,
    private readonly like: string,
    private readonly port: number,
    private readonly settings: string[],
  ) {}

  /** Makes a new data folder below another one, and starts a server on it. */
  static async create(dataDir: string, settings: string[] = []): Promise<Server> {
    const { folder, url, stop } = await startEmbeddedPostgres({ dataDir, log: () => undefined, flags: ['fsync=off'] });
    await stop();
    const server = new Server(folder, url, await freePort(), settings);
    await server.start();
    return server;
  }

  get url(): string {
    const url = new URL(this.like);
    url.port = String(this.port);
    return url.href;
  }

  /** As Kronika names it. */
  get name(): string {
    return `127.0.0.1:${this.port}`;
  }

  query(sql: string, values: unknown[] = []) {
    return queryAt(this.url, sql, values);
  }

  async start(): Promise<void> {
    const user = await serverUser(this.folder);
    const { bin } = await usableBinaries(this.folder, user, () => undefined);
    const options = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'log_line_prefix=', 'fsync=off'];
    const flags = [...options, ...AS_THE_PRIMARY, ...this.settings].flatMap((flag) => ['-c', flag]);
    const child = spawn(join(bin, 'postgres'), ['-D', this.folder, '-p', String(this.port), ...flags], {
      cwd: '/',
      env: POSTGRES_ENVIRONMENT,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...user,
    });
    this.child = child;
    const lines: string[] = [];
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stderr }).on('line', (line) => {
        lines.push(line);
        if (/ready to accept (read-only )?connections$/.test(line)) resolve();
      });
      child.once('exit', () => reject(new Error(`The server ended: ${lines.join('\n')}`)));
    });
  }

  /** Kills the server and all its processes. */
  async kill(): Promise<void> {
    const child = this.child as ChildProcess;
    const ended = once(child, 'exit');
    await signalAll(child.pid as number, 'SIGKILL');
    await ended;
    this.child = undefined;
  }

  /** Stops all its processes where they are, as a machine that hangs does. */
  async freeze(): Promise<void> {
    await signalAll(this.child?.pid as number, 'SIGSTOP');
  }

  async thaw(): Promise<void> {
    await signalAll(this.child?.pid as number, 'SIGCONT');
  }

  async stop(): Promise<void> {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return;
    await this.thaw();
    const ended = once(this.child, 'exit');
    this.child.kill('SIGINT');
    await ended;
  }
}

/** A hot standby. */
export class Standby extends Server {
  async promote(): Promise<void> {
    await this.query('SELECT pg_promote()');
  }

  /** Streams from another server from now on. */
  async follow(other: Standby): Promise<void> {
    const { username, password, port } = new URL(other.url);
    await this.connectTo(`host=127.0.0.1 port=${port} user=${username} password=${password}`);
  }

  /** Receives nothing any more from then on, until it follows another server. */
  async cutOff(): Promise<void> {
    await this.connectTo('');
    await until(async () => (await this.query('SELECT FROM pg_stat_wal_receiver')).length === 0);
  }

  private async connectTo(conninfo: string): Promise<void> {
    await this.query(`ALTER SYSTEM SET primary_conninfo = '${conninfo}'`);
    await this.query('SELECT pg_reload_conf()');
  }
}

/** Signals the postmaster, which comes first so that it starts no others, and its children. */
async function signalAll(postmaster: number, signal: NodeJS.Signals): Promise<void> {
  const children = await readFile(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8');
  for (const pid of [postmaster, ...children.trim().split(' ').filter(Boolean).map(Number)])
    try {
      process.kill(pid, signal);
    } catch (error) {
      // A process of a connection may have ended since it was listed.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
}

// biome-ignore lint/suspicious/noExplicitAny: the caller says what it asked for
async function queryAt(url: string, sql: string, values: unknown[]): Promise<any[]> {
  const client = new pg.Client(url);
  await client.connect();
  return client
    .query(sql, values)
    .then(({ rows }) => rows)
    .finally(() => client.end());
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}
