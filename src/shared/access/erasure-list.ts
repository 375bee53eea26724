import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const LINE = /^(\d{1,16}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/;

/**
 * A file outside of the database with the erased users and the times of their erasure, a line each. A restore brings
 * erased texts back, and the file tells which erasures to repeat.
 */
export class ErasureList {
  /** @param path absent: there is no list */
  constructor(private readonly path?: string) {}

  /** @returns the time of the latest erasure by user, ISO 8601, UTC. A line that was cut off is ignored. */
  async read(): Promise<Map<number, string>> {
    const erasures = new Map<number, string>();
    for (const line of (await this.text()).split('\n')) {
      const [, userId, at = ''] = LINE.exec(line) ?? [];
      if (userId && at > (erasures.get(Number(userId)) ?? '')) erasures.set(Number(userId), at);
    }
    return erasures;
  }

  /** Adds erasures, and returns after they are on disk. */
  async add(erasures: Iterable<readonly [userId: number, at: string]>): Promise<void> {
    const lines = [...erasures].map(([userId, at]) => `${userId} ${at}\n`);
    if (!this.path || !lines.length) return;
    await mkdir(dirname(this.path), { recursive: true });
    const isCutOff = /[^\n]$/.test(await this.text());
    const file = await open(this.path, 'a', 0o600);
    try {
      await file.write((isCutOff ? '\n' : '') + lines.join(''));
      await file.sync();
    } finally {
      await file.close();
    }
  }

  private async text(): Promise<string> {
    if (!this.path) return '';
    return readFile(this.path, 'utf8').catch((error) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
  }
}
