import type { Type } from '@nestjs/common';
import { getSchemaPath } from '@nestjs/swagger';
import {
  type Fault,
  type FieldOptions,
  type FieldRule,
  field,
  isToken,
  isUuid,
  MALFORMED_TOKEN,
  ONE_LINE,
  type Range,
  TOKEN,
  UUID_SCHEMA,
} from './fields.js';

const NOT_A_LIST: Fault = { code: 'not-a-list', detail: 'must be a list' };

function faultOfLength({ length }: readonly unknown[], { minimum, maximum }: Range): Fault | undefined {
  if (length < minimum) return { code: 'empty', detail: `must have at least ${minimum} of them` };
  if (length > maximum) return { code: 'too-many', detail: `must have at most ${maximum} of them` };
  return undefined;
}

/** A field for a list of UUIDs without duplicates. In text they are separated by commas, or the name is repeated. */
export function Uuids(options: FieldOptions & { minimum?: number; maximum: number; example: readonly string[] }) {
  const { minimum = 1, maximum, ...rest } = options;
  const rule: FieldRule = (value) => {
    if (!Array.isArray(value)) return NOT_A_LIST;
    const fault = faultOfLength(value, { minimum, maximum });
    if (fault) return fault;
    const wrong = value.findIndex((each) => !isUuid(each));
    if (wrong >= 0) return { code: 'not-a-uuid', detail: `must have UUIDs of version 4 or 7 only; number ${wrong + 1} is none` };
    return undefined;
  };
  return field(rule, { type: 'array', items: UUID_SCHEMA, minItems: minimum, maxItems: maximum }, rest, {
    fromTexts: (texts) => texts.flatMap((text) => (text === '' ? [] : text.split(','))),
    normalise: (uuids: string[]) => [...new Set(uuids.map((uuid) => uuid.toLowerCase()))],
  });
}

/** A field for a list of some words without duplicates, written as in `Uuids`. */
export function Choices(options: FieldOptions & { of: readonly string[]; minimum?: number }) {
  const { of, minimum = 1, ...rest } = options;
  const rule: FieldRule = (value) => {
    if (!Array.isArray(value)) return NOT_A_LIST;
    const fault = faultOfLength(value, { minimum, maximum: of.length });
    if (fault) return fault;
    if (value.every((each) => of.includes(each))) return undefined;
    return { code: 'not-a-choice', detail: `must have only ${of.join(', ')}` };
  };
  const items = { type: 'string' as const, pattern: `^(${of.join('|')})$`, enum: [...of] };
  return field(rule, { type: 'array', items, minItems: minimum, maxItems: of.length }, rest, {
    fromTexts: (texts) => texts.flatMap((text) => (text === '' ? [] : text.split(','))),
    normalise: (words: string[]) => [...new Set(words)],
  });
}

/**
 * A field for a list of opaque texts without duplicates, written as in `Uuids`.
 *
 * @param options `maximum`: the maximum length of each
 */
export function Tokens(options: FieldOptions & { maximum: number; maxItems: number; example: readonly string[] }) {
  const { maximum, maxItems, ...rest } = options;
  const rule: FieldRule = (value) => {
    if (!Array.isArray(value)) return NOT_A_LIST;
    const fault = faultOfLength(value, { minimum: 1, maximum: maxItems });
    if (fault) return fault;
    return value.every((each) => isToken(each, maximum)) ? undefined : MALFORMED_TOKEN;
  };
  const items = { type: 'string', minLength: 1, maxLength: maximum, pattern: TOKEN.source } as const;
  return field(rule, { type: 'array', items, minItems: 1, maxItems }, rest, {
    fromTexts: (texts) => texts.flatMap((text) => text.split(',')),
    normalise: (tokens: string[]) => [...new Set(tokens)],
  });
}

/**
 * A field for a list of codes without duplicates, in JSON only.
 *
 * @param options `pattern`: the form of each. `maximum`: the maximum length of each. `what`: how people call them
 */
export function Codes(
  options: FieldOptions & { pattern: RegExp; maximum: number; maxItems: number; what: string; example: readonly string[] },
) {
  const { pattern, maximum, maxItems, what, ...rest } = options;
  const isCode = (each: unknown) => typeof each === 'string' && each.length <= maximum && pattern.test(each);
  return listOf(isCode, { code: 'not-a-code', detail: `must have only ${what}` }, maxItems, rest, {
    items: { type: 'string', minLength: 1, maxLength: maximum, pattern: pattern.source },
    normalise: (codes: string[]) => [...new Set(codes)],
  });
}

/**
 * A field for a list of short texts of one line, in JSON only.
 *
 * @param options `maximum`: the maximum length of each, in code points
 */
export function Lines(options: FieldOptions & { maximum: number; maxItems: number; example: readonly string[] }) {
  const { maximum, maxItems, ...rest } = options;
  const pattern = new RegExp(ONE_LINE, 'u');
  const isLine = (each: unknown) =>
    typeof each === 'string' && each.length <= 2 * maximum && [...each].length <= maximum && pattern.test(each);
  const fault = { code: 'not-a-line', detail: `must have only texts of one line with 1 to ${maximum} characters` };
  return listOf(isLine, fault, maxItems, rest, {
    items: { type: 'string', minLength: 1, maxLength: maximum, pattern: ONE_LINE },
  });
}

/** A field for a fixed number of flags, in JSON only. */
export function Flags(options: FieldOptions & { count: number }) {
  const { count, ...rest } = options;
  const fault = { code: 'not-flags', detail: `must have exactly ${count} times true or false` };
  const rule: FieldRule = (value) => {
    if (!Array.isArray(value)) return NOT_A_LIST;
    return value.length === count && value.every((each) => typeof each === 'boolean') ? undefined : fault;
  };
  return field(rule, { type: 'array', items: { type: 'boolean' }, minItems: count, maxItems: count }, rest);
}

function listOf(
  isItem: (each: unknown) => boolean,
  fault: Fault,
  maxItems: number,
  options: FieldOptions,
  { items, normalise }: { items: object; normalise?: (value: never) => unknown },
) {
  const rule: FieldRule = (value) => {
    if (!Array.isArray(value)) return NOT_A_LIST;
    return faultOfLength(value, { minimum: 0, maximum: maxItems }) ?? (value.every(isItem) ? undefined : fault);
  };
  return field(rule, { type: 'array', items, minItems: 0, maxItems }, options, { normalise });
}

/**
 * A field for a list of flat objects, which hold at most lists. The handler checks each object by `readInput`.
 *
 * @param options `of`: the possible classes of an object; the route names them in ApiExtraModels. `uuids`: the fields
 * with ids or lists of ids, which are read in lower case
 */
export function Rows(
  options: FieldOptions & { maximum: number; of: readonly Type[]; uuids?: readonly string[]; example: readonly object[] },
) {
  const { maximum, of, uuids = [], ...rest } = options;
  const rule: FieldRule = (value) => {
    if (!Array.isArray(value)) return NOT_A_LIST;
    const fault = faultOfLength(value, { minimum: 1, maximum });
    if (fault) return fault;
    const wrong = value.findIndex((row) => typeof row !== 'object' || row === null || Array.isArray(row));
    if (wrong >= 0) return { code: 'not-an-object', detail: `must have objects only; number ${wrong + 1} is none` };
    // A deeper value could exhaust the stack when it is compared with that of an earlier request.
    const deep = value.findIndex((row) => isDeep(row, 2));
    if (deep >= 0)
      return { code: 'too-deep', detail: `must have objects of values and lists; number ${deep + 1} is nested deeper` };
    return undefined;
  };
  const refs = of.map((type) => ({ $ref: getSchemaPath(type) }));
  const items = refs.length === 1 ? refs[0] : { anyOf: refs };
  const form = (row: object) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, uuids.includes(name) ? lowered(value) : value]));
  return field(rule, { type: 'array', items, minItems: 1, maxItems: maximum }, rest, {
    normalise: (rows: object[]) => rows.map(form),
  });
}

function lowered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowered);
  return isUuid(value) ? (value as string).toLowerCase() : value;
}

function isDeep(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeep(inner, levels - 1));
}
