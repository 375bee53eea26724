import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

/** Starts `nats-server` with JetStream as a process of its own, with its files in a temporary folder. */
export async function startNats() {
  const dir = await mkdtemp(join(tmpdir(), 'kronika-bench-'));
  const port = await freePort();
  await writeFile(join(dir, 'nats.conf'), `listen: 127.0.0.1:${port}\njetstream { store_dir: "${dir}/store" }\n`);
  const child = spawn('nats-server', ['-c', join(dir, 'nats.conf')], { stdio: ['ignore', 'ignore', 'pipe'] });
  const closed = once(child, 'close');
  const kill = () => {
    child.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  };
  process.once('exit', kill);
  await new Promise((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => line.includes('Server is ready') && resolve());
    child.once('exit', (code) => reject(new Error(`nats-server ended with ${code}`)));
  });
  const url = `nats://127.0.0.1:${port}`;
  const connection = await connect({ servers: url });
  const { streams } = await jetstreamManager(connection);
  /** @returns the sequence of the last message of a stream; 0 if there is none */
  const lastOf = async (stream) => (await streams.info(stream).catch(() => undefined))?.state.last_seq ?? 0;
  return {
    url,
    lastOf,
    async reached(stream, sequence) {
      while ((await lastOf(stream)) < sequence) await delay(5);
    },
    async read(stream, sequence) {
      return streams.getMessage(stream, { seq: sequence });
    },
    remove: (stream) => streams.delete(stream),
    async stop() {
      await connection.close();
      child.kill('SIGTERM');
      await closed;
      process.off('exit', kill);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
