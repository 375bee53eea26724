/** A value of an entity's field. */
export type Value = string | number | boolean | null | readonly string[];

/** One field that an event changed. */
export interface FieldChange {
  readonly field: string;
  readonly from: Value;
  readonly to: Value;
}

/** What an event did: in a sentence for a person, and field by field. */
export interface Told {
  readonly summary: string;
  readonly changes: readonly FieldChange[];
}

/** What there is to say of each type of an entity's events; `before` is the state before the event, null for the first one. */
export type Words<S, E extends { type: string; data: unknown }> = {
  readonly [T in E['type']]: (data: Extract<E, { type: T }>['data'], before: S) => Told;
};

/** @param before null only for an event whose words do not look at it */
export function tell<S, E extends { type: string; data: unknown }>(words: Words<S, E>, event: E, before: S | null): Told {
  return words[event.type as E['type']](event.data as never, before as S);
}

export const quoted = (name: string) => `“${name}”`;

/** `1 section`, `2 sections` */
export const counted = (count: number, thing: string) => `${count} ${thing}${count === 1 ? '' : 's'}`;

/** @returns `2026-03-01 09:30 UTC`, with seconds and milliseconds where there are any */
export function moment(text: string): string {
  const [date, time = ''] = new Date(text).toISOString().split('T');
  return `${date} ${time.replace(/(:00\.000|\.000)?Z$/, '')} UTC`;
}
