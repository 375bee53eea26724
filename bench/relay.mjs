import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../dist/src/main.js');

/** Starts a process that only relays. */
export async function startRelay(databaseUrl, natsUrl) {
  const env = { ...process.env, DATABASE_URL: databaseUrl, RELAY_URL: natsUrl, ROLES: 'relay', LOG_LEVEL: 'warn' };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const closed = once(child, 'close');
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  return {
    async stop() {
      child.kill('SIGTERM');
      await closed;
      process.off('exit', kill);
    },
  };
}
