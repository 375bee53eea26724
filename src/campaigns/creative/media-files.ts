import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { asDiskFull, Settings, whileSpaceIsLeft } from '#kronika';
import type { MediaType } from './probe-media.js';

const ENDINGS: Readonly<Record<MediaType, string>> = { 'video/mp4': '.mp4', 'video/webm': '.webm' };

/** The ending of files that are being written. */
const PART = '.part';

/** A file may be removed after this time. No upload takes as long, so an older part was left by a process that died. */
const MIN_UNUSED_AGE_MS = 3_600_000;

/** A file that is complete. */
export interface MediaFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Media files in `DATA_DIR/media`: a cache of what the database has, safe for several processes. Files are named by
 * their SHA-256, and appear under that name complete.
 */
@Injectable()
export class MediaFiles {
  private readonly folder: string;

  constructor(settings: Settings) {
    this.folder = join(settings.DATA_DIR, 'media');
  }

  /**
   * Writes pieces into a file of its own. If they end with an error, nothing is left.
   *
   * @throws Problem 503 `server.disk-full`
   */
  async write(pieces: AsyncIterable<Uint8Array>): Promise<MediaFile> {
    const path = join(this.folder, `${randomUUID()}${PART}`);
    const hash = createHash('sha256');
    let bytes = 0;
    let file: FileHandle | undefined;
    try {
      await mkdir(this.folder, { recursive: true });
      file = await open(path, 'wx');
      for await (const piece of whileSpaceIsLeft(this.folder, pieces)) {
        hash.update(piece);
        bytes += piece.length;
        await file.writeFile(piece);
      }
      await file.close();
      return { path, sha256: hash.digest('hex'), bytes };
    } catch (error) {
      await file?.close().catch(() => undefined);
      await this.discard({ path });
      throw asDiskFull(error);
    }
  }

  discard({ path }: Pick<MediaFile, 'path'>): Promise<void> {
    return rm(path, { force: true });
  }

  /** Gives a file its name, under which others find it. */
  async keep({ path, sha256 }: MediaFile, type: MediaType): Promise<void> {
    await rename(path, this.pathOf(sha256, type));
  }

  /** @returns undefined if there is no such file here */
  async find(sha256: string): Promise<{ path: string; bytes: number; type: MediaType } | undefined> {
    for (const type of Object.keys(ENDINGS) as MediaType[]) {
      const path = this.pathOf(sha256, type);
      const found = await stat(path).catch(() => undefined);
      if (found) return { path, bytes: found.size, type };
    }
    return undefined;
  }

  /** Pieces of a file of that size; the last one may be shorter. */
  async *chunks({ path }: MediaFile, size: number): AsyncGenerator<Buffer> {
    yield* createReadStream(path, { highWaterMark: size }) as AsyncIterable<Buffer>;
  }

  /** Removes what dead processes have left, and files that the database does not have. New files stay. */
  async cleanUp(known: (sha256: readonly string[]) => Promise<ReadonlySet<string>>): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    const sha256Of = (name: string) => /^([\da-f]{64})[.](mp4|webm)$/.exec(name)?.[1];
    const kept = await known(names.flatMap((name) => sha256Of(name) ?? []));
    for (const name of names) {
      const sha256 = sha256Of(name);
      if (sha256 === undefined ? !name.endsWith(PART) : kept.has(sha256)) continue;
      const path = join(this.folder, name);
      const written = await stat(path).catch(() => undefined);
      if (written && Date.now() - written.mtimeMs > MIN_UNUSED_AGE_MS) await rm(path, { force: true });
    }
  }

  private pathOf(sha256: string, type: MediaType): string {
    return join(this.folder, sha256 + ENDINGS[type]);
  }
}
