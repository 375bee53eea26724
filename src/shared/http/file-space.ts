import { spaceOf } from '../database/disk-space.js';
import { Problem } from './problems.js';

const MIB = 1024 * 1024;

/**
 * Below this, no files are written. Well above the limit of the embedded Postgres, whose data may be on the same disk:
 * files must not take the space that commands need.
 */
const MIN_FREE_BYTES = 128 * MIB;

/** The bytes that are written between two looks at the disk. */
const CHECKED_BYTES = MIB;

/** Codes of a disk without space, and of a user's share of it. */
const NO_SPACE = ['ENOSPC', 'EDQUOT'];

/**
 * Passes on the pieces of a file as long as the disk has space for them.
 *
 * @param folder where the file is written
 * @throws Problem 503 `server.disk-full`
 */
export async function* whileSpaceIsLeft<T extends Uint8Array>(folder: string, pieces: AsyncIterable<T>): AsyncGenerator<T> {
  let unchecked = CHECKED_BYTES;
  for await (const piece of pieces) {
    unchecked += piece.length;
    if (unchecked > CHECKED_BYTES) {
      if ((await spaceOf(folder)).free < MIN_FREE_BYTES) throw diskFull();
      unchecked = 0;
    }
    yield piece;
  }
}

/** @returns the error of a write, as Problem 503 `server.disk-full` if the disk had no space */
export function asDiskFull(error: unknown): unknown {
  return NO_SPACE.includes((error as NodeJS.ErrnoException).code ?? '') ? diskFull() : error;
}

function diskFull(): Problem {
  return new Problem(
    503,
    'server.disk-full',
    'The disk of this machine has no space for the file. Try again later.',
    {},
    { 'retry-after': '10' },
  );
}
