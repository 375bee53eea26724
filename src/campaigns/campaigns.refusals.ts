import { Refusal } from '#kronika/refusals';
import { isCurrency } from '../money/currencies.js';

/** The entities with a name. The kind is the first part of a refusal code, as in `campaign.name-too-long`. */
export type EntityKind = 'campaign' | 'creative' | 'portfolio' | 'section' | 'publisher';

/** In grapheme clusters: characters as a person counts them. */
export const MAX_NAME_LENGTH = 50;

/** Bounds the size of a name, because one character may consist of any number of code points. */
const MAX_CODE_POINTS = 1_000;

const characters = new Intl.Segmenter();

/** Neither white space (U+2800 is the blank of Braille) nor a character without a glyph, such as a direction mark. */
const VISIBLE = /[^\u2800\p{White_Space}\p{C}\p{M}\p{Default_Ignorable_Code_Point}]/u;

/**
 * A name has 1 to 50 characters as a person counts them: 👩‍👩‍👧 is one, and so is é, however it is put together.
 *
 * @throws Refusal `<kind>.name-empty`, `<kind>.name-too-long`, `<kind>.name-with-control-characters`
 */
export function requireName(kind: EntityKind, name: string): void {
  if (!VISIBLE.test(name))
    throw refusedField(kind, 'name', 'empty', `The name of a ${kind} needs at least one visible character.`);
  if (isLong(name))
    throw refusedField(kind, 'name', 'too-long', `The name of a ${kind} has at most ${MAX_NAME_LENGTH} characters.`);
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name))
    throw refusedField(kind, 'name', 'with-control-characters', `The name of a ${kind} is one line, without control characters.`);
}

function isLong(name: string): boolean {
  // A character takes at least one UTF-16 code unit, so most names need no count.
  if (name.length <= MAX_NAME_LENGTH) return false;
  if (name.length > 2 * MAX_CODE_POINTS || [...name].length > MAX_CODE_POINTS) return true;
  let count = 0;
  for (const _ of characters.segment(name)) if (++count > MAX_NAME_LENGTH) return true;
  return false;
}

/**
 * Requires an active ISO 4217 currency with minor units.
 *
 * @throws Refusal `campaign.currency-unknown`
 */
export function requireCurrency(currency: string): void {
  if (isCurrency(currency)) return;
  const detail = `${currency} is not an active ISO 4217 currency with minor units.`;
  throw refusedField('campaign', 'currency', 'unknown', detail);
}

/** The form in which categories and advertisers are compared: trimmed, NFC, in lower case. */
export const wordOf = (text: string): string => text.trim().normalize('NFC').toLowerCase();

/** Whether two lists have the same members, in any order. */
export const sameMembers = (some: readonly unknown[], others: readonly unknown[]): boolean => {
  const known = new Set(others);
  return some.length === known.size && some.every((each) => known.has(each));
};

/**
 * A refusal of one field's value. Its `errors` point to the field, as those of invalid input do.
 *
 * @param code replaces the default code, `<kind>.<field>-<fault>`
 */
export function refusedField(
  kind: EntityKind,
  field: string,
  fault: string,
  detail: string,
  code = `${kind}.${field}-${fault}`,
): Refusal {
  return new Refusal(code, detail, { errors: [{ pointer: `#/${field}`, code: fault, detail }] });
}
