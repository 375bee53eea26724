import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { isISO4217CurrencyCode, isISO8601, ValidateBy, ValidateIf } from 'class-validator';

/** What is wrong with a value: a stable code and a sentence. */
export interface Fault {
  readonly code: string;
  readonly detail: string;
}

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
    ApiProperty({ ...documentation, ...described, required: !optional, ...(nullable ? { nullable: true } : {}) } as ApiPropertyOptions),
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
  if (Array.isArray(value)) return { code: 'repeated', detail: 'must be given once, as a single value' };
  return rule(value);
}

/** A whole number; `maximum` is at most 2^53-1, above which JSON numbers lose digits. */
export function Whole(options: FieldOptions & { minimum: number; maximum: number }) {
  const { minimum, maximum, ...rest } = options;
  const rule: Rule = (value) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return { code: 'not-a-whole-number', detail: 'must be a whole number' };
    if (value < minimum || value > maximum) return { code: 'out-of-range', detail: `must be from ${minimum} to ${maximum}` };
    return undefined;
  };
  // Digits only: Number() would also take '', ' 1', '1e3' and '0x10'.
  const fromText = (text: string) => (/^-?\d{1,20}$/.test(text) ? Number(text) : text);
  return field(rule, { type: 'integer', format: 'int64', minimum, maximum }, rest, fromText);
}

/** The id of an order, of goods or of a user. */
export const Id = (options: FieldOptions = {}) =>
  Whole({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, example: 1, ...options });

/** Text a person wrote; its length counts characters as UTF-16 has them. */
export function Text(options: FieldOptions & { maximum: number }) {
  const { maximum, ...rest } = options;
  const rule: Rule = (value) => {
    if (typeof value !== 'string') return { code: 'not-text', detail: 'must be text' };
    if (!value.trim()) return { code: 'empty', detail: 'must not be empty' };
    if (value.length > maximum) return { code: 'too-long', detail: `must have at most ${maximum} characters` };
    return malformed(value);
  };
  return field(rule, { type: 'string', minLength: 1, maxLength: maximum }, rest);
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
    typeof value === 'string' && value.length <= maximum && /^[\w.-]+$/.test(value)
      ? undefined
      : { code: 'malformed-token', detail: 'must be used as it was received' };
  return field(rule, { type: 'string', maxLength: maximum }, rest);
}

const DATE = /^\d{4}-\d\d-\d\d$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/** A date (a whole day, UTC) or a moment with its offset, ISO 8601, in the years 1 to 9999. */
export function DateOrMoment(options: FieldOptions = {}) {
  const rule: Rule = (value) =>
    typeof value === 'string' &&
    (DATE.test(value) || MOMENT.test(value)) &&
    isISO8601(value, { strict: true, strictSeparator: true }) &&
    !value.startsWith('0000') &&
    !Number.isNaN(Date.parse(value))
      ? undefined
      : {
          code: 'not-a-date',
          detail: 'must be a date such as 2026-01-31 or a moment such as 2026-01-31T09:30:00Z (in a URL, + is written %2B)',
        };
  return field(rule, { type: 'string' }, { example: '2026-01-31', ...options });
}
