/** Replaces a secret. */
const REDACTED = '[redacted]';

/** Members and headers whose values are secrets. */
const SECRET_NAMES = '(?:proxy-)?authorization|(?:set-)?cookie|(?:\\w*[_-])?(?:password|passwd|secret|token)|(?:x-)?api[_-]?key';

/** A quick test, because hardly any line has something to redact. Like all patterns here, it takes linear time. */
const SUSPICIOUS = /kro_|eyJ|:\/\/|\?[^\s?=]*=|bearer|basic|authorization|cookie|passw|secret|token|api[_-]?key/i;

/** A secret's name in quotes, as in JSON or an inspected object. Within a text in JSON the quotes are escaped. */
const QUOTED_MEMBER = new RegExp(
  `((\\\\{0,15}["'])(?:${SECRET_NAMES})\\2\\s*:\\s*)(?:(\\\\{1,15}")(?:(?!\\3)[^])*?\\3|"(?:[^"\\\\]|\\\\.)*"|'[^']*'|\\[[^\\]]*\\])`,
  'gi',
);

/** A secret's name without quotes, as in an inspected object, a header or a query string. */
const BARE_MEMBER = new RegExp(
  `((?<![\\w-])(?:${SECRET_NAMES})\\s*[:=]\\s*)(?:'[^']*'|\\\\{0,15}"[^"\\\\]*\\\\{0,15}"|[^\\s,;&"'\\\\][^\\r\\n,;&"'\\\\]*)`,
  'gi',
);

const RULES: readonly [pattern: RegExp, replacement: string | ((...parts: string[]) => string)][] = [
  [QUOTED_MEMBER, (_, name = '', quote = '') => `${name}${quote}${REDACTED}${quote}`],
  [BARE_MEMBER, `$1${REDACTED}`],
  // Passwords in addresses of databases, which may contain any character up to the last @, and in other addresses. The
  // exception is the error message with an example of an address.
  [/\b(?!postgres:\/\/user:password@host:)(postgres(?:ql)?:\/\/[^\s:/?#@"'\\]*):[^\s"'\\]{0,500}@/gi, `$1:${REDACTED}@`],
  [/\b(?!postgres:\/\/user:password@host:)([a-z][a-z\d+.-]{1,20}:\/\/[^\s:/?#@"'\\]*):[^\s:/?#@"'\\]+@/gi, `$1:${REDACTED}@`],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{16,}/gi, `$1 ${REDACTED}`],
  // The id of a key stays, so that an operator can find the key.
  [/\bkro_([A-Za-z\d-]+)_[\w-]+/g, `kro_$1_${REDACTED}`],
  [/\beyJ[\w-]{4,}(?:\.[\w-]*){1,4}/g, REDACTED],
  // The values in an address's query.
  [/(?<=[\w/])\?[^\s"'\\?=]*=[^\s"'\\]*/g, `?${REDACTED}`],
];

/**
 * Removes secrets from a text: credentials in headers, passwords in addresses, keys (`kro_…`), JSON Web Tokens, and
 * the queries of addresses. A line of JSON stays valid JSON.
 */
export function redacted(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  return RULES.reduce((line, [pattern, replacement]) => line.replace(pattern, replacement as string), text);
}
