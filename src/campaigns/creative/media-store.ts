import { Injectable, Logger } from '@nestjs/common';
import { AppTables } from '#kronika';
import { type MediaFile, MediaFiles } from './media-files.js';
import type { MediaType } from './probe-media.js';

/** Small enough that the connection is soon free for others, and the same for ever: a file is cut by it once. */
const CHUNK_BYTES = 1024 * 1024;

/** A file that can be served. */
export interface ServedMedia {
  readonly path: string;
  readonly bytes: number;
  readonly type: MediaType;
}

/**
 * The media files of creatives. The database has them in chunks, so that a backup has all and several machines serve
 * them; each machine keeps the files that it was asked for.
 */
@Injectable()
export class MediaStore {
  private readonly logger = new Logger(MediaStore.name);
  private readonly loading = new Map<string, Promise<ServedMedia | undefined>>();

  constructor(
    private readonly tables: AppTables,
    private readonly files: MediaFiles,
  ) {}

  /** Saves a file under its SHA-256, unless it is there. It stays for at least a day, also if no creative has it. */
  async save(file: MediaFile, type: MediaType): Promise<void> {
    const key = Buffer.from(file.sha256, 'hex');
    const isComplete = await this.tables.transaction(async (session) => {
      const [row] = await session.query<{ isComplete: boolean }[]>(
        `INSERT INTO delivery.media (sha256, bytes, type) VALUES ($1, $2, $3)
         ON CONFLICT (sha256) DO UPDATE SET unused_since = CASE WHEN media.unused_since IS NOT NULL THEN clock_timestamp() END
         RETURNING is_complete AS "isComplete"`,
        [key, file.bytes, type],
      );
      return row?.isComplete;
    });
    if (!isComplete) {
      let n = 0;
      // One by one, because a transaction of the whole file would take too long.
      for await (const chunk of this.files.chunks(file, CHUNK_BYTES)) {
        const values = [key, n++, chunk];
        await this.tables.transaction((session) =>
          session.query(
            `INSERT INTO delivery.media_chunks (sha256, n, bytes) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
            values,
          ),
        );
      }
      await this.tables.transaction((session) =>
        session.query('UPDATE delivery.media SET is_complete = true WHERE sha256 = $1', [key]),
      );
    }
    await this.files.keep(file, type);
  }

  /**
   * A file to serve, which is read from the database if this machine does not have it.
   *
   * @returns undefined if there is none with this SHA-256
   */
  async find(sha256: string): Promise<ServedMedia | undefined> {
    const found = await this.files.find(sha256);
    if (found) return found;
    const loading = this.loading.get(sha256) ?? this.load(sha256).finally(() => this.loading.delete(sha256));
    this.loading.set(sha256, loading);
    return loading;
  }

  /** Which of these files the database has. */
  async known(sha256: readonly string[]): Promise<ReadonlySet<string>> {
    if (!sha256.length) return new Set();
    const keys = sha256.map((each) => Buffer.from(each, 'hex'));
    const rows = await this.tables.query<{ sha256: Buffer }>('SELECT sha256 FROM delivery.media WHERE sha256 = ANY ($1)', [keys]);
    return new Set(rows.map((row) => row.sha256.toString('hex')));
  }

  private async load(sha256: string): Promise<ServedMedia | undefined> {
    const key = Buffer.from(sha256, 'hex');
    const [row] = await this.tables.query<{ type: MediaType }>(
      'SELECT type FROM delivery.media WHERE sha256 = $1 AND is_complete',
      [key],
    );
    if (!row) return undefined;
    const file = await this.files.write(this.chunksOf(key));
    if (file.sha256 !== sha256) {
      await this.files.discard(file);
      this.logger.error(`The media file ${sha256} is damaged in the database`);
      return undefined;
    }
    await this.files.keep(file, row.type);
    return this.files.find(sha256);
  }

  private async *chunksOf(key: Buffer): AsyncGenerator<Buffer> {
    for (let n = 0; ; n++) {
      const [chunk] = await this.tables.query<{ bytes: Buffer }>(
        'SELECT bytes FROM delivery.media_chunks WHERE sha256 = $1 AND n = $2',
        [key, n],
      );
      if (!chunk) return;
      yield chunk.bytes;
    }
  }
}
