import { categoryOf, entityIdOf, type PersonalTexts } from '../event-log/events.js';
import { SEALED_SCHEMA } from '../event-log/sealing.js';

/** Replaces each text of a person, whether it is sealed, plain or erased. */
export const SEALED = '[sealed]';

/** Keeps the longest subject far below the 4 KiB of a protocol line. */
const MAX_TOKEN_CHARACTERS = 200;

/** An event as the relay reads it from the log. */
export interface RelayedEvent {
  readonly position: number;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly schema: number;
  /** JSON, as Postgres writes it: numbers keep all their digits. */
  readonly data: string;
  readonly metadata: {
    readonly commandId: string;
    readonly actor: string;
    readonly correlationId: string;
    readonly causationId: string | null;
    readonly traceparent?: string;
  };
  /** ISO 8601, UTC, with milliseconds. */
  readonly time: string;
}

/** A part of a subject: characters that NATS or a file system may treat specially become `_`. */
const token = (text: string) => text.slice(0, MAX_TOKEN_CHARACTERS).replace(/[^\w-]/g, '_') || '_';

/** The subjects of a cell's stream. */
export const subjectsOf = (cell: string): string => `kronika.${cell}.events.>`;

/** The subject of an event: `kronika.<cell>.events.<type>.<category>.<id>`. */
export function subjectOf(cell: string, { type, stream }: Pick<RelayedEvent, 'type' | 'stream'>): string {
  return ['kronika', cell, 'events', token(type), token(categoryOf(stream)), token(entityIdOf(stream))].join('.');
}

/**
 * The attributes of an event as CloudEvents has them in binary mode: a header each. `previous` lets a reader notice a
 * missing message; version, command and time identify the event on the log.
 *
 * @param previous the position of the event before it; 0: it is the first
 */
export function headersOf(cell: string, event: RelayedEvent, previous: number): [name: string, value: string][] {
  const { position, stream, version, type, schema, metadata, time } = event;
  const { commandId, actor, correlationId, causationId, traceparent } = metadata;
  const headers: [string, string][] = [
    ['ce-specversion', '1.0'],
    ['ce-id', String(position)],
    ['ce-source', `/kronika/${cell}`],
    ['ce-time', time],
    ['ce-datacontenttype', 'application/json'],
    ['ce-previous', String(previous)],
    ['ce-version', String(version)],
    ['ce-schema', String(schema % SEALED_SCHEMA)],
  ];
  const add = (name: string, text: string | null | undefined) => text && headers.push([name, percentEncoded(text)]);
  add('ce-type', type);
  add('ce-subject', stream);
  add('ce-partitionkey', stream);
  add('ce-commandid', commandId);
  add('ce-actor', actor);
  add('ce-correlationid', correlationId);
  add('ce-causationid', causationId);
  add('ce-traceparent', traceparent);
  return headers;
}

/** Encodes what CloudEvents does not allow in a header: all but visible ASCII, and `"` and `%`. */
export function percentEncoded(value: string): string {
  return value.replace(/[^\x21\x23\x24\x26-\x7e]+/g, (text) =>
    [...Buffer.from(text)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}

/**
 * The body of a message, without texts of persons: a message can't be changed when a text is erased. Sealed texts are
 * found by their form, and plain ones of earlier releases by their names.
 *
 * @param texts those of the event's category; absent: it has none
 */
export function bodyOf({ data }: Pick<RelayedEvent, 'data'>, texts?: PersonalTexts): string {
  if (!texts && !data.includes('"$sealed"')) return `{"data": ${data}}`;
  const values = JSON.parse(data);
  for (const field in values) {
    const isSealed = typeof values[field]?.$sealed === 'string';
    const isNamed = texts?.fields.includes(field) && typeof values[field] === 'string';
    if (isSealed || isNamed) values[field] = SEALED;
  }
  return JSON.stringify({ data: values });
}
