import { applyDecorators, type Type } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions, getSchemaPath } from '@nestjs/swagger';
import { ValidateBy, ValidateIf } from 'class-validator';
import { EARLIEST, isTimeZone, LATEST, MAX_TIME_ZONE_LENGTH, TIME_ZONE_NAME } from '../time-zones.js';
import type { InputError } from './problems.js';

/** A fault of a value: a stable code and a sentence. */
export type Fault = Omit<InputError, 'pointer'>;

/** @returns the fault of a value; undefined if it is valid */
type Rule = (value: unknown) => Fault | undefined;

/** The options of all fields. */
export interface FieldOptions {
  readonly optional?: boolean;
  readonly nullable?: boolean;
  readonly description?: string;
  readonly example?: unknown;
  readonly default?: unknown;
}

/** How a field becomes its value. */
interface Reading {
  /** What it is in a query string, a path or a form, where all is text; absent: the text. */
  readonly fromText?: (text: string) => unknown;
  /** The same for a list, whose name may be given several times; absent: a repeated name is refused. */
  readonly fromTexts?: (texts: readonly string[]) => unknown;
  /** Whether it is as it should be, which class-validator takes eight times as long to say. */
  readonly isValid: (value: unknown) => boolean;
  /** The one form of a valid value that may be written in several ways; absent: as it was given. */
  readonly normalise?: (value: never) => unknown;
}

const READINGS = Symbol('readings');

/** How the fields of a class are read. */
export function readingsOf(type: object): Readonly<Record<string, Reading>> {
  return Reflect.getMetadata(READINGS, type) ?? {};
}

/** One field of an input: its rule, its documentation, and how it is read. The decorators of fields call it. */
export function field(rule: Rule, documentation: ApiPropertyOptions, options: FieldOptions, form: Omit<Reading, 'isValid'> = {}) {
  const { optional = false, nullable = false, ...described } = options;
  // Without a default an absent optional field stays absent; null is a value only where the field may be null.
  const isAsked = (value: unknown) => !(value === undefined && optional) && !(value === null && nullable);
  const reading: Reading = { ...form, isValid: (value) => !isAsked(value) || !fault(rule, value) };
  return applyDecorators(
    ApiProperty({
      ...documentation,
      ...described,
      required: !optional,
      ...(nullable ? { nullable: true } : {}),
    } as ApiPropertyOptions),
    ValidateIf((_, value) => isAsked(value)),
    ValidateBy({
      name: 'field',
      validator: {
        validate: (value) => !fault(rule, value),
        defaultMessage: (at) => JSON.stringify(fault(rule, at?.value)),
      },
    }),
    (target: object, property: string | symbol) => {
      Reflect.defineMetadata(READINGS, { ...readingsOf(target.constructor), [property]: reading }, target.constructor);
    },
  );
}

function fault(rule: Rule, value: unknown): Fault | undefined {
  if (value === undefined) return { code: 'missing', detail: 'must be given' };
  return rule(value);
}

interface Range {
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * A whole number; `maximum` is at most 2^53-1, above which JSON numbers lose digits.
 *
 * @param options `refusedBelow`: the documented minimum, where the domain refuses a lower number with a code of its
 *   own
 */
export function Whole({
  minimum,
  maximum,
  refusedBelow = minimum,
  ...options
}: FieldOptions & Range & { refusedBelow?: number }) {
  const rule: Rule = (value) => faultOfWhole(value, { minimum, maximum });
  const documentation = { type: 'integer', format: 'int64', minimum: refusedBelow, maximum } as const;
  return field(rule, documentation, options, { fromText: wholeFromText });
}

/**
 * @returns the number, or the text as it is if it isn't one written in digits: Number() would also take '', ' 1',
 * '1e3' and '0x10'
 */
export function wholeFromText(text: string): unknown {
  return /^(0|-?[1-9]\d*)$/.test(text) ? Number(text) : text;
}

export function faultOfWhole(value: unknown, { minimum, maximum }: Range): Fault | undefined {
  // Numbers beyond all that JSON.parse knows are infinite.
  if (typeof value !== 'number' || !(Number.isInteger(value) || Math.abs(value) === Number.POSITIVE_INFINITY))
    return { code: 'not-a-whole-number', detail: `must be a whole number from ${minimum} to ${maximum}` };
  if (value < minimum || value > maximum) return { code: 'out-of-range', detail: `must be from ${minimum} to ${maximum}` };
  return undefined;
}

/** An id that is a number. */
export const Id = (options: FieldOptions = {}) => Whole({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, example: 1, ...options });

/**
 * What JSON Schema says of text, in a form that means the same with and without JavaScript's flag `u`: without it, a
 * character beyond U+FFFF is a pair of surrogates.
 *
 * @param refused characters that the text must not have, as in a class of a regular expression
 */
const textPattern = (refused: string) => {
  const pair = String.raw`[\uD800-\uDBFF][\uDC00-\uDFFF]`;
  const other = (blanks: string) => String.raw`(?:[^${blanks}${refused}\uD800-\uDFFF]|${pair})`;
  return String.raw`^[^\S${refused}]*${other('\\s')}${other('')}*$`;
};

const TEXT = textPattern(String.raw`\u0000`);

/**
 * Text a person wrote; its length counts Unicode's code points, as JSON Schema and Postgres do.
 *
 * @param options `isTrimmed`: white space at its ends is taken off
 */
export function Text(options: FieldOptions & { maximum: number; isTrimmed?: boolean }) {
  const { maximum, isTrimmed, ...rest } = options;
  const rule: Rule = (value) => {
    if (typeof value !== 'string') return { code: 'not-text', detail: 'must be text' };
    if (!value.trim()) return { code: 'empty', detail: 'must not be empty' };
    // A code point has at most two units; what is longer need not be counted.
    if (value.length > 2 * maximum || [...value].length > maximum)
      return { code: 'too-long', detail: `must have at most ${maximum} characters` };
    return malformed(value);
  };
  const form = isTrimmed ? { normalise: (text: string) => text.trim() } : {};
  return field(rule, { type: 'string', minLength: 1, maxLength: maximum, pattern: TEXT }, rest, form);
}

/** Postgres stores neither NUL nor half of a surrogate pair. */
function malformed(text: string): Fault | undefined {
  if (text.includes('\0')) return { code: 'malformed-text', detail: 'must not contain NUL characters' };
  if (!text.isWellFormed()) return { code: 'malformed-text', detail: 'must be well-formed Unicode' };
  return undefined;
}

/** One line of text. */
const NAME = textPattern(String.raw`\u0000-\u001F\u007F-\u009F\u2028\u2029`);

/**
 * A name that a person gave; how long it may be is for the domain to refuse. JSON Schema counts code points, of which
 * one character may have several, so the limit in characters stands beside it as `x-characters`.
 *
 * @param options `maximum`: the documented limit in characters
 */
export function Name({ maximum, ...options }: FieldOptions & { maximum: number }) {
  const rule: Rule = (value) => (typeof value === 'string' ? malformed(value) : { code: 'not-text', detail: 'must be text' });
  const limits = { minLength: 1, maxLength: 1000, pattern: NAME, 'x-characters': { min: 1, max: maximum } };
  const description = `1 to ${maximum} characters as a person counts them, at most 1000 code points, at least one of them visible`;
  return field(rule, { type: 'string', ...limits } as ApiPropertyOptions, { description, ...options });
}

const UUID = /^[\dA-Fa-f]{8}-[\dA-Fa-f]{4}-[47][\dA-Fa-f]{3}-[89ABab][\dA-Fa-f]{3}-[\dA-Fa-f]{12}$/;
const UUID_SCHEMA = { type: 'string', format: 'uuid', pattern: UUID.source } as const;

const isUuid = (value: unknown) => typeof value === 'string' && UUID.test(value);

/** An id that its sender made: a UUID of version 4 or 7 (RFC 9562); its capitals become small letters. */
export function Uuid(options: FieldOptions & { example: string | null }) {
  const rule: Rule = (value) => (isUuid(value) ? undefined : { code: 'not-a-uuid', detail: 'must be a UUID of version 4 or 7' });
  return field(rule, UUID_SCHEMA, options, { normalise: (uuid: string) => uuid.toLowerCase() });
}

const NOT_A_LIST: Fault = { code: 'not-a-list', detail: 'must be a list' };

function faultOfLength({ length }: readonly unknown[], { minimum, maximum }: Range): Fault | undefined {
  if (length < minimum) return { code: 'empty', detail: `must have at least ${minimum} of them` };
  if (length > maximum) return { code: 'too-many', detail: `must have at most ${maximum} of them` };
  return undefined;
}

/** Such ids, each of them once: a list in JSON; as text, separated by commas, by repeating the name, or both. */
export function Uuids(options: FieldOptions & { minimum?: number; maximum: number; example: readonly string[] }) {
  const { minimum = 1, maximum, ...rest } = options;
  const rule: Rule = (value) => {
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

/**
 * Objects that hold at most lists, nothing deeper; what else they must be is to be found out one by one, see
 * `readInput`.
 *
 * @param options `of` the classes that one may be of; the route names them in ApiExtraModels. `uuids` the fields that
 *   hold ids or lists of ids, whose capitals become small letters
 */
export function Rows(
  options: FieldOptions & { maximum: number; of: readonly Type[]; uuids?: readonly string[]; example: readonly object[] },
) {
  const { maximum, of, uuids = [], ...rest } = options;
  const rule: Rule = (value) => {
    if (!Array.isArray(value)) return NOT_A_LIST;
    const fault = faultOfLength(value, { minimum: 1, maximum });
    if (fault) return fault;
    const wrong = value.findIndex((row) => typeof row !== 'object' || row === null || Array.isArray(row));
    if (wrong >= 0) return { code: 'not-an-object', detail: `must have objects only; number ${wrong + 1} is none` };
    // Else what is compared with an earlier request might be deeper than the stack.
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

/** Yes or no; as text, one of the words true and false. */
export function Flag(options: FieldOptions = {}) {
  const rule: Rule = (value) =>
    typeof value === 'boolean' ? undefined : { code: 'not-a-boolean', detail: 'must be true or false' };
  const words: Record<string, boolean> = { true: true, false: false };
  return field(rule, { type: 'boolean' }, options, { fromText: (text) => (Object.hasOwn(words, text) ? words[text] : text) });
}

export function Choice(options: FieldOptions & { of: readonly string[] }) {
  const { of, ...rest } = options;
  const rule: Rule = (value) =>
    of.includes(value as string) ? undefined : { code: 'not-a-choice', detail: `must be one of ${of.join(', ')}` };
  return field(rule, { type: 'string', enum: [...of] }, rest);
}

/** Text that is not for people, such as a cursor. */
export function Token(options: FieldOptions & { maximum: number }) {
  const { maximum, ...rest } = options;
  const rule: Rule = (value) =>
    typeof value === 'string' && value.length <= maximum && TOKEN.test(value)
      ? undefined
      : { code: 'malformed-token', detail: 'must be used as it was received' };
  return field(rule, { type: 'string', minLength: 1, maxLength: maximum, pattern: TOKEN.source }, rest);
}

const TOKEN = /^[\w.-]+$/;

const YEAR = String.raw`(000[1-9]|00[1-9]\d|0[1-9]\d{2}|[1-9]\d{3})`;
const LEAP_YEAR = String.raw`(\d{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)`;
const DAYS_TO_28 = '(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])';
const DAYS_29_AND_30 = '(0[13-9]|1[0-2])-(29|30)';
const DAYS_31 = '(0[13578]|1[02])-31';
const DATE = `(${YEAR}-(${DAYS_TO_28}|${DAYS_29_AND_30}|${DAYS_31})|${LEAP_YEAR}-02-29)`;
const TIME = String.raw`([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?`;
/** Postgres knows offsets of less than 16 hours; the largest in use is 14. */
const OFFSET = String.raw`(Z|[+-](0\d|1[0-5]):[0-5]\d)`;
const DATE_OR_MOMENT = new RegExp(`^${DATE}(T${TIME}${OFFSET})?$`);

const faultOfDate: Rule = (value) =>
  typeof value === 'string' && DATE_OR_MOMENT.test(value) && isBetween(value)
    ? undefined
    : {
        code: 'not-a-date',
        detail: 'must be a date such as 2026-01-31 or a moment such as 2026-01-31T09:30:00Z (in a URL, + is written %2B)',
      };

/**
 * A date, which means its whole day, or a moment with its offset, ISO 8601, in the years 1 to 9999. It stays the text
 * that it was: which moments a date means depends on the time zone, see `spanOf`.
 */
export function DateOrMoment(options: FieldOptions = {}) {
  return field(faultOfDate, { type: 'string', pattern: DATE_OR_MOMENT.source }, { example: '2026-01-31', ...options });
}

/** The name of the IANA time zone in which dates are days. */
export function TimeZone(options: FieldOptions & { description: string }) {
  const rule: Rule = (value) =>
    isTimeZone(value)
      ? undefined
      : { code: 'not-a-time-zone', detail: 'must be the name of an IANA time zone such as Europe/Prague' };
  const documentation = {
    type: 'string',
    minLength: 1,
    maxLength: MAX_TIME_ZONE_LENGTH,
    pattern: TIME_ZONE_NAME.source,
  } as const;
  return field(rule, documentation, { optional: true, example: 'Europe/Prague', ...options });
}

function isBetween(text: string): boolean {
  const moment = Date.parse(text);
  return moment >= EARLIEST && moment <= LATEST;
}
