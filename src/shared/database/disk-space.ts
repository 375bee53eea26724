import { statfs } from 'node:fs/promises';
import type { DataSource } from 'typeorm';
import { isDiskFull } from './failures.js';

const MIB = 1024 * 1024;

/** Below this, Kronika writes nothing: Postgres panics if its WAL (16 MiB a file) has no room. */
const MIN_FREE_BYTES = 64 * MIB;

/** With less than either, an operator is warned. */
const LOW_FREE_BYTES = 512 * MIB;
const LOW_FREE_SHARE = 0.1;

/** What a new cluster takes, with the room that it needs to be written to. */
const NEW_CLUSTER_BYTES = 128 * MIB;

/** How often the disk is looked at, in ms: it may have been filled by then at 100 MiB a second. */
const DISK_CHECK_INTERVAL_MS = 500;

/** How long an answer of the probe holds, in ms. */
const MAX_PROBE_RESULT_AGE_MS = 5_000;

/**
 * The rows of a function, 1 MB of them, for which there is hardly any memory, so that Postgres has to write them. They
 * leave nothing behind, not even in the WAL.
 */
const PROBE_SQL = "SELECT count(*) FROM string_to_table(repeat(repeat('x', 1000) || ',', 1000), ',')";

/** There is no room for what is to be written. It has the SQLSTATE by which Postgres says so. */
export class DiskFull extends Error {
  readonly code = '53100';
}

/** The disk of the embedded Postgres; of a Postgres elsewhere nothing is known but what the probe finds. */
class DiskSpace {
  private free = Number.POSITIVE_INFINITY;
  private size = 0;
  private wasLow = false;

  /**
   * Looks at the disk of a folder as long as the process lives.
   *
   * @param warn gets a line whenever room begins to be low
   */
  async watch(folder: string, warn: (line: string) => void): Promise<void> {
    const look = async () => {
      ({ free: this.free, size: this.size } = await spaceOf(folder));
      const { problem } = this;
      if (problem && !this.wasLow) warn(`${problem}. Below ${MIN_FREE_BYTES / MIB} MiB nothing is written.`);
      this.wasLow = problem !== null;
    };
    await look();
    setInterval(() => void look().catch(() => undefined), DISK_CHECK_INTERVAL_MS).unref();
  }

  /** Whether there is so little room that nothing is written. */
  get isFull(): boolean {
    return this.free < MIN_FREE_BYTES;
  }

  /** Why an operator should make room; null if there is enough. */
  get problem(): string | null {
    if (this.free >= LOW_FREE_BYTES && this.free >= this.size * LOW_FREE_SHARE) return null;
    return `The disk of the database has ${mib(this.free)} free, which is ${Math.floor((100 * this.free) / this.size)} %`;
  }

  /** @throws DiskFull */
  requireRoom(): void {
    if (this.isFull) throw new DiskFull(`${this.problem}. It takes nothing new until there is more room.`);
  }
}

export const diskSpace = new DiskSpace();

/** Asks Postgres whether it can still write, at most every 5 s. */
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
    // A database that did not answer may do so now.
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

/** @returns why a new cluster can't be made in a folder; undefined if there is room */
export async function lackOfRoom(folder: string, needed = NEW_CLUSTER_BYTES): Promise<string | undefined> {
  const { free } = await spaceOf(folder);
  return free < needed ? `its disk has ${mib(free)} free, and ${mib(needed)} are needed` : undefined;
}

async function spaceOf(folder: string): Promise<{ free: number; size: number }> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { free: bavail * bsize, size: blocks * bsize };
}

const mib = (bytes: number) => `${Math.floor(bytes / MIB)} MiB`;
