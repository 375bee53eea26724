import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { isISO4217CurrencyCode, ValidateBy, ValidateIf } from 'class-validator';
import type { InputError } from './problems.js';

/** What is wrong with a value: a stable code and a sentence. */
export type Fault = Omit<InputError, 'pointer'>;

/** @returns the fault of a value, or undefined if it is as it should be */
type Rule = (value: unknown) => Fault | undefined;

interface FieldOptions {
  readonly optional?: boolean;
  readonly nullable?: boolean;
  readonly description?: string;
  readonly example?: unknown;
  readonly default?: unknown;
}

const FROM_TEXT = Symbol('from text');

/** How the fields of a class are read from a query string, a path or a form, where all is text. */
export function textReaders(type: object): Record<string, (text: string) => unknown> {
  return Reflect.getMetadata(FROM_TEXT, type) ?? {};
}

/** One field of what comes in: its rule, its documentation, and how text becomes its value. */
function field(rule: Rule, documentation: ApiPropertyOptions, options: FieldOptions, fromText?: (text: string) => unknown) {
  const { optional = false, nullable = false, ...described } = options;
  return applyDecorators(
    ApiProperty({
      ...documentation,
      ...described,
      required: !optional,
      ...(nullable ? { nullable: true } : {}),
    } as ApiPropertyOptions),
    // Without a default an absent optional field stays absent; null is a value only where the field may be null.
    ValidateIf((_, value) => !(value === undefined && optional) && !(value === null && nullable)),
    ValidateBy({
      name: 'field',
      validator: {
        validate: (value) => !fault(rule, value),
        defaultMessage: (at) => JSON.stringify(fault(rule, at?.value)),
      },
    }),
    (target: object, property: string | symbol) => {
      const readers = { ...textReaders(target.constructor), [property]: fromText ?? ((text: string) => text) };
      Reflect.defineMetadata(FROM_TEXT, readers, target.constructor);
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

/** A whole number; `maximum` is at most 2^53-1, above which JSON numbers lose digits. */
export function Whole({ minimum, maximum, ...options }: FieldOptions & Range) {
  const rule: Rule = (value) => faultOfWhole(value, { minimum, maximum });
  return field(rule, { type: 'integer', format: 'int64', minimum, maximum }, options, wholeFromText);
}

/** @returns the number, or the text as it is if it isn't one written in digits: Number() would also take '', ' 1', '1e3' and '0x10' */
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

/** The id of an order, of goods or of a user. */
export const Id = (options: FieldOptions = {}) => Whole({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, example: 1, ...options });

/** Text a person wrote; its length counts Unicode's code points, as JSON Schema and Postgres do. */
export function Text(options: FieldOptions & { maximum: number }) {
  const { maximum, ...rest } = options;
  const rule: Rule = (value) => {
    if (typeof value !== 'string') return { code: 'not-text', detail: 'must be text' };
    if (!value.trim()) return { code: 'empty', detail: 'must not be empty' };
    // A code point has at most two units; what is longer need not be counted.
    if (value.length > 2 * maximum || [...value].length > maximum)
      return { code: 'too-long', detail: `must have at most ${maximum} characters` };
    return malformed(value);
  };
  return field(rule, { type: 'string', minLength: 1, maxLength: maximum, pattern: '\\S' }, rest);
}

/** Postgres stores neither NUL nor half of a surrogate pair. */
function malformed(text: string): Fault | undefined {
  if (text.includes('\0')) return { code: 'malformed-text', detail: 'must not contain NUL characters' };
  if (!text.isWellFormed()) return { code: 'malformed-text', detail: 'must be well-formed Unicode' };
  return undefined;
}

/** An ISO 4217 code in capitals. */
export function Currency(options: FieldOptions = {}) {
  const rule: Rule = (value) =>
    typeof value === 'string' && /^[A-Z]{3}$/.test(value) && isISO4217CurrencyCode(value)
      ? undefined
      : { code: 'not-a-currency', detail: 'must be an ISO 4217 currency code such as EUR' };
  return field(rule, { type: 'string', pattern: '^[A-Z]{3}$' }, { example: 'EUR', ...options });
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

const DATE = String.raw`\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])`;
const TIME = String.raw`([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?`;
/** Postgres knows offsets of less than 16 hours; the largest in use is 14. */
const OFFSET = String.raw`(Z|[+-](0\d|1[0-5]):[0-5]\d)`;
const DATE_OR_MOMENT = new RegExp(`^${DATE}(T${TIME}${OFFSET})?$`);

/** What lies beyond, UTC, is written otherwise by ISO 8601 or by Postgres. */
const FIRST = Date.parse('0001-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/** A date (a whole day, UTC) or a moment with its offset, ISO 8601, in the years 1 to 9999. */
export function DateOrMoment(options: FieldOptions = {}) {
  const rule: Rule = (value) =>
    typeof value === 'string' && DATE_OR_MOMENT.test(value) && isInCalendar(value.slice(0, 10)) && isBetween(value)
      ? undefined
      : {
          code: 'not-a-date',
          detail: 'must be a date such as 2026-01-31 or a moment such as 2026-01-31T09:30:00Z (in a URL, + is written %2B)',
        };
  return field(rule, { type: 'string', pattern: DATE_OR_MOMENT.source }, { example: '2026-01-31', ...options });
}

/** Date takes the 30th of February for the 2nd of March. */
function isInCalendar(date: string): boolean {
  return new Date(date).toISOString().startsWith(date);
}

function isBetween(text: string): boolean {
  const moment = Date.parse(text);
  return moment >= FIRST && moment <= LAST;
}
