import type { DataSource } from 'typeorm';
import type { RecordedEvent } from '../event-log/events.js';
import { MAX_SCANNED_POSITIONS } from '../subscriptions/batch.js';
import type { Reader } from '../subscriptions/delivery.js';

/** A part of the log. */
interface Part {
  /** It has the events that a reader wants after this position… */
  readonly after: number;
  /** …and up to this one. */
  readonly end: number;
  readonly events: RecordedEvent[];
}

type EventRow = Omit<RecordedEvent, 'metadata'> & { readonly metadata: string };

/**
 * An event whose metadata are parsed when they are asked for. Hardly any fold needs them, and to parse them takes a third
 * of the time that reading takes.
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
   * @returns undefined if what was read ahead does not begin at the reader's position
   */
  async next(reader: Reader, target: number): Promise<Part | undefined> {
    const reading = this.parts.get(reader) ?? this.read(reader, reader.position, target);
    this.parts.delete(reader);
    const part = await reading;
    if (part.after !== reader.position) return undefined;
    if (part.end < target) {
      const following = this.read(reader, part.end, target);
      // A later call gets the error, if there is one; without a later call nobody needs it.
      following.catch(() => undefined);
      this.parts.set(reader, following);
    }
    return part;
  }

  /** Events of parked streams are among them, because streams may be parked or released before the batch is handled. */
  private async read({ subscription: { types, batchSize } }: Reader, after: number, target: number): Promise<Part> {
    const end = Math.min(target, after + MAX_SCANNED_POSITIONS);
    const rows: EventRow[] = await this.database.query(
      `SELECT position, stream, version, type, schema, data, metadata::text, recorded_at AS "recordedAt" FROM log.events
       WHERE position > $1 AND position <= $2 AND type = ANY ($3) ORDER BY position LIMIT $4`,
      [after, end, types, batchSize],
    );
    const events = rows.map((row) => new PastEvent(row));
    return { after, end: events.length < batchSize ? end : (events.at(-1)?.position ?? end), events };
  }
}
