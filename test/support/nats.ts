import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { freePort } from './cluster.js';

/** Whether this machine has the program `nats-server`. */
export const HAS_NATS = spawnSync('nats-server', ['--version']).status === 0;
if (!HAS_NATS) console.warn('Not installed: nats-server. The tests of the relay are skipped.');

/** A message as a follower reads it. */
export interface Relayed {
  readonly sequence: number;
  readonly subject: string;
  readonly header: (name: string) => string;
  readonly body: string;
}

/** A NATS server with JetStream, as a process of its own. */
export class NatsServer {
  private child?: ChildProcess;
  private connection?: NatsConnection;

  private constructor(
    private readonly dir: string,
    private readonly port: number,
    private config: string,
  ) {}

  /** @param config lines of its configuration */
  static async start(config = ''): Promise<NatsServer> {
    const server = new NatsServer(await mkdtemp(join(tmpdir(), 'kronika-nats-')), await freePort(), config);
    await server.start();
    return server;
  }

  /** A free address, at which no server runs yet. */
  static async prepare(config = ''): Promise<NatsServer> {
    return new NatsServer(await mkdtemp(join(tmpdir(), 'kronika-nats-')), await freePort(), config);
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  /** @param config replaces its configuration; absent: it stays */
  async start(config = this.config): Promise<void> {
    this.config = config;
    const file = join(this.dir, 'nats.conf');
    await writeFile(file, `listen: 127.0.0.1:${this.port}\njetstream { store_dir: "${this.dir}/store" }\n${config}\n`);
    const child = spawn('nats-server', ['-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.child = child;
    const lines: string[] = [];
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stderr }).on('line', (line) => {
        lines.push(line);
        if (line.includes('Server is ready')) resolve();
      });
      child.once('exit', () => reject(new Error(`nats-server ended: ${lines.join('\n')}`)));
    });
  }

  async signal(signal: NodeJS.Signals): Promise<void> {
    await this.connection?.close().catch(() => undefined);
    this.connection = undefined;
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  /** Copies the files of all streams; the server must not run. */
  async saveStore(): Promise<void> {
    await rm(join(this.dir, 'saved'), { recursive: true, force: true });
    await cp(join(this.dir, 'store'), join(this.dir, 'saved'), { recursive: true });
  }

  /** Sets the files of all streams back to those that were copied; the server must not run. */
  async setStoreBack(): Promise<void> {
    await rm(join(this.dir, 'store'), { recursive: true, force: true });
    await cp(join(this.dir, 'saved'), join(this.dir, 'store'), { recursive: true });
  }

  async manager(): Promise<JetStreamManager> {
    if (!this.connection || this.connection.isClosed()) this.connection = await connect({ servers: this.url, reconnect: false });
    return jetstreamManager(this.connection);
  }

  /** The position of the last message of a stream; 0 if there is none. */
  async lastPosition(stream = 'KRONIKA'): Promise<number> {
    const manager = await this.manager();
    const info = await manager.streams.info(stream).catch(() => undefined);
    if (!info?.state.messages) return 0;
    const message = await manager.streams.getMessage(stream, { seq: info.state.last_seq });
    return Number(message?.header.get('ce-id'));
  }

  /** All messages of a stream, as a follower gets them. */
  async messages(stream = 'KRONIKA'): Promise<Relayed[]> {
    const manager = await this.manager();
    const { state } = await manager.streams.info(stream);
    const found: Relayed[] = [];
    if (!state.messages) return found;
    const consumer = await jetstream(this.connection as NatsConnection).consumers.get(stream);
    const messages = await consumer.consume({ max_messages: 1_000 });
    for await (const message of messages) {
      const header = (name: string) => message.headers?.get(name) ?? '';
      found.push({ sequence: message.seq, subject: message.subject, header, body: message.string() });
      if (message.seq >= state.last_seq) break;
    }
    return found;
  }

  async stop(): Promise<void> {
    this.thaw();
    await this.signal('SIGKILL');
    await rm(this.dir, { recursive: true, force: true });
  }
}
