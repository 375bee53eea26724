import type { ClientBase } from 'pg';
import { categoryOf, type EventTypes } from '../event-log/events.js';
import type { Settings } from '../settings.js';
import { bodyOf, headersOf, type RelayedEvent, subjectOf } from './message.js';
import { encodedHeaders, MAX_ANSWER_MS, type NatsClient, type NatsLink } from './nats.js';
import { MAX_COMPARED, publishFailureOf, type StreamEnd, StreamMoved } from './stream.js';

/** Messages that may be on their way at once. */
const MAX_IN_FLIGHT = 500;

/**
 * One of so many messages asks for an acknowledgement, which takes far more time than the message itself. It speaks for all
 * before it, because JetStream stores a message only behind the one that it names.
 */
const ACKNOWLEDGED_MESSAGES = 100;

/** Events of one read. The bytes are the stored size, which may be compressed. */
const PAGE_EVENTS = 500;
const MAX_PAGE_BYTES = 4_000_000;

/** After this time, a turn ends: the checkpoint moves, and another process may take over. */
const MAX_TURN_MS = 1_000;

/** What `RelayedEvent` has, without `data`. */
const COLUMNS = `position, stream, version, type, schema, metadata,
  to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS time`;

/** At least one event, and then as many as are not too large together. */
const PAGE_SQL = `
  SELECT ${COLUMNS}, data::text AS data FROM (
    SELECT *, sum(pg_column_size(data)) OVER (ORDER BY position) - pg_column_size(data) AS before
    FROM log.events WHERE position > $1 AND position <= $2 ORDER BY position LIMIT ${PAGE_EVENTS}
  ) AS events WHERE before < ${MAX_PAGE_BYTES} ORDER BY position`;

/** One more than a stream may have there shows that they differ. */
const TAIL_SQL = `SELECT ${COLUMNS}, '{}' AS data FROM log.events WHERE position BETWEEN $1 AND $2 ORDER BY position
  LIMIT ${MAX_COMPARED + 1}`;

/** The position up to which a stream is known to contain the log. */
export interface Published {
  readonly link: NatsLink;
  /** Where the stream ends; absent: it must be asked. */
  end?: StreamEnd;
  /** All events up to here are in the stream. */
  reached: number;
}

/** A message that asks for an acknowledgement, and has none yet. */
interface Sent {
  readonly event: RelayedEvent;
  readonly sequence: number;
  readonly acknowledged: Promise<{ readonly seq: number }>;
}

/** How a message is sent. */
interface Place {
  /** The event and the message that it must follow. */
  readonly after: StreamEnd;
  readonly isAcknowledged: boolean;
}

/** Publishes events of the log to a stream, in order. */
export class LogPublisher {
  /** @param progressed told of each acknowledgement */
  constructor(
    private readonly client: NatsClient,
    private readonly settings: Settings,
    private readonly types: EventTypes,
    private readonly progressed: () => void,
  ) {}

  /**
   * Publishes events up to the horizon for a while, each in expectation of the one before, without waiting for each. The
   * first one asks for an acknowledgement: after a failure it is the one that failed, and the answer says why.
   *
   * @param end where the stream ends
   * @throws StreamMoved, or RelayProblem with the reason
   */
  async publish(to: Published, end: StreamEnd, database: ClientBase, horizon: number, stopping: AbortSignal): Promise<void> {
    const start = performance.now();
    const sent: Sent[] = [];
    let { position, sequence } = end;
    let untilAcknowledged = 0;
    for (let page = readPage(database, position, horizon); ; ) {
      const events = await page;
      const last = events.at(-1)?.position ?? horizon;
      const isLast = last >= horizon || stopping.aborted || performance.now() - start > MAX_TURN_MS;
      // Read while the events before are on their way.
      if (!isLast) page = readPage(database, last, horizon);
      for (const event of events) {
        while (sequence - (to.end ?? end).sequence >= MAX_IN_FLIGHT) await this.confirm(to, sent);
        const isAcknowledged = untilAcknowledged === 0 || event.position === last;
        untilAcknowledged = (isAcknowledged ? ACKNOWLEDGED_MESSAGES : untilAcknowledged) - 1;
        const message = this.send(to, event, { after: { position, sequence }, isAcknowledged });
        if (message) sent.push(message);
        position = event.position;
        sequence += 1;
      }
      if (!isLast) continue;
      while (sent.length) await this.confirm(to, sent);
      to.reached = Math.max(to.reached, last);
      return;
    }
  }

  /** @returns the message, if it asks for an acknowledgement */
  private send(to: Published, event: RelayedEvent, { after, isAcknowledged }: Place): Sent | undefined {
    const { RELAY_STREAM, RELAY_CELL: cell } = this.settings;
    const { MsgIdHdr, ExpectedStreamHdr, ExpectedLastSeqHdr } = this.client.jetstream.PubHeaders;
    const headers = encodedHeaders(this.client, [
      [MsgIdHdr, String(event.position)],
      [ExpectedStreamHdr, RELAY_STREAM],
      [ExpectedLastSeqHdr, String(after.sequence)],
      ...headersOf(cell, event, after.position),
    ]);
    const subject = subjectOf(cell, event);
    const body = bodyOf(event, this.types.personalTextsOf(categoryOf(event.stream)));
    if (isAcknowledged) {
      const acknowledged = to.link.js.publish(subject, body, { headers, timeout: MAX_ANSWER_MS });
      // `confirm` reports the first failure; those behind it follow from it.
      acknowledged.catch(() => undefined);
      return { event, sequence: after.sequence + 1, acknowledged };
    }
    try {
      to.link.connection.publish(subject, body, { headers });
      return undefined;
    } catch (error) {
      throw this.failureOf(to, event, error);
    }
  }

  /** Waits for the oldest acknowledgement. */
  private async confirm(to: Published, sent: Sent[]): Promise<void> {
    const { event, sequence, acknowledged } = sent.shift() as Sent;
    const { seq } = await acknowledged.catch((error) => {
      throw this.failureOf(to, event, error);
    });
    if (seq !== sequence) throw new StreamMoved(`It has sequence ${seq} in place of ${sequence}`);
    to.end = { position: event.position, sequence };
    to.reached = event.position;
    this.progressed();
  }

  private failureOf({ link }: Published, event: RelayedEvent, error: unknown): Error {
    return publishFailureOf(error, this.settings.RELAY_STREAM, event, link.connection.info?.max_payload ?? 0);
  }
}

/** The events between two positions, without their data: what identifies them. */
export async function readTail(database: ClientBase, from: number, to: number): Promise<RelayedEvent[]> {
  const { rows } = await database.query<RelayedEvent>(TAIL_SQL, [from, to]);
  return rows;
}

function readPage(database: ClientBase, after: number, horizon: number): Promise<RelayedEvent[]> {
  const page = database
    .query<RelayedEvent>({ name: 'page of the relay', text: PAGE_SQL, values: [after, horizon] })
    .then(({ rows }) => rows);
  // If a message fails first, nobody waits for the page.
  page.catch(() => undefined);
  return page;
}
