import { once } from 'node:events';
import { closeSync, constants, ftruncateSync, openSync, writeSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { StartError } from '../settings.js';
import { isCode, isWindows } from './postgres-system.js';

/** How long the holder of the lock may take to answer with its process id. */
const MAX_LOCK_ANSWER_MS = 2_000;

/** Attempts to take the lock, because its holder may end before it is asked for its process id. */
const MAX_LOCK_ATTEMPTS = 5;

type Release = () => Promise<void>;

/**
 * Locks the data folder for this process until the returned function is called or the process ends. The lock is never
 * stale, because the operating system drops it together with the process, even a killed one. On Linux, the lock does
 * not exclude processes in other network namespaces.
 *
 * @throws StartError if another Kronika holds the folder. It names that process.
 */
export async function lockDataFolder(dir: string): Promise<Release> {
  return process.platform === 'darwin' ? lockByFile(dir) : lockByAddress(dir);
}

/** The address has device and inode, so that all paths to a folder share it. The pipe for Windows is not tested. */
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
 * For macOS, which has no abstract sockets; not tested. The lock is taken by open(2), because the socket file of a
 * killed process can't be replaced without a race.
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
