import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { app } from '../../../src/app.js';
import { EXAMPLE_IDS } from '../../../src/campaigns/campaigns.input.js';
import { previewDocument } from '../../../src/shared/openapi-document.js';

import { Advertising } from '../../support/advertising.js';

import { givenLargePortfolio, MOST_LEVELS, sectionOf } from '../../support/large-portfolio.js';
import { SAMPLE, shortSample, WITHOUT_MOOV } from '../../support/media.js';
import { type Answered, sendBytes, sendRaw } from '../../support/raw-request.js';
import { Shop } from '../../support/shop.js';

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const PROBLEM_TYPE = 'application/problem+json';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | string[];
  readonly properties?: Record<string, Schema>;
  readonly allOf?: Schema[];
  readonly enum?: unknown[];
  readonly example?: unknown;
  readonly [keyword: string]: unknown;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
  readonly style?: string;
  readonly explode?: boolean;
}

interface Tag {
  readonly name: string;
  readonly description?: string;
}

interface DocumentedResponse {
  readonly headers?: Record<string, { description: string; schema: Schema }>;
  readonly content?: Record<string, { schema: Schema }>;
}

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly summary?: string;
  readonly tags: string[];
  readonly 'x-role': string;
  readonly 'x-bound-users'?: boolean;
  readonly 'x-ignores-unknown'?: boolean;
  readonly security: object[];
  readonly parameters: Parameter[];
  readonly requestBody?: { required: boolean; content: Record<string, { schema: Schema }> };
  readonly responses: Record<string, DocumentedResponse>;
}

/** Part of the contract: a new operation adds an id, and existing ids never change. */
const OPERATION_IDS = [
  'addGoods',
  'addSection',
  'beginDemo',
  'beginSession',
  'cancelTimer',
  'changeGoods',
  'changeOrder',
  'checkHealth',
  'checkReadiness',
  'createCampaign',
  'createCreative',
  'createKey',
  'createOrder',
  'createPortfolio',
  'createPublisher',
  'deleteCampaign',
  'deleteCreative',
  'deleteGoods',
  'deleteOrder',
  'deletePortfolio',
  'deletePublisher',
  'endSession',
  'endSessions',
  'eraseUser',
  'executeCampaignCommands',
  'explainAds',
  'exportDelivery',
  'exportOrders',
  'findAbout',
  'findAds',
  'findAudit',
  'findBreaks',
  'findCampaign',
  'findCampaignDelivery',
  'findCampaignHistory',
  'findCampaigns',
  'findCreative',
  'findCreativeHistory',
  'findCreatives',
  'findEvent',
  'findEvents',
  'findGoods',
  'findKey',
  'findKeys',
  'findMedia',
  'findNames',
  'findOperation',
  'findOperations',
  'findOrder',
  'findOrderChanges',
  'findOrderInHistory',
  'findOrders',
  'findOverview',
  'findPlacements',
  'findPortfolio',
  'findPortfolioHistory',
  'findPortfolios',
  'findPublisher',
  'findPublisherHistory',
  'findPublishers',
  'findQuarantinedStream',
  'findQuarantinedStreams',
  'findSection',
  'findSession',
  'findSubscriptions',
  'findTimers',
  'findTrace',
  'findViews',
  'followEvents',
  'forecastSection',
  'moveSection',
  'noteEvent',
  'previewCreative',
  'readMetrics',
  'rebuildView',
  'removeSection',
  'renameCampaign',
  'renameCreative',
  'renamePortfolio',
  'renamePublisher',
  'renameSection',
  'reportDelivery',
  'reportReasons',
  'retryQuarantinedStream',
  'revokeKey',
  'rollBackView',
  'sendEvent',
  'setCampaignCurrency',
  'setCampaignLimits',
  'setCampaignPaused',
  'setCampaignPlacements',
  'setCampaignPrice',
  'setCampaignRank',
  'setCampaignSchedule',
  'setCampaignTargeting',
  'setCreativeApproval',
  'setCreativeClickThrough',
  'setCreativeWeight',
  'setSectionAdRules',
  'skipQuarantinedEvent',
  'summariseOrders',
  'undoCampaignChanges',
  'undoCreativeChanges',
  'undoPortfolioChanges',
  'undoPublisherChanges',
  'uploadCreativeMedia',
  'verifyLedger',
  'verifyView',
];

// The tables of the tests below are made of its operations.
const shop = await Shop.open({ AUTH: 'keys' });
const { body: original } = await shop.http.get('/openapi.json').expect(200);
const document = structuredClone(original);
afterAll(() => shop.close());

const operations: Operation[] = Object.entries<Record<string, object>>(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(
    ([method, operation]) => ({ parameters: [], ...operation, method: method.toUpperCase(), path }) as never,
  ),
);
const isCommand = ({ method }: Operation) => method !== 'GET';
/** Operator requests concern no entity, so they have no version. Some are answered before they are executed. */
const isOperators = (operation: Operation) => isCommand(operation) && operation.tags.includes('operations');
/**
 * Commands to keys are kept elsewhere: they have neither a version nor an idempotency key, and one answers with data.
 */
const appends = ({ tags }: Operation) => !tags.includes('access');
/** A command by POST may or may not create an entity. */
const statusesOf = (operation: Operation) => {
  if (operation.method !== 'POST') return ['204'];
  return isOperators(operation) ? ['202'] : ['200', '201', '204'];
};
/** The first article's clients send forms to these. */
const TAKE_FORMS = ['/v1/order', '/v1/goods'];
const named = (some: Operation[]) => some.map((operation) => [`${operation.method} ${operation.path}`, operation] as const);

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
// An answer must not have members that the document does not name.
for (const schema of Object.values<Record<string, unknown>>(document.components.schemas)) schema.additionalProperties ??= false;
ajv.addSchema(document, 'document');

function expectValid(schema: object, value: unknown): void {
  const validate = ajv.compile(schema);
  validate(value);
  expect(validate.errors ?? [], JSON.stringify(value)).toEqual([]);
}

const escaped = (name: string) => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));

const references = new Map<string, { readonly $ref: string }>();

/** A reference to the schema at a path of the document: one object for each path, because Ajv compiles each object anew. */
function at(...names: string[]): { readonly $ref: string } {
  const $ref = `document#/${names.map(escaped).join('/')}`;
  const known = references.get($ref) ?? { $ref };
  references.set($ref, known);
  return known;
}

const resolve = (schema: Schema): Schema =>
  schema.$ref ? document.components.schemas[schema.$ref.split('/').pop() as string] : schema;

function nodes(node: unknown, place = '#'): [string, Record<string, unknown>][] {
  if (typeof node !== 'object' || node === null) return [];
  const inner = Object.entries(node).flatMap(([name, value]) => nodes(value, `${place}/${escaped(name)}`));
  return Array.isArray(node) ? inner : [[place, node as Record<string, unknown>], ...inner];
}

/** The names of the schemas that a schema refers to, at any depth. */
function inlinedNames(schema: unknown): string[] {
  const names = [...JSON.stringify(schema).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name as string);
  return names.flatMap((name) => [name, ...inlinedNames(document.components.schemas[name])]);
}

function inlined(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  if ('$ref' in schema) return inlined(resolve(schema as Schema));
  if (Array.isArray(schema)) return schema.map(inlined);
  return Object.fromEntries(Object.entries(schema).map(([name, inner]) => [name, name === 'example' ? inner : inlined(inner)]));
}

const codesOf = (response: DocumentedResponse | undefined) =>
  (response?.content?.[PROBLEM_TYPE]?.schema.allOf?.[1]?.properties?.code?.enum ?? []) as string[];

describe('the document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    expect(await validator.validate(original)).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
    expect(document.openapi).toBe('3.1.0');
  });

  it('has every route of the app, and no other', () => {
    const routes = routesOf(shop.app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false }));
    const documented = operations.map(({ method, path }) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`);
    // Pages, and the files of pages, are no part of the API.
    const isPage = (route: string) => !/ \/(v1\/|healthz$|readyz$|metrics$)/.test(route);
    expect(documented.toSorted()).toEqual(routes.filter((route) => !isPage(route)).toSorted());
  });

  it('describes null and exclusive limits in the form of OpenAPI 3.1', () => {
    for (const [place, node] of nodes(document)) {
      if (place.endsWith('/properties')) continue;
      expect(node, place).not.toHaveProperty('nullable');
      expect(typeof node.exclusiveMinimum, place).not.toBe('boolean');
      expect(typeof node.exclusiveMaximum, place).not.toBe('boolean');
      expect(node.format, place).not.toBe('binary');
    }
  });

  it('has only examples that match their schemas', () => {
    const withExample = nodes(document).filter(([, node]) => 'example' in node && ('type' in node || 'enum' in node));
    expect(withExample.length).toBeGreaterThan(50);
    for (const [place, node] of withExample) expectValid({ $ref: `document${place}` }, node.example);
  });

  it('is the same without a database, as `npm run check` lints it', async () => {
    expect(JSON.parse(JSON.stringify(await previewDocument(app)))).toEqual(original);
  });

  it('never renames an operation, because generated clients use its id', () => {
    expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(OPERATION_IDS);
  });

  it('describes each tag that an operation has', () => {
    const described = document.tags.map(({ name, description }: Tag) => (description ? name : `${name} has no description`));
    const used = operations.flatMap(({ tags }) => tags);
    expect(described.toSorted()).toEqual([...new Set(used)].toSorted());
  });

  // If two classes had one name, the document would show the last of them.
  it('gets each schema from one class', () => {
    const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const names = sources.flatMap((file) =>
      [...readFileSync(join('src', file), 'utf8').matchAll(/^(?:export )?class (\w+(?:Document|Body))\b/gm)].map(
        ([, name]) => name,
      ),
    );
    expect(names.length).toBeGreaterThan(50);
    expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([]);
  });

  it('has limits for each part of a request', () => {
    const requests = operations.flatMap(({ requestBody, parameters }) => [
      ...Object.values(requestBody?.content ?? {}).map(({ schema }) => schema),
      ...parameters.map(({ schema }) => schema),
    ]);
    const limited = requests.flatMap((schema) => nodes(inlined(schema))).filter(([, node]) => 'type' in node);
    expect(limited.length).toBeGreaterThan(200);
    for (const [, node] of limited) {
      const types = [node.type].flat();
      const { enum: choice, pattern = '', maxLength } = node;
      if (types.includes('integer')) expect(node).toMatchObject({ minimum: expect.any(Number), maximum: expect.any(Number) });
      if (types.includes('array')) expect(node).toMatchObject({ minItems: expect.any(Number), maxItems: expect.any(Number) });
      if (types.includes('object')) expect(node).toHaveProperty('additionalProperties', false);
      if (!types.includes('string') || choice) continue;
      expect(pattern, JSON.stringify(node)).toMatch(/^\^.*\$$/);
      // Only the limit of the head of a request limits a list of ETags.
      if (/[^[\\][*+]/.test(pattern as string) && !String(pattern).includes('W\\/'))
        expect(node, JSON.stringify(node)).toHaveProperty('maxLength');
      if (maxLength !== undefined) expect(node).toHaveProperty('minLength', 1);
    }
    const fields = operations.flatMap(({ requestBody, parameters }) => [
      ...Object.values(requestBody?.content ?? {}).flatMap(({ schema }) => Object.values(resolve(schema).properties ?? {})),
      ...parameters.filter(({ in: place }) => place !== 'header').map(({ schema }) => schema),
    ]);
    const texts = fields.filter(({ maxLength }) => maxLength !== undefined);
    expect(texts.length).toBeGreaterThan(30);
    for (const node of texts) {
      const { min, max } = node['x-characters'] as { min: number; max: number };
      expect(min).toBe(1);
      expect(max, JSON.stringify(node)).toBeLessThanOrEqual(node.maxLength as number);
    }
  });

  // Checks the served document, because the tests' own copy was changed to forbid other members.
  it('says that the bodies of requests take no other members', () => {
    const bodies = operations.flatMap(({ requestBody }) => Object.values(requestBody?.content ?? {}).map(({ schema }) => schema));
    const names = new Set(bodies.flatMap(inlinedNames));
    expect(names.size).toBeGreaterThan(20);
    for (const name of names) expect(original.components.schemas[name], name).toHaveProperty('additionalProperties', false);
  });

  it('describes in its introduction the refusals that precede every operation', async () => {
    const answers = [
      await sendRaw(shop, 'GET', '/v1/nothing'),
      await sendRaw(shop, 'PATCH', '/v1/order/1'),
      await sendRaw(shop, 'GET', '/healthz', { Expect: 'a-miracle' }),
      await sendRaw(shop, 'GET', '/v1/nothing', { Authorization: undefined }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 405, 417, 401]);
    for (const { text } of answers) expect(document.info.description).toContain(`\`${JSON.parse(text).code}\``);
  });
});

/** @param tree as Fastify prints it: a line for each piece of a path, indented by 4 characters a level */
function routesOf(tree: string): string[] {
  const pieces: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', piece = '', methods = ''] = /^((?:│ {3}| {4})*(?:├── |└── ))(\S*?)(?: \((.+)\))?$/.exec(line) ?? [];
    if (!indent) return [];
    pieces.splice(indent.length / 4 - 1, Infinity, piece);
    const names = methods.split(', ').filter((method) => method && method !== 'HEAD');
    return names.map((method) => `${method} ${pieces.join('')}`);
  });
}

describe('the document describes for', () => {
  it.each(named(operations))('%s its purpose', (_, { summary, tags }) => {
    expect(summary).toMatch(/^\S.{5,}[^.]$/);
    expect(tags).toHaveLength(1);
  });

  it.each(named(operations))('%s its role, and the errors of access', (_, operation) => {
    const { 'x-role': role, 'x-bound-users': isOwned, security, responses } = operation;
    expect(['public', 'reader', 'operator', 'admin']).toContain(role);
    const isPublic = role === 'public';
    expect(security.length > 0).toBe(!isPublic);
    for (const each of security)
      for (const name of Object.keys(each)) expect(document.components.securitySchemes).toHaveProperty(name);
    const isSignIn = operation.operationId === 'beginSession';
    const hasOwnRules = ['endSessions', 'followEvents'].includes(operation.operationId);
    expect(codesOf(responses[401])).toEqual(isPublic && !isSignIn ? [] : ['access.unauthenticated']);
    const isForAll = isPublic || (role === 'reader' && isOwned && !hasOwnRules);
    expect(codesOf(responses[403])).toEqual(isForAll ? [] : ['access.forbidden']);
    if (operation.path === '/metrics' || operation.path.startsWith('/v1/session') || isOfPlayers(operation)) return;
    expect(isPublic || role === 'admin').toBe(!operation.path.startsWith('/v1/') || !appends(operation));
  });

  // Neither a command nor a query; see decision 40.
  const isOfPlayers = ({ path }: Operation) => path.startsWith('/v1/ads/');

  const withParameters = operations.filter(({ parameters }) => parameters.length);
  it.each(named(withParameters))('%s its parameters with limits and an example of each', (_, { parameters }) => {
    // A cursor can't be thought up, an ETag or a past that is asked for by default would surprise, and a key is for
    // one request only.
    const withoutExample = ['cursor', 'version', 'at', 'If-Match', 'If-None-Match', 'Idempotency-Key'];
    for (const { name, in: place, required, description, schema, style, explode } of parameters) {
      expect(description, name).toMatch(/^\S.+[^.]$/);
      if (schema.type === 'integer') {
        expect(schema, name).toMatchObject({ minimum: expect.any(Number), maximum: expect.any(Number) });
        expect(schema.maximum, name).toBeLessThanOrEqual(Number.MAX_SAFE_INTEGER);
      } else if (schema.type === 'array') {
        expect(schema, name).toMatchObject({ maxItems: expect.any(Number), items: { pattern: expect.any(String) } });
        expect({ style, explode }, name).toEqual({ style: 'form', explode: false });
      } else if (schema.type !== 'boolean') expect(schema.enum ?? schema.pattern, name).toBeDefined();
      if (place === 'path') expect(required).toBe(true);
      if (!withoutExample.includes(name)) expect(schema.example, name).toBeDefined();
    }
  });

  it.each(named(operations.filter((each) => isCommand(each) && appends(each) && !isOfPlayers(each))))(
    '%s the headers and answers of every command',
    (_, operation) => {
      const { method, parameters, requestBody, responses } = operation;
      const forOperators = isOperators(operation);
      const headersOf = parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name);
      const successes = Object.entries(responses).filter(([status]) => status < '300');
      const [[status, { headers, content }] = ['', {}]] = successes;
      expect(successes).toHaveLength(1);
      expect(statusesOf(operation)).toContain(status);
      const isOfOneEntity = !forOperators && status !== '200';
      expect(headersOf).toEqual([
        ...(isOfOneEntity ? ['If-Match'] : []),
        ...(forOperators ? [] : ['X-Correlation-Id']),
        'Idempotency-Key',
      ]);
      expect(Object.keys(headers ?? {})).toEqual([
        ...(isOfOneEntity ? ['ETag', 'Event-Position'] : []),
        ...(['201', '202'].includes(status) ? ['Location'] : []),
      ]);
      // The outcomes of many commands are no data.
      expect(Object.keys(content ?? {})).toEqual(status === '200' ? [JSON_TYPE] : []);
      expect(codesOf(responses[409])).toContain('idempotency.in-progress');
      expect(codesOf(responses[412]).length).toBeLessThanOrEqual(isOfOneEntity ? 1 : 0);
      expect(codesOf(responses[422])).toContain('idempotency.key-reused');
      expect(codesOf(responses[503])).toEqual([
        'database.unavailable',
        'database.full',
        ...(codesOf(responses[429]).includes('upload.too-many') ? ['server.disk-full'] : []),
        ...(forOperators ? [] : ['event.unknown', 'event.unreadable']),
        ...(requestBody || method === 'POST' ? ['server.busy'] : []),
      ]);
    },
  );

  const queries = operations.filter((each) => !isCommand(each) && each.path.startsWith('/v1/') && !isOfPlayers(each));
  it.each(named(queries))('%s the parameters and answers of every query', (_, { parameters, responses }) => {
    expect(parameters.map(({ name }) => name)).toContain('Wait-For-Position');
    expect(responses[200]?.headers).toHaveProperty('Event-Position');
    expect(Object.keys(responses[200]?.content ?? {})).toHaveLength(1);
    expect(codesOf(responses[503])).toEqual(expect.arrayContaining(['view.behind', 'database.unavailable']));
    expect('304' in responses).toBe('ETag' in (responses[200]?.headers ?? {}));
  });

  it.each(named(operations))('%s its problems, each a problem document with its codes', (_, { responses }) => {
    const problems = Object.entries(responses).filter(([status]) => status >= '400');
    expect(problems.map(([status]) => status)).toEqual(expect.arrayContaining(['400', '431', '500']));
    for (const [status, response] of problems) {
      expect(Object.keys(response.content ?? {}), status).toEqual([PROBLEM_TYPE]);
      expect(codesOf(response), status).not.toEqual([]);
      for (const code of codesOf(response)) expect(code).toMatch(/^[a-z]+(\.[a-z-]+)?$/);
      expect(new Set(codesOf(response)).size).toBe(codesOf(response).length);
    }
  });

  const withBody = operations.filter(({ requestBody }) => requestBody);
  it.each(named(withBody))(
    '%s its body with examples: in JSON, and for the first creations as a form',
    (_, { method, path, requestBody }) => {
      expect(requestBody?.required).toBe(true);
      // A file has neither members nor an example.
      if (isUpload(requestBody)) return;
      expect(Object.keys(requestBody?.content ?? {})).toEqual(TAKE_FORMS.includes(path) ? [JSON_TYPE, FORM_TYPE] : [JSON_TYPE]);
      for (const [type, { schema }] of Object.entries(requestBody?.content ?? {})) {
        const { properties = {} } = resolve(schema);
        for (const [name, property] of Object.entries(properties)) expect(property.example, name).toBeDefined();
        expectValid(at('paths', path, method.toLowerCase(), 'requestBody', 'content', type, 'schema'), exampleOf(schema));
      }
    },
  );
});

/** The document's example of a body. */
function exampleOf(schema: Schema): Record<string, unknown> {
  const { properties = {} } = resolve(schema);
  return Object.fromEntries(Object.entries(properties).map(([name, { example }]) => [name, example]));
}

interface Changes {
  /** Replaces all ids in the path; the one in the body if the path has none. */
  readonly id?: string;
  /** Replaces the last of several ids. */
  readonly lastId?: string;
  readonly query?: string;
  readonly headers?: Record<string, string | undefined>;
  readonly type?: string;
  readonly body?: string | Buffer;
  /** Replaces members that the example of the body has. */
  readonly members?: Record<string, unknown>;
}

/** Calls an operation with its examples and these changes. */
function call({ method, path, parameters, requestBody }: Operation, changes: Changes = {}): Promise<Answered> {
  const given = (place: Parameter['in']) =>
    parameters.flatMap(({ name, in: where, schema }): [string, string][] =>
      where === place && schema.example !== undefined ? [[name, String(schema.example)]] : [],
    );
  const ids = given('path').map(([name, value]) => [name, changes.id ?? value] as const);
  const filled = ids.reduce((url, [name, value], index) => {
    const isLast = index > 0 && index === ids.length - 1;
    return url.replace(`{${name}}`, (isLast && changes.lastId) || value);
  }, path);
  const query = changes.query ?? new URLSearchParams(given('query')).toString();
  const { type = requestBody && Object.keys(requestBody.content)[0] } = changes;
  const members = { ...changes.members, ...(changes.id && !ids.length ? { id: changes.id } : {}) };
  const example = requestBody && withMembers(exampleOf(requestBody.content[type ?? JSON_TYPE]?.schema ?? {}), members);
  const file = isUpload(requestBody) ? SAMPLE : undefined;
  const text = type === FORM_TYPE ? new URLSearchParams(example as Record<string, string>).toString() : JSON.stringify(example);
  const headers = { ...Object.fromEntries(given('header')), ...(type ? { 'Content-Type': type } : {}), ...changes.headers };
  return sendRaw(shop, method, query ? `${filled}?${query}` : filled, headers, changes.body ?? file ?? text);
}

const isUpload = (body: Operation['requestBody']) => body !== undefined && 'video/mp4' in body.content;

const withMembers = (example: Record<string, unknown>, members: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(example).map(([name, value]) => [name, name in members ? members[name] : value]));

const UNKNOWN_ID = 4_000_000_000;
const UNKNOWN_UUID = 'ffffffff-ffff-4fff-8fff-ffffffffffff';
const FRESH = 'ffffffff-ffff-4fff-8fff-fffffffffff1';
const DELETED = 'ffffffff-ffff-4fff-8fff-fffffffffff2';
const LARGE = 'ffffffff-ffff-4fff-8fff-fffffffffff3';
/** A creative with a tag, and one that has neither a tag nor a video. */
const TAGGED = 'ffffffff-ffff-4fff-8fff-fffffffffff5';
const BARE = 'ffffffff-ffff-4fff-8fff-fffffffffff6';
const REMOVED = 'ffffffff-ffff-4fff-8fff-fffffffffff4';
/** A campaign with a budget, which had one in another currency at version 2. */
const BUDGETED = 'ffffffff-ffff-4fff-8fff-fffffffffff7';
/** The id of a deleted order, and of deleted goods. */
const DELETED_ROW = '2';
/** The version at which the campaign was in a section that was removed since, which the portfolio had at that version too. At version 1 it had no price. */
const PLACED = 3;
/** The version at which it had a withdrawn currency. */
const WITHDRAWN = 8;
/** A position whose transaction was rolled back. */
const GAP = '2';
/** An order in another currency than the first. */
const OTHER_ORDER = 3;

/** Creates the entities of the examples by the operations themselves, and a deleted entity of each kind. */
async function givenCampaign(): Promise<void> {
  const done = async (path: string, changes: Changes = {}, method = 'POST') => {
    const operation = operations.find((each) => each.path === path && each.method === method) as Operation;
    const { status, text } = await call(operation, changes);
    expect(status, `${method} ${path}: ${text}`).toBeLessThan(300);
  };
  for (const path of ['/v1/publishers', '/v1/portfolios', '/v1/campaigns']) {
    await done(path);
    await done(path, { id: DELETED });
    await done(`${path}/{id}`, { id: DELETED }, 'DELETE');
  }
  for (const id of [EXAMPLE_IDS.parentSection, REMOVED])
    await done('/v1/portfolios/{id}/sections', { members: { id, parentId: null } });
  await done('/v1/portfolios/{id}/sections');
  await done('/v1/campaigns/{id}/price', {}, 'PUT');
  await done('/v1/campaigns/{id}/placements', { members: { sections: [REMOVED] } }, 'PUT');
  await done('/v1/portfolios/{id}/sections/{section}', { lastId: REMOVED }, 'DELETE');
  await shop.settle();
  await done('/v1/campaigns/{id}/placements', {}, 'PUT');
  await done('/v1/campaigns/{id}/schedule', {}, 'PUT');
  const stream = `campaign-${EXAMPLE_IDS.campaign}`;
  const ads = await Advertising.of(shop);
  await ads.append([{ stream, version: WITHDRAWN, type: 'CampaignCurrencySet', data: { currency: 'BGN' } }]);
  await done('/v1/campaigns/{id}/currency', {}, 'PUT');
  await done('/v1/campaigns', { id: BUDGETED });
  await done('/v1/campaigns/{id}/limits', { id: BUDGETED }, 'PUT');
  await ads.append([{ stream: `campaign-${BUDGETED}`, version: 3, type: 'CampaignCurrencySet', data: { currency: 'USD' } }]);
  await done('/v1/creatives');
  await done('/v1/creatives', { id: DELETED });
  await done('/v1/creatives/{id}', { id: DELETED }, 'DELETE');
  await done('/v1/creatives', { members: { id: TAGGED, tag: 'https://ads.example/', clickThrough: null, skipAfter: null } });
  await done('/v1/creatives', { members: { id: BARE } });
  await done('/v1/creatives/{id}/media');
  await givenLargePortfolio(shop, LARGE, EXAMPLE_IDS.publisher);
}

const names = (kind: string) => ({
  [`422 ${kind}.name-empty`]: { members: { id: FRESH, name: ' ' } },
  [`422 ${kind}.name-too-long`]: { members: { id: FRESH, name: 'x'.repeat(51) } },
  [`422 ${kind}.name-with-control-characters`]: { members: { id: FRESH, name: 'a\nb' } },
});

/** The call that causes each documented refusal of the domain, for all methods, for one, or for one operation. */
const PROVOCATIONS: Record<string, Changes> = {
  'GET 404 section.not-found': { query: `section=${UNKNOWN_UUID}` },
  'forecastSection 404 section.not-found': { query: `sectionId=${UNKNOWN_UUID}` },
  '404 ad.not-found': { lastId: 'impression' },
  '422 goods.order-not-found': { members: { orderId: UNKNOWN_ID } },
  '404 event.not-found': { id: GAP },
  '409 order.deleted': { id: DELETED_ROW },
  '409 goods.deleted': { id: DELETED_ROW },
  '422 goods.currency-mismatch': { members: { orderId: OTHER_ORDER, unitPrice: undefined } },
  '409 campaign.deleted': { id: DELETED },
  '409 portfolio.deleted': { id: DELETED, members: { id: FRESH, version: 1 } },
  '409 demo.log-not-empty': {},
  '409 publisher.deleted': { id: DELETED },
  '409 section.deleted': { lastId: REMOVED },
  '409 campaign.id-taken': { members: { name: 'Another' } },
  '409 portfolio.id-taken': { members: { name: 'Another' } },
  '409 section.id-taken': { members: { name: 'Another' } },
  '409 publisher.id-taken': { members: { name: 'Another' } },
  '404 campaign.version-not-found': { query: 'version=2147483647' },
  'POST 404 campaign.version-not-found': { members: { version: 2_147_483_647 } },
  '404 portfolio.version-not-found': { query: 'version=2147483647' },
  'POST 404 portfolio.version-not-found': { members: { version: 2_147_483_647 } },
  '422 portfolio.version-with-removed-sections': { members: { version: PLACED } },
  '404 publisher.version-not-found': { query: 'version=2147483647' },
  'POST 404 publisher.version-not-found': { members: { version: 2_147_483_647 } },
  '422 campaign.version-without-price': { members: { version: 1 } },
  '422 campaign.currency-unknown': { members: { id: FRESH, currency: 'ABC', version: WITHDRAWN } },
  '422 campaign.price-not-positive': { members: { amount: 0 } },
  '422 campaign.currency-with-budget': { id: BUDGETED, members: { version: 2 } },
  '422 campaign.per-day-over-impressions': { members: { impressions: 1, perDay: 2 } },
  '422 campaign.hours-empty': { members: { hours: new Array(168).fill(false) } },
  '422 campaign.schedule-incomplete': { members: { end: null } },
  '422 campaign.end-not-after-start': { members: { end: '2026-02-28' } },
  '422 campaign.section-not-found': { members: { sections: [UNKNOWN_UUID], version: PLACED } },
  '422 portfolio.publisher-not-found': { members: { id: FRESH, publisherId: UNKNOWN_UUID } },
  '422 portfolio.too-many-sections': { id: LARGE, members: { id: FRESH, parentId: null } },
  '422 section.parent-not-found': { members: { id: FRESH, parentId: UNKNOWN_UUID } },
  '422 section.before-not-a-sibling': { members: { before: UNKNOWN_UUID } },
  '422 section.below-itself': { members: { parentId: EXAMPLE_IDS.section } },
  '422 section.too-deep': {
    id: LARGE,
    lastId: sectionOf(MOST_LEVELS + 1),
    members: { id: FRESH, parentId: sectionOf(MOST_LEVELS) },
  },
  '409 creative.deleted': { id: DELETED },
  '409 creative.id-taken': { members: { name: 'Another' } },
  '404 creative.version-not-found': { query: 'version=2147483647' },
  'POST 404 creative.version-not-found': { members: { version: 2_147_483_647 } },
  '422 creative.campaign-not-found': { members: { id: FRESH, campaignId: UNKNOWN_UUID } },
  '422 creative.click-through-malformed': { members: { id: FRESH, clickThrough: 'https://:' } },
  '422 creative.click-through-with-credentials': { members: { id: FRESH, clickThrough: 'https://ann@shop.example/' } },
  'POST 422 creative.tag-with-click-through': { members: { id: FRESH, tag: 'https://ads.example/' } },
  'PUT 422 creative.tag-with-click-through': { id: TAGGED },
  '422 creative.tag-with-skip-after': { members: { id: FRESH, tag: 'https://ads.example/', clickThrough: null } },
  '422 creative.tag-malformed': { members: { id: FRESH, tag: 'https://:' } },
  '422 creative.tag-with-credentials': { members: { id: FRESH, tag: 'https://ann@ads.example/' } },
  '422 creative.tag-not-public': { members: { id: FRESH, tag: 'https://localhost/' } },
  '422 creative.without-media': { id: BARE },
  '404 creative.nothing-to-show': { id: BARE },
  '422 creative.version-without-media': { members: { version: 1 } },
  '422 creative.tag-with-media': { id: TAGGED },
  '422 media.empty': { body: Buffer.alloc(0) },
  '422 media.unreadable': { body: WITHOUT_MOOV },
  '422 media.truncated': { body: SAMPLE.subarray(0, -1) },
  '422 media.codec-unsupported': { body: await shortSample(25, { codec: 'hevc' }) },
  '422 media.without-duration': { body: await shortSample(25, { stretch: 0.0001 }) },
  '404 media.not-found': { id: 'ab'.repeat(32) },
  '416 request.range-not-satisfiable': { headers: { Range: 'bytes=5-2' } },
  ...names('creative'),
  ...names('campaign'),
  ...names('portfolio'),
  ...names('section'),
  ...names('publisher'),
};

describe('with one order, one goods, one campaign, where it may show, and some work for operators', () => {
  beforeAll(async () => {
    // No subscription has this name, so no worker executes requests for it.
    await shop.db.query(`
      INSERT INTO log.quarantine (subscription, build, stream, position, error, state, wish, ended_at) VALUES
        ('nobody', 'serving', 'order-1', 1, 'It failed', 'parked', NULL, NULL),
        ('nobody', 'serving', 'order-2', 1, 'It failed', 'released', NULL, now());
      INSERT INTO log.timers (subscription, key, due_at, data, cause, correlation_id) VALUES
        ('nobody', 'a list', now() + interval '1 day', '["1"]', 1, 'x'),
        ('nobody', 'nothing', now() + interval '1 day', NULL, 1, 'x'),
        ('nobody', 'an object', now() + interval '1 day', '{"id": 1}', 1, 'x');
    `);
    const operation = operations.find(({ path }) => path === '/v1/operations/{id}');
    await shop.db.query(
      `INSERT INTO log.operations (id, kind, subscription, actor, state) VALUES ($1, 'verify', 'nobody', 'anonymous', 'waiting')`,
      [operation?.parameters[0]?.schema.example],
    );
    const order = await shop.createOrder(42);
    const { rows } = await shop.db.query(`SELECT nextval('log.position') AS gap`);
    expect(rows[0].gap).toBe(GAP);
    const goods = await shop.addGoods(order, { sku: 'MUG-RED', quantity: 2, unitPrice: 1250 });
    expect([order, goods]).toEqual([1, 1]);
    await shop.addGoods(await shop.createOrder(42));
    expect(await shop.createOrder(42, 'JPY')).toBe(OTHER_ORDER);
    await shop.db.query(
      `INSERT INTO access.keys (id, hash, name, role, created_by, expires_at)
       VALUES ($1, sha256(repeat('x', 43)::bytea), 'example', 'reader', 'test', now() + interval '1 day')`,
      [
        operations.find(({ path }) => path === '/v1/keys/{id}')?.parameters.find(({ in: place }) => place === 'path')?.schema
          .example,
      ],
    );
    bound = await shop.createKey({ role: 'reader', userId: 42 });
    await givenCampaign();
    await shop.settle();
    for (const name of ['order', 'goods']) {
      const { status } = await shop.http.delete(`/v1/${name}/${DELETED_ROW}`);
      expect(status).toBe(204);
    }
    await shop.settle();
    const { position, end } = await shop.stall();
    // Each of them takes seconds, so they run concurrently, except exports, of which a client has one at a time.
    for (const operation of operations.filter((each) => has(each, 'Wait-For-Position'))) {
      const send = () => call(operation, { headers: { 'Wait-For-Position': String(position) } });
      const isExport = operation.path.endsWith('.csv');
      const sent = isExport ? exported.then(send) : send();
      if (isExport) exported = sent;
      behind.set(operation, sent);
    }
    void Promise.allSettled(behind.values()).then(end);
  });
  // Otherwise the request of one example would block that of another.
  beforeEach(() => shop.db.query('UPDATE log.quarantine SET wish = NULL WHERE id = 1'));
  const behind = new Map<Operation, Promise<Answered>>();
  /** The last of them that is an export. */
  let exported: Promise<unknown> = Promise.resolve();
  /** A key that sees only one user's. */
  let bound: string;
  const has = ({ parameters }: Operation, name: string) => parameters.some((parameter) => parameter.name === name);

  /** Problems that only a fault of the machine or a concurrent request causes. */
  const NOT_FOR_THE_ASKING = [
    'internal',
    // Of a follower; see follower.spec.ts.
    'follower.origin-only',
    'database.unavailable',
    'database.full',
    'server.busy',
    'server.disk-full',
    'upload.too-many',
    'event.unknown',
    'event.unreadable',
    'view.building',
    'view.replaced',
    'export.busy',
    'export.too-many',
    'stream.too-many',
    'stream.busy',
    'idempotency.in-progress',
    // With another setting, see keys.spec.ts.
    'key.not-in-use',
    // See sessions.spec.ts.
    'access.too-many-failures',
    // See demo-operation.spec.ts.
    'demo.in-progress',
  ];
  /** @returns an unknown id, in the form of those in the path */
  const unknownIdFor = ({ parameters }: Operation, id = UNKNOWN_ID) =>
    parameters.some(({ in: place, schema }) => place === 'path' && schema.format === 'uuid')
      ? `ffffffff-ffff-4fff-8fff-${String(id).padStart(12, '0')}`
      : String(id);
  const RELEASED = '2';

  async function reusedKey(operation: Operation): Promise<Answered> {
    const headers = { 'Idempotency-Key': operation.operationId };
    if (operation.operationId === 'beginDemo') {
      await call(operation, { headers });
      return call(operation, { headers: { ...headers, 'If-Match': '"1"' } });
    }
    // It takes nothing that could be changed, so the key is that of another request.
    if (operation.operationId === 'verifyLedger') {
      await shop.http.post('/v1/demo').set(headers);
      return call(operation, { headers });
    }
    if (isOperators(operation)) {
      await call(operation, { headers, id: unknownIdFor(operation) });
      return call(operation, { headers, id: unknownIdFor(operation, UNKNOWN_ID + 1) });
    }
    if (!has(operation, 'If-Match')) {
      const rows = Object.entries(exampleOf(operation.requestBody?.content[JSON_TYPE]?.schema ?? {}));
      const reversed = Object.fromEntries(rows.map(([name, value]) => [name, (value as unknown[]).toReversed()]));
      await call(operation, { headers });
      return call(operation, { headers, members: reversed });
    }
    await call(operation, { headers: { ...headers, 'If-Match': '"98"' } });
    return call(operation, { headers: { ...headers, 'If-Match': '"99"' } });
  }

  it.each(named(operations))('%s gives exactly the documented problems', async (_, operation) => {
    const { parameters, requestBody } = operation;
    if (operation.path.endsWith('.csv')) await exported;
    const documented = Object.entries(operation.responses).flatMap(([status, response]) =>
      codesOf(response)
        .filter((code) => !NOT_FOR_THE_ASKING.includes(code))
        .map((code) => `${status} ${code}`),
    );
    const answered: (Answered | [])[] = await Promise.all([
      sendBytes(shop, `${operation.method} ${operation.path.replace(/\{\w+\}/, '1')} HTTP/1.1\r\nConnection: close\r\n\r\n`),
      call(operation, { headers: { 'X-Long': 'x'.repeat(100_000) } }),
      call(operation, { query: 'a=%zz' }),
      ...(operation.security.length ? [call(operation, { headers: { Authorization: undefined } })] : []),
      ...(documented.includes('403 access.forbidden')
        ? [call(operation, { headers: { Authorization: `Bearer ${bound}` } })]
        : []),
      ...(operation.operationId === 'beginSession' ? [call(operation, { members: { key: 'wrong' } })] : []),
      ...(documented.includes('409 key.last-admin') ? [call(operation, { id: shop.key?.split('_')[1] })] : []),
      ...(operation.path.includes('{')
        ? [
            call(operation, { id: 'x' }),
            call(operation, { id: '1'.repeat(201) }),
            // A user of whom nothing is known may be erased.
            ...(operation.operationId === 'eraseUser' ? [] : [call(operation, { id: unknownIdFor(operation) })]),
          ]
        : []),
      ...(/\{.*\{/.test(operation.path) ? [call(operation, { lastId: unknownIdFor(operation) })] : []),
      ...(parameters.length ? [call(operation, { query: 'unknown=1' })] : []),
      behind.get(operation) ?? [],
      ...(has(operation, 'Wait-For-Position')
        ? [call(operation, { headers: { 'Wait-For-Position': String(Number.MAX_SAFE_INTEGER) } })]
        : []),
      ...(has(operation, 'If-Match') ? [call(operation, { headers: { 'If-Match': '"99"' } })] : []),
      ...(has(operation, 'Idempotency-Key') ? [reusedKey(operation)] : []),
      ...(isOperators(operation) && operation.path.startsWith('/v1/quarantine/') ? [call(operation, { id: RELEASED })] : []),
      ...documented.flatMap((code) => {
        const { operationId, method } = operation;
        const changes = PROVOCATIONS[`${operationId} ${code}`] ?? PROVOCATIONS[`${method} ${code}`] ?? PROVOCATIONS[code];
        return changes ? [call(operation, changes)] : [];
      }),
      operation['x-ignores-unknown']
        ? call(operation, { body: 'x'.repeat(300_000) })
        : call(operation, { type: JSON_TYPE, body: '{"unknown":1}' }),
      // With other methods, a body that the route does not take is refused before it is sent.
      ...(requestBody || (operation.method === 'POST' && !operation['x-ignores-unknown'])
        ? [
            call(operation, { type: JSON_TYPE, body: '{' }),
            call(operation, { type: JSON_TYPE, body: Buffer.from([0x22, 0xff, 0x22]) }),
            call(operation, { type: JSON_TYPE, body: 'x'.repeat(2_000_000) }),
            call(operation, { type: 'text/plain', body: 'x' }),
            call(operation, { type: JSON_TYPE, body: '{}', headers: { 'Content-Encoding': 'gzip' } }),
          ]
        : []),
    ]);
    // What an operation ignores is no problem.
    const answers = answered.flat().filter(({ status }) => !(operation['x-ignores-unknown'] && status < 300));
    for (const { status, headers, text } of answers) {
      expect(headers['content-type']).toMatch(PROBLEM_TYPE);
      expectValid(at('components', 'schemas', 'ProblemDocument'), JSON.parse(text));
      expect(JSON.parse(text)).toHaveProperty('status', status);
      expectHeaders(operation.responses[status], headers, JSON.parse(text).code);
    }
    const given = answers.map(({ status, text }) => `${status} ${JSON.parse(text).code}`);
    expect([...new Set(given)].toSorted(), 'PROVOCATIONS has a request for each code').toEqual(documented.toSorted());
  });

  // Commands to what there is come after those that create, because they may end it. Deletions come last, because they
  // also delete the entity's children.
  const OWNERS = ['/v1/order/{id}', '/v1/portfolios/{id}', '/v1/publishers/{id}'];
  const rank = ({ method, path }: Operation) => {
    if (method === 'DELETE') return 5 + OWNERS.indexOf(path);
    return method === 'POST' && path.includes('{') ? 3 : ['GET', 'PUT', 'POST'].indexOf(method);
  };
  // One needs an empty log, see demo-operation.spec.ts. The others need the token of an ad, see ads.spec.ts.
  const walk = operations
    .filter(({ operationId }) => !['beginDemo', 'noteEvent', 'sendEvent'].includes(operationId))
    .toSorted((one, other) => rank(one) - rank(other));

  it.each(named(walk))('%s works with its example', async (_, operation) => {
    const { method, path, requestBody, responses } = operation;
    // The example of an upload is an mp4.
    const types = Object.keys(requestBody?.content ?? {}).filter((type) => type !== 'video/webm');
    for (const type of requestBody ? types : [undefined]) {
      const answered = await call(operation, { type });
      const response = responses[answered.status];
      expect(answered.status, answered.text).toBeLessThan(300);
      expect(response, `${answered.status} is not documented`).toBeDefined();
      expectHeaders(response, answered.headers);
      const [[contentType, content] = []] = Object.entries(response?.content ?? {});
      if (!contentType || !content) expect(answered.text).toBe('');
      else {
        expect(answered.headers['content-type']?.split(';')[0]).toBe(contentType);
        expectValid(
          at('paths', path, method.toLowerCase(), 'responses', String(answered.status), 'content', contentType, 'schema'),
          contentType === JSON_TYPE ? JSON.parse(answered.text) : answered.text,
        );
      }
    }
  });

  /**
   * Asserts that the headers that Kronika gives a meaning to are the documented ones; of a problem, those that name
   * its code.
   */
  function expectHeaders(response: DocumentedResponse | undefined, headers: Record<string, string>, code?: string): void {
    const documented = Object.entries(response?.headers ?? {}).filter(
      ([, { description }]) => !code || description.includes(`\`${code}\``),
    );
    const ours = ['etag', 'event-position', 'location', 'retry-after', 'set-cookie', 'www-authenticate'].filter(
      (name) => name in headers,
    );
    expect(ours.toSorted()).toEqual(documented.map(([name]) => name.toLowerCase()).toSorted());
    for (const [name, { schema }] of documented) {
      const text = headers[name.toLowerCase()];
      expectValid(schema, schema.type === 'integer' ? Number(text) : text);
    }
  }
});

describe.each(['/docs', '/docs/'])('the page %s', (page) => {
  it('loads all its resources from the shop itself', async () => {
    const { text: html } = await shop.http
      .get(page)
      .expect(200)
      .expect('Content-Type', /^text\/html/);
    expect(html.replaceAll(/xmlns(:\w+)?="[^"]*"/g, '')).not.toMatch(/(https?:)?\/\//);
    const addresses = [...html.matchAll(/ (?:src|href)="([^"#]+)"/g)].map(([, address = '']) => address);
    expect(addresses).toHaveLength(6);
    for (const address of addresses) {
      const { pathname } = new URL(address, `http://shop.test${page}`);
      const { headers, text = '', body } = await shop.http.get(pathname).expect(200);
      const type = { js: /javascript/, css: /^text\/css/, png: /^image\/png/ }[pathname.split('.').pop() as 'js'];
      expect(headers['content-type']).toMatch(type);
      expect(text.length + (body.length ?? 0)).toBeGreaterThan(100);
      if (pathname.endsWith('.css')) expect(text).not.toMatch(/@import|url\((?!["']?data:)/);
    }
  });

  it('may run only its own scripts and styles', async () => {
    const { headers, text: html } = await shop.http.get(page).expect(200);
    const policy = Object.fromEntries(
      (headers['content-security-policy'] as string).split(';').map((directive) => directive.trim().split(/ (.*)/).slice(0, 2)),
    );
    expect(policy).toMatchObject({ 'default-src': "'self'", 'style-src': "'self' 'unsafe-inline'", 'img-src': "'self' data:" });
    // With this directive a browser would load all of them by https.
    expect(policy).not.toHaveProperty('upgrade-insecure-requests');
    // Scripts within the page would need 'unsafe-inline'.
    expect(html).not.toMatch(/<script(?![^>]* src=)|<[^>]+ on\w+=|javascript:/i);
  });

  it('shows the document without an external validator', async () => {
    const { text } = await shop.http.get('/docs/swagger-ui-init.js').expect(200);
    expect(text).toMatch(/"validatorUrl":\s*"none"/);
    for (const { operationId } of operations) expect(text).toContain(operationId);
  });
});
