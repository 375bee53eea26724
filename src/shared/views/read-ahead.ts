import type { DataSource } from 'typeorm';
import type { RecordedEvent } from '../event-log/events.js';
import { MAX_SCANNED_POSITIONS } from '../subscriptions/batch.js';
import type { Reader } from '../subscriptions/delivery.js';
import { type Subscription, wantedParameters, wantedSql } from '../subscriptions/subscription.js';

/** A part of the log. */
interface Part {
  /** It has the events that a reader wants after this position… */
  readonly after: number;
  /** …and up to this one. */
  readonly end: number;
  readonly events: RecordedEvent[];
  /** Of the log, as far as was known before they were read; see `lockCheckpoint`. */
  readonly incarnation: string | undefined;
}

type EventRow = Omit<RecordedEvent, 'metadata'> & { readonly metadata: string };

/**
 * An event whose metadata are parsed when they are asked for. Hardly any fold needs them, and to parse them takes a
 * third of the time that reading takes.
 */
class PastEvent implements RecordedEvent {
  readonly position: number;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly schema: number;
  readonly data: unknown;
  readonly recordedAt: Date;
  private readonly unparsed: string;

  constructor({ position, stream, version, type, schema, data, metadata, recordedAt }: EventRow) {
    this.position = position;
    this.stream = stream;
    this.version = version;
    this.type = type;
    this.schema = schema;
    this.data = data;
    this.recordedAt = recordedAt;
    this.unparsed = metadata;
  }

  get metadata(): RecordedEvent['metadata'] {
    return JSON.parse(this.unparsed);
  }
}

/** Reads the events of a build's next batch while the process folds the batch before, so that Postgres is not idle. */
export class ReadAhead {
  private readonly parts = new WeakMap<Reader, Promise<Part>>();

  constructor(private readonly database: DataSource) {}

  /**
   * The events of a reader's next batch. The batch after it begins to be read.
   *
   * @param incarnation of the log, as the poller knows it
   * @returns undefined if what was read ahead does not begin at the reader's position
   */
  async next(reader: Reader, target: number, incarnation: string | undefined): Promise<Part | undefined> {
    const reading = this.parts.get(reader) ?? this.read(reader.subscription, reader.position, target, incarnation);
    this.parts.delete(reader);
    const part = await reading;
    if (part.after !== reader.position) return undefined;
    if (part.end < target) {
      const following = this.read(reader.subscription, part.end, target, incarnation);
      // The next call gets the error. Without a next call, no one needs it.
      following.catch(() => undefined);
      this.parts.set(reader, following);
    }
    return part;
  }

  /** Drops what was read ahead for a reader. */
  forget(reader: Reader): void {
    this.parts.delete(reader);
  }

  /**
   * Events of parked streams are among them, because streams may be parked or released before the batch is handled.
   */
  private async read(subscription: Subscription, after: number, target: number, incarnation: string | undefined): Promise<Part> {
    const { batchSize } = subscription;
    const end = Math.min(target, after + MAX_SCANNED_POSITIONS);
    const rows: EventRow[] = await this.database.query(
      `SELECT position, stream, version, type, schema, data, metadata::text, recorded_at AS "recordedAt" FROM log.events
       WHERE position > $1 AND position <= $2 AND ${wantedSql(4)} ORDER BY position LIMIT $3`,
      [after, end, batchSize, ...wantedParameters(subscription)],
    );
    const events = rows.map((row) => new PastEvent(row));
    return { after, end: events.length < batchSize ? end : (events.at(-1)?.position ?? end), events, incarnation };
  }
}
