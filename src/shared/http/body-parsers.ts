import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { parse as parseForm } from 'fast-querystring';
import { bodyLimitOf, isUpload, readBody } from './bodies.js';
import { frameworkProblem, InvalidInput, Problem } from './problems.js';

/** A body in the form format. All its values are text. */
export class FormBody {
  [field: string]: unknown;
}

/** Bodies must be UTF-8. Others are refused rather than repaired, because what is stored must be what was sent. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** The limit for objects and lists within each other. */
const MAX_NESTING = 20;

/** The limit for the members of an object, and for the fields of a form. */
const MAX_MEMBERS = 100;

/** A body may have one value for each 32 bytes of its limit. An id with its quotes has 38 bytes. */
const BYTES_PER_VALUE = 32;

/** Bodies are JSON or forms, or of the types of a route's upload, which its handler reads; other types get 415. */
export function useBodyParsers(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.removeAllContentTypeParsers();
  const use = (type: string, parse: (text: string, maxValues: number) => unknown) =>
    fastify.addContentTypeParser(type, (request, _, done) => {
      readBody(request, (error, body) => {
        if (error || !body) return done(error);
        try {
          done(null, parse(decode(body), bodyLimitOf(request) / BYTES_PER_VALUE));
        } catch (problem) {
          done(problem as Error);
        }
      });
    });
  use('application/json', (text, maxValues) => {
    // A chunked body may turn out to be empty.
    if (text === '') return undefined;
    requireModest(text, maxValues);
    try {
      // JSON.parse treats __proto__ like any other member.
      return parseJson(text);
    } catch (error) {
      throw new Problem(400, 'request.malformed-json', `The body is not JSON: ${(error as Error).message}.`);
    }
  });
  use('application/x-www-form-urlencoded', (text) => {
    requireFewFields(text);
    requireDecodable(text);
    // The parsed object has no prototype yet, so a field called __proto__ is like any other field.
    return Object.setPrototypeOf(parseForm(text), FormBody.prototype);
  });
  fastify.addContentTypeParser('*', (request, payload, done) => {
    if (isUpload(request)) done(null, payload);
    else done(frameworkProblem(415));
  });
}

/**
 * Counts the values of a JSON text before they become objects. Making a quarter of a million objects would hold up
 * other requests.
 *
 * @throws InvalidInput
 */
function requireModest(json: string, maxValues: number): void {
  const names = new Uint8Array(MAX_NESTING + 1);
  let depth = 0;
  let values = 0;
  for (let n = 0; n < json.length; n++) {
    switch (json.charCodeAt(n)) {
      case QUOTE:
        for (n++; n < json.length && json.charCodeAt(n) !== QUOTE; n++) if (json.charCodeAt(n) === BACKSLASH) n++;
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        if (++depth > MAX_NESTING) throw invalid('too-deep', `must not be nested deeper than ${MAX_NESTING} levels`);
        names[depth] = 0;
        values++;
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        depth = Math.max(0, depth - 1);
        break;
      case COLON: {
        const count = (names[depth] ?? 0) + 1;
        if (count > MAX_MEMBERS) throw invalid('too-many', `must not have objects of more than ${MAX_MEMBERS} members`);
        names[depth] = count;
        break;
      }
      case COMMA:
        values++;
    }
    if (values > maxValues) throw invalid('too-many', `must not have more than ${maxValues} values`);
  }
}

const codeOf = (character: string) => character.charCodeAt(0);
const [QUOTE, BACKSLASH, COLON, COMMA] = [codeOf('"'), codeOf('\\'), codeOf(':'), codeOf(',')];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [codeOf('['), codeOf(']'), codeOf('{'), codeOf('}')];

function requireFewFields(form: string): void {
  let fields = 1;
  for (let n = form.indexOf('&'); n >= 0; n = form.indexOf('&', n + 1))
    if (++fields > MAX_MEMBERS) throw invalid('too-many', `must not have more than ${MAX_MEMBERS} fields`);
}

const invalid = (code: string, detail: string) => new InvalidInput([{ pointer: '#', code, detail }]);

/** Matches a string, which is skipped, or a number. */
const TEXT_OR_FRACTION = /"[^"\\]*(?:\\.[^"\\]*)*"|-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?/gs;

/**
 * JSON.parse, except that a fraction is never rounded to a whole number: 9007199254740990.6 is no id, and neither is
 * 1.00000000000000000001. Such a number becomes 0.5, so every field for whole numbers refuses it.
 *
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  const parsed: unknown = JSON.parse(text);
  if (!/\d[.eE]/.test(text)) return parsed;
  let isRounded = false;
  const exact = text.replace(TEXT_OR_FRACTION, (token, whole?: string, fraction = '', exponent = '0') => {
    if (whole === undefined || !Number.isInteger(Number(token)) || isWhole(whole + fraction, fraction.length - Number(exponent)))
      return token;
    isRounded = true;
    return '0.5';
  });
  return isRounded ? JSON.parse(exact) : parsed;
}

/** @param places the number of digits after the decimal point; negative if zeros follow the digits */
function isWhole(digits: string, places: number): boolean {
  return places <= 0 || /^0*$/.test(digits.slice(-places));
}

/** @throws Problem if percent-encoded text is not UTF-8, because the parsers would take it literally */
export function requireDecodable(text: string): void {
  try {
    decodeURIComponent(text);
  } catch {
    throw new Problem(400, 'request.malformed-text', 'The percent-encoded text is not UTF-8.');
  }
}

function decode(body: Uint8Array): string {
  try {
    return decoder.decode(body);
  } catch {
    throw new Problem(400, 'request.malformed-text', 'The body is not UTF-8.');
  }
}
