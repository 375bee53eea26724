import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './cluster.js';
import { until } from './until.js';

/** Whether this machine has the program `clickhouse-server`. It has no option that prints its version in all releases. */
export const HAS_CLICKHOUSE = spawnSync('sh', ['-c', 'command -v clickhouse-server']).status === 0;

/** A ClickHouse server with one user, `default` without a password, as a process of its own. */
export class ClickHouse {
  private child?: ChildProcess;

  private constructor(
    private readonly dir: string,
    readonly url: string,
  ) {}

  static async start(): Promise<ClickHouse> {
    const dir = await mkdtemp(join(tmpdir(), 'kronika-clickhouse-'));
    const [port, tcpPort] = [await freePort(), await freePort()];
    await writeFile(
      join(dir, 'config.xml'),
      `<yandex>
        <logger><level>warning</level><console>1</console></logger>
        <listen_host>127.0.0.1</listen_host><http_port>${port}</http_port><tcp_port>${tcpPort}</tcp_port>
        <path>${dir}/data/</path><tmp_path>${dir}/data/tmp/</tmp_path><mark_cache_size>10000000</mark_cache_size>
        <users_config>users.xml</users_config><default_profile>default</default_profile><default_database>default</default_database>
      </yandex>`,
    );
    await writeFile(
      join(dir, 'users.xml'),
      `<yandex>
        <profiles><default/></profiles><quotas><default/></quotas>
        <users><default>
          <password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota>
        </default></users>
      </yandex>`,
    );
    const server = new ClickHouse(dir, `http://127.0.0.1:${port}`);
    await server.start();
    return server;
  }

  async start(): Promise<void> {
    this.child = spawn('clickhouse-server', [`--config-file=${join(this.dir, 'config.xml')}`], {
      cwd: this.dir,
      stdio: 'ignore',
    });
    await until(async () => (await fetch(`${this.url}/ping`).catch(() => undefined))?.ok === true);
  }

  /** @returns the text of the answer */
  async query(sql: string): Promise<string> {
    const response = await fetch(this.url, { method: 'POST', body: sql });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return text.trim();
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.dir, { recursive: true, force: true });
  }
}
