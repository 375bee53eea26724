import { Conflict, Refusal } from '#kronika/refusals';
import { isCurrency } from '../money/currencies.js';

/** What has a name here; starts the codes of its refusals, as in `campaign.name-too-long`. */
export type Kind = 'campaign' | 'portfolio' | 'section' | 'publisher';

/** In characters, as a person counts them. */
export const MAX_NAME_LENGTH = 50;

/** A character may be made of any number of code points; a name is not. */
const MOST_CODE_POINTS = 1_000;

const characters = new Intl.Segmenter();

/** Neither blanks (U+2800 is Braille's) nor what has no look of its own, such as marks of direction. */
const VISIBLE = /[^\u2800\p{White_Space}\p{C}\p{M}\p{Default_Ignorable_Code_Point}]/u;

/**
 * A name has 1 to 50 characters as a person counts them: 👩‍👩‍👧 is one, and so is é, however it is put together.
 *
 * @throws Refusal `<kind>.name-empty`, `<kind>.name-too-long`, `<kind>.name-with-control-characters`
 */
export function requireName(kind: Kind, name: string): void {
  if (!VISIBLE.test(name)) throw refusedField(kind, 'name', 'empty', `The name of a ${kind} must have something to be seen.`);
  if (isLong(name))
    throw refusedField(kind, 'name', 'too-long', `The name of a ${kind} has at most ${MAX_NAME_LENGTH} characters.`);
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name))
    throw refusedField(kind, 'name', 'with-control-characters', `The name of a ${kind} is one line, without control characters.`);
}

function isLong(name: string): boolean {
  // No character is less than one unit of its text.
  if (name.length <= MAX_NAME_LENGTH) return false;
  if (name.length > 2 * MOST_CODE_POINTS || [...name].length > MOST_CODE_POINTS) return true;
  let count = 0;
  for (const _ of characters.segment(name)) if (++count > MAX_NAME_LENGTH) return true;
  return false;
}

/**
 * A price is in a currency that money can be in.
 *
 * @throws Refusal `campaign.currency-unknown`
 */
export function requireCurrency(currency: string): void {
  if (isCurrency(currency)) return;
  const detail = `${currency} is no active currency of ISO 4217 with minor units.`;
  throw refusedField('campaign', 'currency', 'unknown', detail);
}

/**
 * The refusal of one field's value: `errors` points to the field as those of HTTP do.
 *
 * @param code of the refusal, where the field's name does not make a good one
 */
export function refusedField(
  kind: Kind,
  field: string,
  fault: string,
  detail: string,
  code = `${kind}.${field}-${fault}`,
): Refusal {
  return new Refusal(code, detail, { errors: [{ pointer: `#/${field}`, code: fault, detail }] });
}

/** The refusal of an id that was given to something else before. */
export function idTaken(kind: Kind): Conflict {
  return new Conflict(`${kind}.id-taken`, `The id of this ${kind} is taken: something else was created with it.`);
}
