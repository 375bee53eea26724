import { once } from 'node:events';
import { closeSync, constants, ftruncateSync, openSync, writeSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { StartError } from '../settings.js';
import { isCode, isWindows } from './postgres-system.js';

/** How long the holder of the lock has to answer with its process id. */
const MAX_LOCK_ANSWER_MS = 2_000;

/** Attempts to take a lock whose holder ends at the same moment. */
const MAX_LOCK_ATTEMPTS = 5;

type Release = () => Promise<void>;

/**
 * Makes this process the only Kronika on the data folder until the returned function is called or the process ends
 * in any way. A lock that the system drops with its process can't be stale. It can't see a process in another
 * network namespace.
 *
 * @throws StartError if another Kronika holds the folder; it names that process
 */
export async function lockDataFolder(dir: string): Promise<Release> {
  return process.platform === 'darwin' ? lockByFile(dir) : lockByAddress(dir);
}

/** Keyed by device and inode, so that two paths to one folder are one. The named pipe of Windows is not tested. */
async function lockByAddress(dir: string): Promise<Release> {
  const { dev, ino } = await fs.stat(dir, { bigint: true });
  const address = `${isWindows ? '\\\\.\\pipe\\' : '\0'}kronika-${dev}-${ino}`;
  for (let attempt = 1; ; attempt++) {
    const server = createServer((socket) => socket.on('error', () => {}).end(String(process.pid), () => socket.destroy()));
    try {
      await once(server.listen({ path: address, exclusive: true }), 'listening');
      server.unref();
      return () => new Promise((resolve) => server.close(() => resolve()));
    } catch (error) {
      if (!isCode(error, 'EADDRINUSE')) throw error;
    }
    const pid = await askHolder(address);
    if (pid !== undefined || attempt === MAX_LOCK_ATTEMPTS) throw inUse(dir, pid ?? '');
  }
}

/**
 * Not tested: for macOS, which has no abstract sockets. The socket file of a killed process can't be replaced there
 * without a race, but open(2) can lock.
 */
async function lockByFile(dir: string): Promise<Release> {
  const O_EXLOCK = 0x20;
  const file = join(dir, 'lock');
  try {
    const lock = openSync(file, constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | O_EXLOCK, 0o600);
    ftruncateSync(lock);
    writeSync(lock, String(process.pid));
    return async () => closeSync(lock);
  } catch (error) {
    throw isCode(error, 'EAGAIN') ? inUse(dir, await fs.readFile(file, 'utf8')) : error;
  }
}

/** @returns the holder's process id, '' if it does not answer in time, undefined if it has ended */
async function askHolder(address: string): Promise<string | undefined> {
  const socket = connect(address).setEncoding('utf8');
  socket.setTimeout(MAX_LOCK_ANSWER_MS, () => socket.destroy());
  let answer = '';
  try {
    for await (const text of socket) answer += text;
    return answer;
  } catch (error) {
    return isCode(error, 'ECONNREFUSED', 'ENOENT') ? undefined : answer;
  }
}

const inUse = (dir: string, pid: string) =>
  new StartError(`DATA_DIR ${dir} is in use by another Kronika (process ${pid || 'unknown'})`);
