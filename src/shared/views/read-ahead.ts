import type { DataSource } from 'typeorm';
import type { RecordedEvent } from '../event-log/events.js';
import { SECRET } from '../event-log/sealing.js';
import { MAX_SCANNED_POSITIONS } from '../subscriptions/batch.js';
import type { Reader } from '../subscriptions/delivery.js';
import { type Subscription, wantedParameters, wantedSql } from '../subscriptions/subscription.js';

/** A part of the log. */
interface EventBatch {
  /** The batch has the reader's events after this position… */
  readonly after: number;
  /** …up to this one. */
  readonly end: number;
  readonly events: RecordedEvent[];
  /** The incarnation of the log, as known before the events were read; see `lockCheckpoint`. */
  readonly incarnation: string | undefined;
}

type EventRow = Omit<RecordedEvent, 'metadata'> & { readonly metadata: string };

/** An event whose metadata are parsed on demand. Few folds need them, and parsing takes a third of the reading time. */
class PastEvent implements RecordedEvent {
  readonly position: number;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly schema: number;
  readonly data: unknown;
  readonly recordedAt: Date;
  readonly secret?: string | null;
  private readonly unparsed: string;

  constructor({ position, stream, version, type, schema, data, metadata, recordedAt, secret }: EventRow) {
    this.position = position;
    this.stream = stream;
    this.version = version;
    this.type = type;
    this.schema = schema;
    this.data = data;
    this.recordedAt = recordedAt;
    this.secret = secret;
    this.unparsed = metadata;
  }

  get metadata(): RecordedEvent['metadata'] {
    return JSON.parse(this.unparsed);
  }
}

/**
 * Reads the events of a build's next batch while the process folds the previous batch, so that Postgres is not idle.
 */
export class ReadAhead {
  private readonly parts = new WeakMap<Reader, Promise<EventBatch>>();

  constructor(private readonly database: DataSource) {}

  /**
   * Returns the events of a reader's next batch, and begins to read the batch after it.
   *
   * @param incarnation of the log, as the poller knows it
   * @returns undefined if the batch that was read ahead does not begin at the reader's position
   */
  async next(reader: Reader, target: number, incarnation: string | undefined): Promise<EventBatch | undefined> {
    const reading = this.parts.get(reader) ?? this.read(reader.subscription, reader.position, target, incarnation);
    this.parts.delete(reader);
    const part = await reading;
    if (part.after !== reader.position) return undefined;
    if (part.end < target) {
      const following = this.read(reader.subscription, part.end, target, incarnation);
      // The next call gets the error. If there is none, nobody needs the error.
      following.catch(() => undefined);
      this.parts.set(reader, following);
    }
    return part;
  }

  /** Drops the batch that was read ahead for a reader. */
  forget(reader: Reader): void {
    this.parts.delete(reader);
  }

  /** Includes events of parked streams, because streams may be parked or released before the batch is handled. */
  private async read(
    subscription: Subscription,
    after: number,
    target: number,
    incarnation: string | undefined,
  ): Promise<EventBatch> {
    const { batchSize } = subscription;
    const end = Math.min(target, after + MAX_SCANNED_POSITIONS);
    const rows: EventRow[] = await this.database.query(
      `SELECT position, stream, version, type, schema, data, metadata::text, recorded_at AS "recordedAt", ${SECRET}
       FROM log.events
       WHERE position > $1 AND position <= $2 AND ${wantedSql(4)} ORDER BY position LIMIT $3`,
      [after, end, batchSize, ...wantedParameters(subscription)],
    );
    const events = rows.map((row) => new PastEvent(row));
    return { after, end: events.length < batchSize ? end : (events.at(-1)?.position ?? end), events, incarnation };
  }
}
