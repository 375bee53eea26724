import * as fc from 'fast-check';

export interface FuzzRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: { readonly example?: unknown };
}

interface Schema {
  readonly $ref?: string;
  readonly example?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

/** What is used of an OpenAPI document. */
export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const LONG = 50_000;
const UUID = '019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e';

/** Texts that are wrong nearly everywhere, or dangerous somewhere. */
const TEXTS = [
  '',
  ' ',
  '0',
  '-1',
  '01',
  '1e3',
  '0x10',
  '١٢',
  '1.5',
  'true',
  'null',
  'NaN',
  '9007199254740993',
  '9'.repeat(400),
  '\0',
  'a\0b',
  '\ud800',
  'a\udc00b',
  '\ufeff',
  '\u202e',
  '👩‍👩‍👧'.repeat(3),
  "'; DROP SCHEMA log CASCADE; --",
  '1 OR 1=1',
  '$1',
  '%',
  '_%\\',
  '=HYPERLINK("http://evil.example")',
  '@SUM(1+1)',
  '+1',
  '{{7*7}}',
  '#{7*7}',
  '<script>alert(1)</script>',
  '../../../etc/passwd',
  '__proto__',
  'constructor',
  'toString',
  '\r\nX-Evil: 1',
  '*',
  '"1"',
  UUID,
  UUID.toUpperCase(),
  '2026-02-30',
  '0001-01-01T00:00:00+15:00',
  'Europe/Prague',
  'EUR',
];

const longText = fc
  .constantFrom('x', ' ', 'é', '👩‍👩‍👧', 'a\u0301', '(', '"', '\\', '1', '0.', '-', '%', ',')
  .map((piece) => piece.repeat(Math.floor(LONG / piece.length)));
const text = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: longText },
);

/** So that some requests are wrong in one way only. */
const halfTheTime = <T>(usual: T, other: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 1, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });

const nested = (levels: number, open: string, close: string) => JSON.parse(open.repeat(levels) + close.repeat(levels));
const EDGES = [0, -0, -1, 1, 0.5, 1e308, 2 ** 31, 2 ** 53 - 1, 2 ** 53, 2 ** 63, -(2 ** 63), null, true, false];
const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: text },
  { weight: 3, arbitrary: fc.constantFrom(...EDGES) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      [],
      {},
      [[]],
      [UUID],
      nested(15, '[', ']'),
      nested(100, '[', ']'),
      Array(5_000).fill(UUID),
      Array(50_000).fill(1),
      Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`n${n}`, n])),
      JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{}}}'),
    ),
  },
);

const GARBAGE = [
  '',
  '{',
  '[',
  'null',
  '"',
  '{"a":1,}',
  '\u0000',
  '<a/>',
  'a=1&b',
  '[1e400]',
  '{"a":'.repeat(50_000),
  '['.repeat(200_000),
];
const TYPES = [
  'application/json',
  'application/x-www-form-urlencoded',
  'text/plain',
  'application/xml',
  'multipart/form-data',
  'x',
  '',
];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY'];
const HEADERS = [
  'If-Match',
  'If-None-Match',
  'Wait-For-Position',
  'Idempotency-Key',
  'Last-Event-ID',
  'Content-Encoding',
  'Accept-Encoding',
  'Accept',
  'Cookie',
  'Authorization',
  'X-Forwarded-For',
  'X-Forwarded-Host',
  'X-HTTP-Method-Override',
  'Range',
  'Expect',
  'User-Agent',
  'Accept-Language',
  'Origin',
  'Sec-Purpose',
];

/** What a header may have, and no client would refuse to send. */
const inHeader = (given: string) => given.replaceAll(/[^\x20-\x7e\xa0-\xff]/g, '?').slice(0, 4_000);
/** Half a surrogate pair can't be encoded, so it is sent as it would stand in bytes. */
const encoded = (given: string) => (given.isWellFormed() ? encodeURIComponent(given) : '%ED%A0%80').slice(0, 8_000);

const BROWSER = 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/** Values of a parameter that lead to something; none: its example. */
export type Known = (path: string, parameter: string) => readonly string[];

/** Requests near those that a document describes, each wrong in one or several ways, and some in none. */
export function requestsOf(document: Document, known: Known): fc.Arbitrary<FuzzRequest> {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
  );
  const exampleOf = ({ $ref, example, properties }: Schema): unknown => {
    if ($ref) return exampleOf(document.components.schemas[$ref.split('/').pop() as string] ?? {});
    if (example !== undefined || !properties) return example;
    return Object.fromEntries(Object.entries(properties).map(([name, member]) => [name, exampleOf(member)]));
  };

  return fc.constantFrom(...operations).chain(({ method, path, parameters = [], requestBody }) => {
    const [[type = 'application/json', { schema }] = ['application/json', { schema: {} }]] = Object.entries(
      requestBody?.content ?? {},
    );
    const example = exampleOf(schema) as Record<string, unknown> | undefined;
    const names = Object.keys(example ?? {});
    const changes = fc.array(
      fc.tuple(fc.oneof({ weight: 4, arbitrary: fc.constantFrom('x', ...names) }, { weight: 1, arbitrary: text }), value),
      { maxLength: 3 },
    );
    const inPlace = (place: Parameter['in']) => parameters.filter((parameter) => parameter.in === place);
    const some = (of: readonly Parameter[]) =>
      fc.tuple(
        ...of.map(({ name, in: place, schema: { example } }) => {
          const right = known(path, name);
          return fc
            .oneof(
              { weight: 4, arbitrary: fc.constantFrom(...(right.length ? right : [String(example ?? 1)])) },
              { weight: place === 'path' ? 0 : 2, arbitrary: fc.constant(null) },
              { weight: 1, arbitrary: text },
            )
            .map((given) => [name, given] as const);
        }),
      );
    return fc
      .record({
        method: fc.oneof({ weight: 8, arbitrary: fc.constant(method) }, { weight: 1, arbitrary: fc.constantFrom(...METHODS) }),
        inPath: some(inPlace('path')),
        inQuery: some(inPlace('query')),
        more: halfTheTime({}, fc.dictionary(text, text, { maxKeys: 1 })),
        headers: halfTheTime({}, fc.dictionary(fc.constantFrom(...HEADERS), text, { maxKeys: 2 })),
        type: fc.oneof({ weight: 6, arbitrary: fc.constant(type) }, { weight: 1, arbitrary: fc.constantFrom(...TYPES) }),
        changes: halfTheTime([], changes),
        garbage: fc.option(fc.constantFrom(...GARBAGE), { freq: 8 }),
      })
      .map(({ inPath, inQuery, more, changes: changed, garbage, headers, ...sent }) => {
        const given = new Map<string, string | null>(inPath);
        const filled = path.replace(/\{(\w+)\}/g, (_, name) => encoded(given.get(name) ?? '1').slice(0, 300));
        const query = [...inQuery, ...Object.entries(more)].flatMap(([name, each]) =>
          each === null ? [] : `${encoded(name).slice(0, 500)}=${encoded(each)}`,
        );
        const hasBody = !['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'].includes(sent.method);
        const members = [...Object.entries(example ?? {}), ...changed].map(([name, each]) => [
          name,
          JSON.stringify(each) ?? 'null',
        ]);
        // The last of two equal names is the one that counts, as in JSON; __proto__ is a name like any other.
        const json = `{${[...new Map(members as [string, string][])].map(([name, each]) => `${JSON.stringify(name)}:${each}`).join()}}`;
        const form = () => changed.map(([name, each]) => `${encoded(name)}=${encoded(String(each))}`).join('&');
        const body = garbage ?? (sent.type.includes('form') ? form() : json);
        return {
          method: sent.method,
          path: query.length ? `${filled}?${query.join('&').slice(0, 12_000)}` : filled,
          headers: {
            'User-Agent': BROWSER,
            ...Object.fromEntries(Object.entries(headers).map(([name, each]) => [name, inHeader(each)])),
            ...(hasBody && sent.type ? { 'Content-Type': sent.type } : {}),
          },
          body: hasBody ? body : undefined,
        };
      });
  });
}
