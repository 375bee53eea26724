import type { CommandSession, NewEntityKey } from './command-session.js';
import { categoryOf } from './events.js';
import { type EntityKey, newKey, SEALED_SCHEMA, sealData, textsIn } from './sealing.js';

/** An event to append; `key` is the generation of the key that seals texts in its data. */
export interface NewEvent {
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly data: unknown;
  readonly schema?: number;
  readonly key?: number;
}

/**
 * Seals the texts of a person in events of locked entities. An entity gets a key for its first text, and a new one for
 * the first text after an erasure.
 *
 * @returns the events, and the new keys to save with them
 */
export async function sealEvents(shared: CommandSession, events: readonly NewEvent[]) {
  const fields = events.map(({ stream, data }) => textsIn(data, shared.types.personalTextsOf(categoryOf(stream))?.fields));
  const first = new Map(
    events
      .filter((_, n) => fields[n]?.length)
      .map((event) => [event.stream, event])
      .reverse() as [string, NewEvent][],
  );
  const newKeys: NewEntityKey[] = [];
  const keys = new Map<string, EntityKey>();
  // Concurrent, so that all lookups share one statement.
  await Promise.all(
    [...first].map(async ([stream, { version }]) => {
      const latest = version > 1 ? await shared.latestKey(stream) : undefined;
      if (latest?.secret) return keys.set(stream, { generation: latest.generation, secret: latest.secret });
      const key = { ...newKey((latest?.generation ?? 0) + 1), entity: stream };
      newKeys.push(key);
      return keys.set(stream, key);
    }),
  );
  const sealed = events.map((event, n): NewEvent => {
    const key = fields[n]?.length ? keys.get(event.stream) : undefined;
    if (!key) return event;
    const schema = (event.schema ?? 1) + SEALED_SCHEMA;
    return { ...event, data: sealData(event, fields[n] ?? [], key), schema, key: key.generation };
  });
  return { events: sealed, keys: newKeys };
}
