/** A value of an entity's field. */
export type Value = string | number | boolean | null | readonly string[];

/** One field that an event changed. */
export interface FieldChange {
  readonly field: string;
  readonly from: Value;
  readonly to: Value;
}

/** The description of an event: a sentence for a person, and the change of each field. */
export interface Told {
  readonly summary: string;
  readonly changes: readonly FieldChange[];
}

/** Describes each event type of an entity. `before` is the state before the event, null for the first event. */
export type Words<S, E extends { type: string; data: unknown }> = {
  readonly [T in E['type']]: (data: Extract<E, { type: T }>['data'], before: S) => Told;
};

/** @param before may be null only for an event whose description does not read it */
export function tell<S, E extends { type: string; data: unknown }>(words: Words<S, E>, event: E, before: S | null): Told {
  return words[event.type as E['type']](event.data as never, before as S);
}

export const inQuotes = (name: string) => `“${name}”`;

/** `1 section`, `2 sections` */
export const counted = (count: number, thing: string) => `${count} ${thing}${count === 1 ? '' : 's'}`;

/** @returns `2026-03-01 09:30 UTC`, with seconds and milliseconds if they are not 0 */
export function moment(text: string): string {
  const [date, time = ''] = new Date(text).toISOString().split('T');
  return `${date} ${time.replace(/(:00\.000|\.000)?Z$/, '')} UTC`;
}

/**
 * The description of a value that replaced another one: its parts that changed.
 *
 * @param unset the word for null and for an empty list
 * @param parts the words of a part's values follow if they differ from the values
 */
export function replaced(
  title: string,
  unset: string,
  parts: [field: string, label: string, from: Value, to: Value, ...words: Value[]][],
): Told {
  const changed = parts.filter(([, , from, to]) => JSON.stringify(from) !== JSON.stringify(to));
  const text = (value: Value) =>
    value === null || (Array.isArray(value) && value.length === 0) ? unset : [value].flat().join(', ');
  const sentences = changed.map(
    ([, label, from, to, before = from, after = to]) => `${label} from ${text(before)} to ${text(after)}`,
  );
  const changes = changed.map(([field, , from, to]): FieldChange => ({ field, from, to }));
  return { summary: `${title}: ${sentences.join('; ')}`, changes };
}
