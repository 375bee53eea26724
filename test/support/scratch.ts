import { statfsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Linux keeps files in memory. */
const MEMORY = '/dev/shm';

/** More than the databases of a whole run need at any one time. */
const ROOM = 4 * 1024 ** 3;

/**
 * The folder for the data of the tests' databases: in memory if there is room, because a new database is three hundred
 * files, which take twenty times as long on a disk. What Postgres has handed to the system outlives its processes
 * there too.
 */
const SCRATCH = process.env.TMPDIR ?? (hasRoom(MEMORY) ? MEMORY : tmpdir());

/** Creates a folder for the data of a database. The caller deletes it. */
export function scratchFolder(prefix: string): Promise<string> {
  return mkdtemp(join(SCRATCH, prefix));
}

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= ROOM;
  } catch {
    return false;
  }
}
