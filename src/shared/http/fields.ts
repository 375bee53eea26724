import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateBy, ValidateIf } from 'class-validator';
import type { InputError } from './problems.js';

/** What is wrong with a value: a stable code and a sentence. */
export type Fault = Omit<InputError, 'pointer'>;

/** @returns the fault of a value; undefined if it is valid */
export type FieldRule = (value: unknown) => Fault | undefined;

/** Options that all fields have. */
export interface FieldOptions {
  readonly optional?: boolean;
  readonly nullable?: boolean;
  readonly description?: string;
  readonly example?: unknown;
  readonly default?: unknown;
}

/** How a field is read and checked. */
interface Reading {
  /** Parses the text of a query string, a path or a form; absent: the text is the value. */
  readonly fromText?: (text: string) => unknown;
  /** The same for a list, whose name may be repeated; absent: a repeated name is refused. */
  readonly fromTexts?: (texts: readonly string[]) => unknown;
  /** A quick check, because class-validator takes eight times as long. */
  readonly isValid: (value: unknown) => boolean;
  /** The canonical form of a valid value that can be written in several ways; absent: as it was given. */
  readonly normalise?: (value: never) => unknown;
}

const READINGS = Symbol('readings');

/** How the fields of a class are read. */
export function readingsOf(type: object): Readonly<Record<string, Reading>> {
  return Reflect.getMetadata(READINGS, type) ?? {};
}

/** Declares a field of an input: its rule, its documentation and how it is read. All decorators of fields use it. */
export function field(
  rule: FieldRule,
  documentation: ApiPropertyOptions,
  options: FieldOptions,
  form: Omit<Reading, 'isValid'> = {},
) {
  const { optional = false, nullable = false, ...described } = options;
  // An absent optional field without a default stays absent. Null is a value only if the field is nullable.
  const isAsked = (value: unknown) => !(value === undefined && optional) && !(value === null && nullable);
  const reading: Reading = { ...form, isValid: (value) => !isAsked(value) || !fault(rule, value) };
  const { minLength: min, maxLength: max } = documentation as { minLength?: number; maxLength?: number };
  return applyDecorators(
    ApiProperty({
      // The limits of a form's counter. `Name` sets its own, because it counts characters and JSON Schema counts code
      // points.
      ...(max === undefined ? {} : { 'x-characters': { min, max } }),
      ...documentation,
      ...described,
      // An object has a list of its required members there.
      ...(Array.isArray(documentation.required) ? { selfRequired: !optional } : { required: !optional }),
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

function fault(rule: FieldRule, value: unknown): Fault | undefined {
  if (value === undefined) return { code: 'missing', detail: 'must be given' };
  return rule(value);
}

export interface Range {
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * A field for a whole number. `maximum` is at most 2^53-1, above which JSON numbers lose digits.
 *
 * @param options `refusedBelow`: the documented minimum, where the domain refuses a lower number with its own code
 */
export function Whole({
  minimum,
  maximum,
  refusedBelow = minimum,
  ...options
}: FieldOptions & Range & { refusedBelow?: number }) {
  const rule: FieldRule = (value) => faultOfWhole(value, { minimum, maximum });
  const documentation = { type: 'integer', format: 'int64', minimum: refusedBelow, maximum } as const;
  return field(rule, documentation, options, { fromText: wholeFromText });
}

/**
 * @returns the number; other text than digits unchanged, because Number() would also accept '', ' 1', '1e3' and '0x10'
 */
export function wholeFromText(text: string): unknown {
  return /^(0|-?[1-9]\d*)$/.test(text) ? Number(text) : text;
}

export function faultOfWhole(value: unknown, { minimum, maximum }: Range): Fault | undefined {
  // JSON.parse reads numbers beyond its range as infinite.
  if (typeof value !== 'number' || !(Number.isInteger(value) || Math.abs(value) === Number.POSITIVE_INFINITY))
    return { code: 'not-a-whole-number', detail: `must be a whole number from ${minimum} to ${maximum}` };
  if (value < minimum || value > maximum) return { code: 'out-of-range', detail: `must be from ${minimum} to ${maximum}` };
  return undefined;
}

/** A field for a numeric id. */
export const Id = (options: FieldOptions = {}) => Whole({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, example: 1, ...options });

/**
 * A JSON Schema pattern for text that means the same with and without the flag `u` of JavaScript. Without it, a
 * character beyond U+FFFF is a pair of surrogates.
 *
 * @param refused forbidden characters, written as in a character class
 */
const textPattern = (refused: string) => {
  const pair = String.raw`[\uD800-\uDBFF][\uDC00-\uDFFF]`;
  const other = (blanks: string) => String.raw`(?:[^${blanks}${refused}\uD800-\uDFFF]|${pair})`;
  return String.raw`^[^\S${refused}]*${other('\\s')}${other('')}*$`;
};

const TEXT = textPattern(String.raw`\u0000`);

/**
 * A field for text that a person wrote. Its length is counted in code points of Unicode, as JSON Schema and Postgres
 * do.
 *
 * @param options `isTrimmed`: white space at both ends is removed
 */
export function Text(options: FieldOptions & { maximum: number; isTrimmed?: boolean }) {
  const { maximum, isTrimmed, ...rest } = options;
  const rule: FieldRule = (value) => {
    if (typeof value !== 'string') return { code: 'not-text', detail: 'must be text' };
    if (!value.trim()) return { code: 'empty', detail: 'must not be empty' };
    // A code point has at most two units, so a text with more than twice as many need not be counted.
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

/** The pattern of one line of text with a visible character. */
export const ONE_LINE = textPattern(String.raw`\u0000-\u001F\u007F-\u009F\u2028\u2029`);

/**
 * A field for a name that a person gave. The domain checks its length in characters. JSON Schema counts code points,
 * and a character may have several, so the documentation has the limit as `x-characters` as well.
 *
 * @param options `maximum`: the documented limit in characters
 */
export function Name({ maximum, ...options }: FieldOptions & { maximum: number }) {
  const rule: FieldRule = (value) =>
    typeof value === 'string' ? malformed(value) : { code: 'not-text', detail: 'must be text' };
  const limits = { minLength: 1, maxLength: 1000, pattern: ONE_LINE, 'x-characters': { min: 1, max: maximum } };
  const description = `1 to ${maximum} characters as a person counts them, at most 1000 code points, at least one of them visible`;
  return field(rule, { type: 'string', ...limits } as ApiPropertyOptions, { description, ...options });
}

const UUID = /^[\dA-Fa-f]{8}-[\dA-Fa-f]{4}-[47][\dA-Fa-f]{3}-[89ABab][\dA-Fa-f]{3}-[\dA-Fa-f]{12}$/;
export const UUID_SCHEMA = { type: 'string', format: 'uuid', pattern: UUID.source } as const;

export const isUuid = (value: unknown) => typeof value === 'string' && UUID.test(value);

/** A field for an id made by the sender: a UUID of version 4 or 7 (RFC 9562), read in lower case. */
export function Uuid(options: FieldOptions & { example: string | null }) {
  const rule: FieldRule = (value) =>
    isUuid(value) ? undefined : { code: 'not-a-uuid', detail: 'must be a UUID of version 4 or 7' };
  return field(rule, UUID_SCHEMA, options, { normalise: (uuid: string) => uuid.toLowerCase() });
}

/** A field for yes or no; in text, `true` or `false`. */
export function Flag(options: FieldOptions = {}) {
  const rule: FieldRule = (value) =>
    typeof value === 'boolean' ? undefined : { code: 'not-a-boolean', detail: 'must be true or false' };
  const words: Record<string, boolean> = { true: true, false: false };
  return field(rule, { type: 'boolean' }, options, { fromText: (text) => (Object.hasOwn(words, text) ? words[text] : text) });
}

/** A member of a `Part`: what it must be, and its JSON Schema. */
interface Member {
  readonly rule: FieldRule;
  readonly schema: object;
}

export function wholeMember({ minimum, maximum, ...described }: Range & { description: string; example: number }): Member {
  const rule: FieldRule = (value) => faultOfWhole(value, { minimum, maximum });
  return { rule, schema: { type: 'integer', format: 'int64', minimum, maximum, ...described } };
}

export function choiceMember({ of, ...described }: { of: readonly string[]; description: string; example: string }): Member {
  return { rule: (value) => faultOfChoice(value, of), schema: { type: 'string', enum: [...of], ...described } };
}

/** A field for an object within a body. All its members must be given, in JSON only. */
export function Part({ members, ...options }: FieldOptions & { members: Readonly<Record<string, Member>> }) {
  const names = Object.keys(members);
  const rule: FieldRule = (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { code: 'not-an-object', detail: 'must be an object' };
    if (Object.keys(value).some((name) => !names.includes(name)))
      return { code: 'unknown-member', detail: `must have the members ${names.join(', ')} only` };
    const faultOf = (name: string) => fault((members[name] as Member).rule, (value as Record<string, unknown>)[name]);
    const wrong = names.find((name) => faultOf(name));
    return wrong === undefined ? undefined : { code: 'invalid-member', detail: `${wrong} ${faultOf(wrong)?.detail}` };
  };
  const properties = Object.fromEntries(names.map((name) => [name, members[name]?.schema]));
  const documentation = { type: 'object', properties, required: names, additionalProperties: false };
  return field(rule, documentation as ApiPropertyOptions, options);
}

const faultOfChoice = (value: unknown, of: readonly string[]): Fault | undefined =>
  of.includes(value as string) ? undefined : { code: 'not-a-choice', detail: `must be one of ${of.join(', ')}` };

export function Choice(options: FieldOptions & { of: readonly string[] }) {
  const { of, ...rest } = options;
  return field((value) => faultOfChoice(value, of), { type: 'string', enum: [...of] }, rest);
}

/** A field for opaque text such as a cursor. */
export function Token(options: FieldOptions & { maximum: number }) {
  const { maximum, ...rest } = options;
  const rule: FieldRule = (value) => (isToken(value, maximum) ? undefined : MALFORMED_TOKEN);
  return field(rule, { type: 'string', minLength: 1, maxLength: maximum, pattern: TOKEN.source }, rest);
}

export const TOKEN = /^[\w.-]+$/;

export const MALFORMED_TOKEN: Fault = { code: 'malformed-token', detail: 'must be used as it was received' };

export const isToken = (value: unknown, maximum: number) =>
  typeof value === 'string' && value.length <= maximum && TOKEN.test(value);
