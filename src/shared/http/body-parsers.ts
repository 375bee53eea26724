import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { parse as parseForm } from 'fast-querystring';
import { Problem } from './problems.js';

/** A body in the form format. All its values are text. */
export class FormBody {
  [field: string]: unknown;
}

/** Bodies must be UTF-8. Others are refused rather than repaired, because what is stored must be what was sent. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** Bodies are JSON or forms; every other type is refused with 415 by Fastify. */
export function useBodyParsers(app: NestFastifyApplication, bodyLimit: number): void {
  app.getHttpAdapter().getInstance().removeAllContentTypeParsers();
  app.useBodyParser('application/json', { bodyLimit }, (_, body, done) => {
    try {
      const text = decode(body);
      // A body in chunks may turn out to be none. JSON.parse makes __proto__ a member like any other.
      done(null, text === '' ? undefined : parseJson(text));
    } catch (error) {
      done(
        error instanceof Problem
          ? error
          : new Problem(400, 'request.malformed-json', `The body is not JSON: ${(error as Error).message}.`),
      );
    }
  });
  app.useBodyParser('application/x-www-form-urlencoded', { bodyLimit }, (_, body, done) => {
    try {
      const text = decode(body);
      requireDecodable(text);
      // The parsed object has no prototype yet, so that a field called __proto__ is a field like any other.
      done(null, Object.setPrototypeOf(parseForm(text), FormBody.prototype));
    } catch (error) {
      done(error as Error);
    }
  });
}

/** A string, which is skipped, or a number. */
const TEXT_OR_FRACTION = /"[^"\\]*(?:\\.[^"\\]*)*"|-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?/gs;

/**
 * As JSON.parse, but never rounds a fraction to a whole number, because 9007199254740990.6 is no id, and neither is
 * 1.00000000000000000001. Such a number becomes 0.5, so that it is refused wherever a whole number is expected.
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

/** @param places how many of the digits are after the decimal point; negative if zeros follow the digits */
function isWhole(digits: string, places: number): boolean {
  return places <= 0 || /^0*$/.test(digits.slice(-places));
}

/** @throws Problem if percent-encoded text is not UTF-8; the parsers would take it literally */
export function requireDecodable(text: string): void {
  try {
    decodeURIComponent(text);
  } catch {
    throw new Problem(400, 'request.malformed-text', 'The percent-encoded text is not UTF-8.');
  }
}

function decode(body: Buffer): string {
  try {
    return decoder.decode(body);
  } catch {
    throw new Problem(400, 'request.malformed-text', 'The body is not UTF-8.');
  }
}
