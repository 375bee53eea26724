import type { Queries } from '../database/session.js';
import type { CommandMeta } from './command-meta.js';
import { type EventTypes, RECORDED, type RecordedEvent } from './events.js';
import { VersionMismatch } from './refusal.js';

/** The number of missed events that a refused `If-Match` shows. */
const MAX_MISSED_EVENTS = 100;

/**
 * @throws VersionMismatch `<category>.version-mismatch` if the command names a version, because a new entity has none
 */
export function requireNoVersion({ ifMatch }: CommandMeta, category: string): void {
  if (!ifMatch) return;
  throw new VersionMismatch(`${category}.version-mismatch`, `A new ${category} has no version to match.`, {
    version: 0,
    events: [],
  });
}

/** @throws VersionMismatch `<category>.version-mismatch` with the missed events, if the entity has another version */
export async function requireVersion(
  log: Queries,
  types: EventTypes,
  { ifMatch }: CommandMeta,
  category: string,
  { stream, version }: { readonly stream: string; readonly version: number },
): Promise<void> {
  if (!ifMatch || ifMatch.includes(version)) return;
  const known = Math.max(0, ...ifMatch.filter((each) => each < version));
  const missed: RecordedEvent[] = await log.query(
    `SELECT ${RECORDED} FROM log.events WHERE stream = $1 AND version > $2 ORDER BY version LIMIT ${MAX_MISSED_EVENTS}`,
    [stream, known],
  );
  throw new VersionMismatch(`${category}.version-mismatch`, `The ${category} has version ${version} by now.`, {
    version,
    events: missed.map((event) => types.publicEvent(event)),
  });
}
