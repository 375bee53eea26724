import { statfs } from 'node:fs/promises';
import type { DataSource } from 'typeorm';
import { isDiskFull } from './failures.js';

const MIB = 1024 * 1024;

/** Below this, Kronika writes nothing, because Postgres panics without space for its WAL (16 MiB per file). */
const MIN_FREE_BYTES = 64 * MIB;

/** Below either of these, the operator is warned. */
const LOW_FREE_BYTES = 512 * MIB;
const LOW_FREE_SHARE = 0.1;

/** The size of a new cluster, plus space for its first writes. */
const NEW_CLUSTER_BYTES = 128 * MIB;

/** Interval of disk checks. Even at 100 MiB/s, the last `MIN_FREE_BYTES` can't fill up in between. */
const DISK_CHECK_INTERVAL_MS = 500;

/** How long the result of a write probe is reused. */
const MAX_PROBE_RESULT_AGE_MS = 5_000;

/**
 * Returns 1 MB of rows from a function with hardly any `work_mem`, so that Postgres has to write a temporary file. It
 * leaves nothing behind, not even in the WAL.
 */
const PROBE_SQL = "SELECT count(*) FROM string_to_table(repeat(repeat('x', 1000) || ',', 1000), ',')";

/** There is no disk space for a write. The error has the SQLSTATE with which Postgres reports that. */
export class DiskFull extends Error {
  readonly code = '53100';
}

/** The disk of the embedded Postgres. The disk of any other Postgres is only known by `WriteProbe`. */
class DiskSpace {
  private free = Number.POSITIVE_INFINITY;
  private size = 0;
  private wasLow = false;

  /**
   * Monitors the disk of a folder as long as the process lives.
   *
   * @param warn receives a line each time space becomes low
   */
  async watch(folder: string, warn: (line: string) => void): Promise<void> {
    const check = async () => {
      ({ free: this.free, size: this.size } = await spaceOf(folder));
      const { problem } = this;
      if (problem && !this.wasLow) warn(`${problem}. Below ${MIN_FREE_BYTES / MIB} MiB nothing is written.`);
      this.wasLow = problem !== null;
    };
    await check();
    setInterval(() => void check().catch(() => undefined), DISK_CHECK_INTERVAL_MS).unref();
  }

  /** Whether writes are refused because of low space. */
  get isFull(): boolean {
    return this.free < MIN_FREE_BYTES;
  }

  /** Why an operator should free space; null if there is enough. */
  get problem(): string | null {
    if (this.free >= LOW_FREE_BYTES && this.free >= this.size * LOW_FREE_SHARE) return null;
    return `The disk of the database has ${mib(this.free)} free, which is ${Math.floor((100 * this.free) / this.size)} %`;
  }

  /** @throws DiskFull */
  requireRoom(): void {
    if (this.isFull) throw new DiskFull(`${this.problem}. No changes are accepted until there is more space.`);
  }
}

export const diskSpace = new DiskSpace();

/** Tests whether Postgres can still write, at most every 5 s. */
export class WriteProbe {
  private last?: Promise<void>;

  constructor(private readonly database: DataSource) {}

  /** @throws DiskFull, or the error of a database that does not answer */
  check(): Promise<void> {
    if (this.last) return this.last;
    const probe = this.probe();
    this.last = probe;
    const forget = () => {
      if (this.last === probe) this.last = undefined;
    };
    setTimeout(forget, MAX_PROBE_RESULT_AGE_MS).unref();
    // Other errors are not reused, because a database that did not answer may be back.
    probe.catch((error) => error instanceof DiskFull || forget());
    return probe;
  }

  private async probe(): Promise<void> {
    diskSpace.requireRoom();
    try {
      await this.database.transaction(async (manager) => {
        await manager.query("SET LOCAL work_mem = '64kB'");
        await manager.query(PROBE_SQL);
      });
    } catch (error) {
      throw isDiskFull(error) ? new DiskFull((error as Error).message) : error;
    }
  }
}

/** @returns how far the disk of a folder is short of `needed` bytes; undefined if it has enough space */
export async function lackOfRoom(folder: string, needed = NEW_CLUSTER_BYTES): Promise<string | undefined> {
  const { free } = await spaceOf(folder);
  return free < needed ? `its disk has ${mib(free)} free, and ${mib(needed)} are needed` : undefined;
}

/** The free space of a folder's disk, and its size, in bytes. */
export async function spaceOf(folder: string): Promise<{ free: number; size: number }> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { free: bavail * bsize, size: blocks * bsize };
}

const mib = (bytes: number) => `${Math.floor(bytes / MIB)} MiB`;
