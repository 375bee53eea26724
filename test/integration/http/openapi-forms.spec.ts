import { randomUUID } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isTimeZone, TIME_ZONE_NAME } from '../../../src/shared/time-zones.js';
import { type Answered, sendRaw } from '../../support/raw-request.js';
import { Shop } from '../../support/shop.js';

interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly pattern?: string;
  readonly example?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

const shop = await Shop.open();
const { body: document } = await shop.http.get('/openapi.json').expect(200);
afterAll(() => shop.close());

const operations: Operation[] = Object.entries<Record<string, object>>(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(
    ([method, operation]) => ({ parameters: [], ...operation, method: method.toUpperCase(), path }) as Operation,
  ),
);

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
/** A schema of a request with its references replaced by the schemas. */
function inlined<T>(schema: T): T {
  if (typeof schema !== 'object' || schema === null) return schema;
  if ('$ref' in schema) return inlined(document.components.schemas[String(schema.$ref).split('/').pop() as string]);
  if (Array.isArray(schema)) return schema.map(inlined) as T;
  return Object.fromEntries(Object.entries(schema).map(([name, inner]) => [name, inlined(inner)])) as T;
}
const isValid = (schema: Schema, value: unknown) => ajv.validate(schema, value);

/** Strings for a pattern of text are made of these characters, because it allows nearly all of Unicode. */
const CHARACTERS = [
  'a',
  'Z',
  '7',
  ' ',
  '.',
  '-',
  ':',
  '/',
  '"',
  '%',
  "'",
  'é',
  'e\u0301',
  'ß',
  '漢',
  '👩‍👩‍👧',
  '\u200f',
  '\ufeff',
];
const text = fc.string({ unit: fc.constantFrom(...CHARACTERS), minLength: 1, maxLength: 60 });

/** Strings of a schema, sometimes of the maximum length. */
function strings({ pattern = '', maxLength = 255, ...schema }: Schema): fc.Arbitrary<string> {
  // No pattern lists the existing zones.
  if (pattern === TIME_ZONE_NAME.source)
    return fc.constantFrom('UTC', 'Europe/Prague', 'asia/kathmandu', 'America/Argentina/Ushuaia');
  const some = /\\uD800/.test(pattern) ? text : fc.stringMatching(new RegExp(pattern, 'u'), { maxLength });
  const longest = some.map((value) => [...value.repeat(maxLength)].slice(0, maxLength).join(''));
  // One object, because Ajv compiles each schema object anew.
  const whole = { ...schema, pattern, maxLength };
  return fc.oneof({ arbitrary: some, weight: 4 }, longest).filter((value) => isValid(whole, value) && isInCalendar(value));
}

/** On the first and the last day of the calendar, an offset may lead out of it, which no pattern can express. */
const isInCalendar = (value: string) => !/^(0001-01-01|9999-12-31)T/.test(value);

/** Lists of at most three different values. A schema that demands more gets them repeated, so that all lists are small to shrink. */
function lists(items: fc.Arbitrary<unknown>, { minItems = 0 }: Schema): fc.Arbitrary<unknown[]> {
  if (minItems <= 3) return fc.array(items, { minLength: minItems, maxLength: 3 });
  return fc
    .array(items, { minLength: 1, maxLength: 3 })
    .map((some) => Array.from({ length: minItems }, (_, n) => some[n % some.length]));
}

/** Values that the schema allows. */
function values(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(values));
  const [type, orNull] = [schema.type ?? []].flat();
  const some = {
    integer: () => fc.bigInt({ min: BigInt(schema.minimum ?? 0), max: BigInt(schema.maximum ?? 0) }).map(Number),
    boolean: () => fc.boolean(),
    string: () => strings(schema),
    array: () => lists(values(schema.items ?? {}), schema),
    object: () => {
      const members = Object.entries(schema.properties ?? {}).map(([name, member]) => [name, values(member)]);
      return fc.record(Object.fromEntries(members), { requiredKeys: (schema.required ?? []) as never[] });
    },
  }[type as 'integer']?.();
  if (!some) throw new Error(`There is no generator for ${JSON.stringify(schema)}`);
  const allowed = (some as fc.Arbitrary<unknown>).filter((value) => isValid(schema, value));
  return orNull === 'null' ? fc.option(allowed) : allowed;
}

const VALID_ELSEWHERE = [
  '',
  ' ',
  '0',
  '-1',
  '1.5',
  '1e3',
  '0x10',
  '01',
  'true',
  'TRUE',
  'null',
  'a,b',
  'EUR',
  'eur',
  '*',
  '"1"',
  '"1',
  '\0',
  'a\0b',
  'a\n',
  '[]',
  '9007199254740991',
  '9007199254740992',
  '2147483648',
  '2026-02-28',
  '2026-02-29',
  '2026-02-30',
  '2024-02-29',
  '1900-02-29',
  '2000-02-29',
  '2026-04-31',
  '2026-06-31',
  '2026-09-31',
  '2026-11-31',
  '2026-13-01',
  '2026-00-10',
  '2026-01-00',
  '2026-01-32',
  '0000-01-01',
  '10000-01-01',
  '2026-01-31T24:00Z',
  '2026-01-31T09:30',
  '2026-01-31T09:30+16:00',
  '2026-01-31T09:30:00.1234567890Z',
  '2026-01-31T09:30:00Z',
  '019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e',
  '019c1354-6d40-1c1a-8e2b-3f4a5b6c7d8e',
  '019c1354-6d40-7c1a-ce2b-3f4a5b6c7d8e',
];

/**
 * Texts near those that a schema allows: the limits and one beyond, one character too many, and what other schemas
 * allow.
 */
function texts({ minimum = 0, maximum = 0, maxLength = 255, example }: Schema): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(...VALID_ELSEWHERE),
    fc.constantFrom(minimum - 1, minimum, maximum, BigInt(maximum) + 1n).map(String),
    fc.constantFrom('x', '7', '👩').map((character) => character.repeat(maxLength + 1)),
    text,
    fc
      .tuple(fc.constantFrom('', ' ', '-', '0', '\n', ','), fc.constantFrom('', ' ', '0', 'x', '\n', ','))
      .map((around) => around.join(String(example))),
  );
}

/** The JSON value of a text for a schema that is not text. */
function read(schema: Schema, given: string): unknown {
  if (schema.type === 'integer') return /^(0|-?[1-9]\d*)$/.test(given) ? Number(given) : given;
  if (schema.type === 'boolean') return given === 'true' || given === 'false' ? given === 'true' : given;
  if (schema.type === 'array') return given === '' ? [] : given.split(',');
  return given;
}

/** Calls an operation with the examples of all that is required, and with one value of a parameter. */
function call(
  { method, path, parameters, requestBody }: Operation,
  of?: Parameter,
  value = '',
  body?: unknown,
): Promise<Answered> {
  const given = parameters.flatMap((parameter) => {
    if (parameter === of) return { ...parameter, value };
    return parameter.required ? { ...parameter, value: String(parameter.schema.example) } : [];
  });
  const inside = (place: Parameter['in']) => given.filter((parameter) => parameter.in === place);
  const address = inside('path').reduce((url, each) => url.replace(`{${each.name}}`, encodeURIComponent(each.value)), path);
  const query = inside('query').map((each) => `${each.name}=${encodeURIComponent(each.value)}`);
  const headers = Object.fromEntries(inside('header').map((each) => [each.name, each.value]));
  const isJson = requestBody && 'application/json' in requestBody.content;
  const json = isJson ? JSON.stringify(body ?? exampleOf(bodyOf(requestBody))) : undefined;
  const url = query.length ? `${address}?${query.join('&')}` : address;
  return sendRaw(shop, method, url, { ...headers, ...(json ? { 'Content-Type': 'application/json' } : {}) }, json || undefined);
}

const bodyOf = ({ content }: NonNullable<Operation['requestBody']>) => inlined(content['application/json']?.schema ?? {});

const exampleOf = ({ properties = {} }: Schema) =>
  Object.fromEntries(Object.entries(properties).map(([name, { example }]) => [name, example]));

/** @returns the codes of the faults of a field */
function codesAt({ text: body }: Answered, field: string): string[] {
  const { errors = [] } = body.startsWith('{') ? JSON.parse(body) : {};
  return errors.flatMap(({ pointer, code }: Record<string, string>) => (pointer === `#/${field}` ? code : []));
}

/** Codes of refusals of values with a valid form. */
const BEYOND_FORM = ['beyond-log', 'range-reversed', 'range-too-long', 'not-together'];

// Only the server can make a cursor. The sorts of a summary depend on its parameter `by`.
const OPAQUE = ['cursor'];
/** HTTP requires that a condition without a valid ETag matches nothing, so it is not refused. */
const NEVER_REFUSED = ['If-None-Match'];

const RUNS = { numRuns: 12 };

// A player's request is not refused for a parameter; see decision 40.
const isOfPlayers = ({ path }: Operation) => path.startsWith('/v1/ads/');

const withParameters = operations
  .filter((operation) => !isOfPlayers(operation))
  .flatMap((operation) =>
    operation.parameters
      .filter(({ name }) => !OPAQUE.includes(name) && !(name === 'sort' && operation.path.endsWith('/summary')))
      .map((parameter) => [`${parameter.name} of ${operation.method} ${operation.path}`, operation, parameter] as const),
  );

describe('a body', () => {
  const BULK = '/v1/campaigns/bulk';
  const withBody = operations.flatMap((operation) =>
    operation.requestBody && 'application/json' in operation.requestBody.content
      ? [[`${operation.method} ${operation.path}`, operation, bodyOf(operation.requestBody)] as const]
      : [],
  );
  // An unknown entity is refused before the domain sees the body.
  beforeAll(async () => {
    for (const path of ['publishers', 'portfolios', 'portfolios/{id}/sections', 'campaigns', 'creatives', 'order', 'goods']) {
      const operation = operations.find((each) => each.method === 'POST' && each.path === `/v1/${path}`) as Operation;
      expect((await call(operation)).status).toBe(201);
    }
  });

  /** The example of a body, with a new id if it creates an entity. */
  const example = ({ method }: Operation, schema: Schema) => {
    const members = exampleOf(schema);
    return method === 'POST' && 'id' in members ? { ...members, id: randomUUID() } : members;
  };
  const send = async (operation: Operation, body: unknown) => {
    // An undo of the portfolio would take away the section that other operations need.
    const id = operation.path === '/v1/portfolios/{id}/undo' ? operation.parameters.find(({ name }) => name === 'id') : undefined;
    const answered = await call(operation, id, randomUUID(), body);
    expect(answered.status, answered.text).toBeLessThan(500);
    return answered;
  };

  it.each(withBody)('of %s is accepted as its schema says', async (_, operation, schema) => {
    await fc.assert(
      fc.asyncProperty(values(schema), async (body) => {
        const { status, text } = await send(operation, body);
        const statuses = operation.path === BULK ? JSON.parse(text).data.map((row: { status: number }) => row.status) : [status];
        expect(statuses, `${JSON.stringify(body)} ${text}`).not.toContain(400);
      }),
      RUNS,
    );
  });

  const members = withBody.flatMap(([name, operation, schema]) =>
    Object.entries(schema.properties ?? {}).map(
      ([member, its]) => [`${member} of ${name}`, operation, schema, member, its] as const,
    ),
  );

  it.each(members)('is refused if %s is not as its schema says', async (_, operation, schema, member, its) => {
    const { minimum = 0, maximum = 0, example: good } = its;
    const others = [
      null,
      true,
      false,
      0,
      1.5,
      -1,
      minimum - 1,
      maximum + 1,
      {},
      [],
      [good],
      { good },
      [null],
      'a\ud83d',
      '\udc00',
    ];
    const near = fc.oneof(texts(its), fc.constantFrom<unknown>(...others)).filter((value) => !isValid(its, value));
    await fc.assert(
      fc.asyncProperty(near, async (value) => {
        const answered = await send(operation, { ...example(operation, schema), [member]: value });
        expect([400, 422], JSON.stringify(value)).toContain(answered.status);
        expect(codesAt(answered, member), `${JSON.stringify(value)} ${answered.text}`).toHaveLength(1);
      }),
      RUNS,
    );
  });

  it.each(withBody)('of %s is refused without a required member, and with an unknown one', async (_, operation, schema) => {
    for (const member of schema.required ?? []) {
      const answered = await send(operation, { ...example(operation, schema), [member]: undefined });
      expect(codesAt(answered, member)).toEqual(['missing']);
    }
    expect(codesAt(await send(operation, { ...example(operation, schema), unknown: 1 }), 'unknown')).toEqual(['unknown']);
  });
});

describe('a parameter', () => {
  it.each(withParameters)('%s is accepted exactly as its schema says', async (_, operation, parameter) => {
    const { name, schema } = parameter;
    const field = parameter.in === 'header' ? name.toLowerCase() : name;
    const isSent = (value: string) => parameter.in !== 'header' || /^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(value);
    const isFilled = (value: string) => parameter.in !== 'path' || (value !== '' && !/^\.+$/.test(value) && value.length < 80);
    const faults = async (value: string) => {
      const answered = await call(operation, parameter, value);
      const found = codesAt(answered, field).filter((code) => !BEYOND_FORM.includes(code));
      if (found.length) expect(answered.status).toBe(400);
      return found;
    };
    const taken = values(schema)
      .map(String)
      .filter((value) => isSent(value) && isFilled(value));
    await fc.assert(
      fc.asyncProperty(taken, async (value) => {
        expect(await faults(value), JSON.stringify(value)).toEqual([]);
      }),
      RUNS,
    );
    if (NEVER_REFUSED.includes(name)) return;
    const isKnown = (value: string) => schema.pattern !== TIME_ZONE_NAME.source || !isValid(schema, value) || isTimeZone(value);
    const near = texts(schema).filter((value) => isSent(value) && isFilled(value) && isInCalendar(value) && isKnown(value));
    await fc.assert(
      fc.asyncProperty(near, async (value) => {
        expect(await faults(value), JSON.stringify(value)).toHaveLength(isValid(schema, read(schema, value)) ? 0 : 1);
      }),
      RUNS,
    );
  });
});
