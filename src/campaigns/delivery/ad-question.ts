import type { FastifyRequest } from 'fastify';
import { InvalidInput, pointer } from '#kronika';
import { clientOf, isInvalidTraffic } from './client.js';
import { viewerWithConsent } from './consent.js';
import { MAX_POD } from './decision.js';
import type { AdQuestion } from './filters.js';
import { MAX_BREAK_SECONDS } from './vmap.js';

export const ANY_UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The most languages that are read of a header, because browsers send few. */
const MAX_LANGUAGES = 10;

/** The parameters of an ad request, as Fastify parses them. */
export type AdParameters = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A parameter without a meaning, and why. */
export interface IgnoredParameter {
  readonly parameter: string;
  readonly detail: string;
}

/**
 * The id of the section that an ad request names.
 *
 * @throws InvalidInput
 */
export function sectionOf({ section }: AdParameters): string {
  const invalid = (code: string, detail: string) => new InvalidInput([{ pointer: pointer('section'), code, detail }]);
  if (section === undefined) throw invalid('missing', 'must be given');
  if (typeof section !== 'string') throw invalid('repeated', 'must be given only once');
  if (!ANY_UUID.test(section)) throw invalid('not-a-uuid', 'must be a UUID');
  return section.toLowerCase();
}

/**
 * Reads an ad request. Whatever a player sends, a known section gets an answer, so a parameter that can't be read
 * counts as absent.
 *
 * @param countryHeader the header in which a trusted proxy tells the country, in lower case; empty: none
 * @param ignored gets the parameters that could not be read
 */
export function readQuestion(
  request: FastifyRequest,
  countryHeader: string,
  now: number,
  ignored?: IgnoredParameter[],
): AdQuestion {
  const { headers, raw } = request;
  const parameters = request.query as AdParameters;
  const text = (name: string) => {
    const given = parameters[name];
    if (given === undefined || typeof given === 'string') return given;
    ignored?.push({ parameter: name, detail: 'is given more than once' });
    return undefined;
  };
  const whole = (name: string, max: number) => {
    const given = text(name);
    if (given === undefined || given === '') return null;
    if (/^\d{1,15}$/.test(given) && Number(given) > 0) return Math.min(Number(given), max);
    ignored?.push({ parameter: name, detail: 'is not a whole number above 0' });
    return null;
  };
  const viewer = text('viewer');
  const usable = viewerWithConsent(viewer, text('gdpr'), text('gdpr_consent'));
  if (viewer !== undefined && usable === null)
    ignored?.push({
      parameter: 'viewer',
      detail: 'is used only with gdpr=0 or with consent to purpose 1 in gdpr_consent, and has at most 255 characters',
    });
  const language = text('language');
  return {
    now,
    pod: whole('pod', MAX_POD) ?? 1,
    maxSeconds: whole('max_seconds', 86_400),
    contentSeconds: whole('content_seconds', 864_000),
    languages: languagesOf(language ?? headers['accept-language']),
    country: countryOf(request, countryHeader),
    device: clientOf(headers['user-agent']).device,
    viewer: usable,
    address: request.ip,
    isInvalid: isInvalidTraffic(raw.headers),
    extraSeconds: whole('offset', MAX_BREAK_SECONDS) ?? 0,
  };
}

let lately: { readonly header: string; readonly languages: readonly string[] } = { header: '', languages: [] };

/** The primary tags of `en-GB,en;q=0.9,cs`, in lower case. */
function languagesOf(header = ''): readonly string[] {
  if (header === lately.header) return lately.languages;
  const tags = header.slice(0, 200).split(',', MAX_LANGUAGES);
  const languages = tags.flatMap((tag) => /^\s*([a-z]{2,3})\b/i.exec(tag)?.[1]?.toLowerCase() ?? []);
  lately = { header, languages: [...new Set(languages)] };
  return lately.languages;
}

/** Only a trusted proxy can replace the address of the connection by that of its client. */
function countryOf({ ip, raw, headers }: FastifyRequest, header: string): string | null {
  if (header === '' || ip === raw.socket.remoteAddress) return null;
  const given = headers[header];
  return typeof given === 'string' && /^(?!XX)[A-Z]{2}$/i.test(given) ? given.toUpperCase() : null;
}
