import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Whether this machine has the program `pgbouncer`. */
export const HAS_PGBOUNCER = spawnSync('pgbouncer', ['--version']).status === 0;

/** PgBouncer in front of a database, as a process of its own. */
export class PgBouncer {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly dir: string,
  ) {}

  /**
   * @param to the address of the database; all clients become its user
   * @param settings of section `[pgbouncer]`
   */
  static async start(to: string, settings: Record<string, string>): Promise<PgBouncer> {
    const { hostname, port, username, password, pathname } = new URL(to);
    const dir = await mkdtemp(join(tmpdir(), 'kronika-pgbouncer-'));
    await chmod(dir, 0o755);
    const own = await freePort();
    const ini = [
      '[databases]',
      `* = host=${hostname} port=${port} user=${username} password=${password}`,
      '[pgbouncer]',
      ...Object.entries({ listen_addr: '127.0.0.1', listen_port: own, unix_socket_dir: '', auth_type: 'any', ...settings }).map(
        ([name, value]) => `${name} = ${value}`,
      ),
    ];
    await writeFile(join(dir, 'pgbouncer.ini'), ini.join('\n'));
    // It refuses to run as root.
    const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
    const child = spawn('pgbouncer', [...user, join(dir, 'pgbouncer.ini')], { stdio: ['ignore', 'ignore', 'pipe'] });
    const printed: string[] = [];
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stderr }).on('line', (line) => {
        printed.push(line);
        if (line.includes('process up')) resolve();
      });
      child.once('exit', () => reject(new Error(`PgBouncer ended: ${printed.join('\n')}`)));
    });
    return new PgBouncer(`postgres://pooled:any@127.0.0.1:${own}${pathname}`, child, dir);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill('SIGTERM');
      await once(this.child, 'exit');
    }
    await rm(this.dir, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}
