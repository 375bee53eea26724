import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { parse as parseForm } from 'fast-querystring';
import { Problem } from './problems.js';

/** A body that came as a form: all its values are text. */
export class FormBody {
  [field: string]: unknown;
}

/** Bodies are UTF-8, and one that is not is refused instead of being mended: what is stored must be what was sent. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** Bodies are JSON or forms; every other type is refused with 415 by Fastify. */
export function useBodyParsers(app: NestFastifyApplication, bodyLimit: number): void {
  app.getHttpAdapter().getInstance().removeAllContentTypeParsers();
  app.useBodyParser('application/json', { bodyLimit }, (_, body, done) => {
    try {
      const text = decode(body);
      // A body in chunks may turn out to be none. JSON.parse makes __proto__ a member like any other.
      done(null, text === '' ? undefined : JSON.parse(text));
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
