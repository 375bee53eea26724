import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { CommandMeta, EventLog, Settings, streamOf, type Transaction } from '#kronika';
import { creativeDecider } from './creative.decider.js';
import { CreativeCreated, CreativeDeleted, CreativeMediaAdded } from './creative.events.js';
import { MediaFiles } from './media-files.js';
import { MediaStore } from './media-store.js';

const SWEEP_INTERVAL_MS = 3_600_000;

const MAX_FILES_PER_TRANSACTION = 100;

/** Players may still show what was given out before a creative was deleted, and an upload is saved before its event. */
const UNUSED_RETENTION = '1 day';

/**
 * Deletes media files that no creative has had for a day. A file stays while any creative that is not deleted ever had
 * it, because an undo brings it back.
 */
@Injectable()
export class MediaSweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(MediaSweeper.name);
  private timer?: NodeJS.Timeout;
  private sweeping?: Promise<void>;
  private stopped = false;

  constructor(
    private readonly log: EventLog,
    private readonly settings: Settings,
    private readonly files: MediaFiles,
    private readonly store: MediaStore,
  ) {}

  onApplicationBootstrap(): void {
    const sweep = () => {
      this.sweeping ??= this.sweep()
        .catch((error) => this.logger.warn(`Unused media stay for now: ${error.message}`))
        .finally(() => {
          this.sweeping = undefined;
        });
    };
    sweep();
    this.timer = setInterval(sweep, SWEEP_INTERVAL_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.sweeping;
  }

  /** Deletes from the database, where this process is a worker, and from the folder of this machine. */
  async sweep(): Promise<void> {
    if (this.settings.isWorker) {
      for (let after: string | null = ''; after !== null && !this.stopped; ) {
        const last: string = after;
        const { id } = await this.log.transaction(new CommandMeta({ actor: 'kronika' }), async (transaction) => ({
          id: (await sweepPage(transaction, last)) ?? 0,
        }));
        after = id === 0 ? null : String(id);
      }
    }
    await this.files.cleanUp((sha256) => this.store.known(sha256));
  }
}

/** @returns the last file of the page; null if there are no more */
async function sweepPage({ query, events, lockStreams }: Transaction, after: string): Promise<string | null> {
  const rows = await query<{ sha256: string }>(
    `SELECT encode(sha256, 'hex') AS sha256 FROM delivery.media WHERE sha256 > decode($1, 'hex') ORDER BY media.sha256
     LIMIT ${MAX_FILES_PER_TRANSACTION}`,
    [after],
  );
  const files = rows.map(({ sha256 }) => sha256);
  const added = await events.find(CreativeMediaAdded, { text: 'sha256', in: files });
  const streams = [...new Set(added.map(({ entityId }) => streamOf(creativeDecider, entityId)))];
  const latest = await lockStreams(streams, 'shared', [CreativeCreated, CreativeDeleted]);
  const isUsed = ({ entityId }: { entityId: string }) => latest.get(streamOf(creativeDecider, entityId)) !== CreativeDeleted.type;
  const used = new Set(added.filter(isUsed).map(({ data }) => data.sha256));
  await query(
    `WITH seen AS (SELECT decode(sha256, 'hex') AS sha256, is_used FROM unnest($1::text[], $2::boolean[]) AS s (sha256, is_used)),
       kept AS (
         UPDATE delivery.media SET unused_since = CASE WHEN NOT is_used THEN clock_timestamp() END FROM seen
         WHERE media.sha256 = seen.sha256 AND (unused_since IS NULL) <> is_used
       )
     DELETE FROM delivery.media USING seen WHERE media.sha256 = seen.sha256 AND NOT is_used
       AND unused_since < clock_timestamp() - interval '${UNUSED_RETENTION}'`,
    [files, files.map((each) => used.has(each))],
  );
  return files.length < MAX_FILES_PER_TRANSACTION ? null : (files.at(-1) ?? null);
}
