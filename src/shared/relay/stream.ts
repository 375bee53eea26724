import type { StoredMsg, StreamConfig, StreamInfo } from '@nats-io/jetstream';
import { headersOf, type RelayedEvent, subjectsOf } from './message.js';
import type { JetStream, NatsLink } from './nats.js';

/** Why the relay can't go on, as a sentence for the operator. It tries again all the same. */
export class RelayProblem extends Error {}

/** Another relay has published since this one asked the stream where it ends. */
export class StreamMoved extends Error {}

/** Codes of JetStream's errors. */
const STREAM_NOT_FOUND = 10059;
const SUBJECTS_OVERLAP = 10065;
const WRONG_LAST_SEQUENCE = 10071;
const MESSAGE_TOO_LARGE = 10054;
const STORE_FAILED = 10077;
const NO_STORAGE = [10023, 10047];

/** For repeated attempts only, because the expected sequence keeps messages from coming twice. Each message of that time takes memory. */
const DUPLICATE_WINDOW_NS = 5e9;

/**
 * Messages at the end of the stream that are compared with the log. A failover loses the latest commits, whose order
 * differs slightly from that of positions, so the last event may exist when one shortly before it is gone.
 */
export const MAX_COMPARED = 100;

/** Headers that identify an event. */
const IDENTITY = ['ce-source', 'ce-id', 'ce-subject', 'ce-version', 'ce-type', 'ce-time', 'ce-commandid'];

/** Where the stream ends. */
export interface StreamEnd {
  /** The position of its last event; 0: it is empty. */
  readonly position: number;
  /** The sequence of its last message. */
  readonly sequence: number;
}

/**
 * Creates the stream if there is none.
 *
 * @throws RelayProblem if there is one that would not keep every event
 */
export async function openStream({ streams }: NatsLink, jetstream: JetStream, name: string, cell: string): Promise<void> {
  const known = await streams.info(name).catch((error) => {
    if (codeOf(error) === STREAM_NOT_FOUND) return undefined;
    throw error;
  });
  if (!known) {
    await streams
      .add({
        name,
        subjects: [subjectsOf(cell)],
        storage: jetstream.StorageType.File,
        retention: jetstream.RetentionPolicy.Limits,
        discard: jetstream.DiscardPolicy.New,
        duplicate_window: DUPLICATE_WINDOW_NS,
        deny_delete: true,
        allow_direct: true,
      })
      .catch((error) => {
        if (codeOf(error) !== SUBJECTS_OVERLAP) throw error;
        throw new RelayProblem(
          `Another stream has subjects of ${subjectsOf(cell)}: set RELAY_STREAM to it, or another RELAY_CELL.`,
        );
      });
    return;
  }
  const problem = configProblemOf(known.config, cell);
  if (problem) throw new RelayProblem(`The stream ${name} ${problem}: change that, or set RELAY_STREAM to another one.`);
}

/** Why a stream would lose events, or get some of others. */
function configProblemOf(config: StreamConfig, cell: string): string | undefined {
  const { subjects, retention, discard, max_age, max_msgs, max_bytes, max_msgs_per_subject, no_ack, sealed } = config;
  const wanted = subjectsOf(cell);
  if (subjects?.join() !== wanted) return `has the subjects ${subjects?.join(', ') || 'of another stream'} in place of ${wanted}`;
  if (retention !== 'limits') return `drops messages by its retention (${retention})`;
  if (max_age > 0) return 'drops messages after a time (max_age)';
  if (max_msgs_per_subject > 0) return 'drops messages of a subject (max_msgs_per_subject)';
  if (discard !== 'new' && (max_msgs > 0 || max_bytes > 0)) return 'drops its first messages when it is full (discard)';
  if (no_ack) return 'acknowledges nothing (no_ack)';
  if (sealed) return 'is sealed';
  return undefined;
}

/** Why a stream is not complete, as a sentence; null: it has all of its messages. */
export function lackOf(name: string, { last_seq, messages }: StreamInfo['state']): string | null {
  const lacking = last_seq - messages;
  if (lacking <= 0) return null;
  return `The stream ${name} lacks ${lacking} of its messages, which were purged: a follower that begins now misses them.`;
}

/**
 * Asks the stream where it ends, and compares its last messages with the log.
 *
 * @param readLog reads the events from one position to another, both included
 * @throws RelayProblem if it was purged or belongs to another log
 */
export async function endOf(
  { streams }: NatsLink,
  name: string,
  cell: string,
  readLog: (from: number, to: number) => Promise<RelayedEvent[]>,
): Promise<StreamEnd> {
  const { last_seq: last, first_seq, messages: count } = (await streams.info(name)).state;
  if (last === 0) return { position: 0, sequence: 0 };
  const first = Math.max(first_seq, last - MAX_COMPARED + 1);
  const sequences = count === 0 ? [] : Array.from({ length: last - first + 1 }, (_, n) => first + n);
  const found = await Promise.all(sequences.map((seq) => streams.getMessage(name, { seq })));
  const remedy = `Delete the stream, and the relay makes it again from the first event: nats stream rm ${name}`;
  if (!found.length || found.includes(null))
    throw new RelayProblem(`The last messages of the stream ${name} were purged, so nothing tells where it ended. ${remedy}`);
  const messages = found as StoredMsg[];
  // A message of another program may have none.
  const positions = messages.map(({ header }) => Number(header.get('ce-id'))).filter(isPosition);
  const [from, to] = [Math.min(...positions), Math.max(...positions)];
  const events = positions.length ? await readLog(from, to) : [];
  const expected = events.map((event) => identityOf(new Map(headersOf(cell, event, 0))));
  const other = messages.findIndex(({ header }, n) => identityOf(header) !== expected[n]);
  if (other >= 0 || events.length !== messages.length) {
    const { header, seq } = messages[Math.max(other, 0)] as StoredMsg;
    const event = header.get('ce-subject')
      ? `${header.get('ce-subject')} at position ${header.get('ce-id')}`
      : `another program's message with sequence ${seq}`;
    throw new RelayProblem(
      `The stream ${name} has ${event}, and the log has not: it belongs to another log, or the log went back. ${remedy}`,
    );
  }
  return { position: to, sequence: last };
}

const isPosition = (id: number) => Number.isSafeInteger(id) && id > 0;

const identityOf = (headers: { get(name: string): string | undefined }) => IDENTITY.map((name) => headers.get(name)).join(' ');

/**
 * What became of a message that was not stored, in words.
 *
 * @param position of the event
 */
export function publishFailureOf(error: unknown, name: string, { position, stream }: RelayedEvent, maxPayload: number): Error {
  const { message, name: type } = error as Error;
  const code = codeOf(error);
  if (code === WRONG_LAST_SEQUENCE) return new StreamMoved(message);
  if (code === MESSAGE_TOO_LARGE)
    return new RelayProblem(
      `${stream} at position ${position} is larger than the stream ${name} allows (max_msg_size): raise it. The relay waits.`,
    );
  if (message.includes('max_payload'))
    return new RelayProblem(
      `${stream} at position ${position} is larger than max_payload of the NATS server, ${maxPayload} bytes: raise it. The relay waits.`,
    );
  if (code === STORE_FAILED || NO_STORAGE.includes(code))
    return new RelayProblem(`The stream ${name} is full (${message}): raise its limits, or give it room. The relay waits.`);
  if (type === 'JetStreamNotEnabled')
    return new RelayProblem(`The stream ${name} does not answer: it was deleted, or has no leader.`);
  return error as Error;
}

const codeOf = (error: unknown): number => Number((error as { code?: unknown }).code) || 0;
