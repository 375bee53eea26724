import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../dist/src/main.js');

/** Starts a process that only relays. */
export const startRelay = (databaseUrl, natsUrl) => startWithoutWeb(databaseUrl, { RELAY_URL: natsUrl, ROLES: 'relay' });

/** Starts a process that only works on the log. */
export const startWorker = (databaseUrl) => startWithoutWeb(databaseUrl, { ROLES: 'worker' });

function startWithoutWeb(databaseUrl, settings) {
  const env = { ...process.env, DATABASE_URL: databaseUrl, LOG_LEVEL: 'warn', ...settings };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const closed = once(child, 'close');
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  return {
    pid: child.pid,
    async stop() {
      child.kill('SIGTERM');
      await closed;
      process.off('exit', kill);
    },
  };
}
