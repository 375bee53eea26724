/** Why a campaign was left out, by the codes of the API. */
const REASONS: Readonly<Record<string, string>> = {
  'not-placed': 'Not placed in this section',
  'not-runnable': 'Not running',
  'outside-schedule': 'Outside its dates',
  'outside-hours': 'Outside its hours',
  'no-approved-creative': 'No approved creative',
  'creative-too-long': 'Creative too long for the break',
  device: 'Another device',
  language: 'Another language',
  country: 'Another country',
  'blocked-category': 'Blocked by the section',
  'competing-advertiser': 'Competes with another ad of the break',
  'viewer-cap': 'The viewer saw it often enough',
  'viewer-unknown': 'Unknown viewer',
  'ahead-of-pace': 'Ahead of its pace',
  'day-cap': 'Impressions of the day used up',
  'total-cap': 'Impressions used up',
  budget: 'Budget used up',
  'no-exchange-rate': 'No exchange rate for its currency',
  outranked: 'Other campaigns came first',
  'counts-unavailable': 'The database did not answer in time',
};

export const reasonWords = (code: string): string => REASONS[code] ?? code;

/** Codes of errors, as VAST 4.2 has them. */
const ERRORS: Readonly<Record<string, string>> = {
  0: 'no code',
  100: 'XML not readable',
  101: 'VAST not valid',
  102: 'VAST version not supported',
  200: 'not the expected kind of ad',
  201: 'not the expected linearity',
  202: 'not the expected duration',
  203: 'not the expected size',
  300: 'wrapper failed',
  301: 'wrapper timed out',
  302: 'too many wrappers',
  303: 'no ad behind the wrapper',
  400: 'linear ad failed',
  401: 'video not found',
  402: 'video timed out',
  403: 'video not supported',
  405: 'video not playable',
  900: 'unknown error',
};

/** `401 video not found` */
export const errorWords = (code: string): string =>
  code === '0' ? 'without a code' : `${code}${ERRORS[code] ? ` ${ERRORS[code]}` : ''}`;
