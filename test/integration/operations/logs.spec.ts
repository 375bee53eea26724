import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KronikaProcess } from '../../support/process.js';
import { ROOT } from '../../support/root.js';
import { createDatabase, type Database } from '../../support/shop.js';
import { until } from '../../support/until.js';

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly context?: string;
  readonly [field: string]: unknown;
}

const INFO = 30;
const SECRET = 'S3cretThatNobodyReads0123456789';
const TOKEN = 'eyJhbGciOiJSUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl';
const MADE_ID = /^[\da-f]{24}$/;

const linesOf = ({ output }: KronikaProcess): Line[] =>
  output.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
const accessOf = (kronika: KronikaProcess) => linesOf(kronika).filter(({ context }) => context === 'Access');

let database: Database;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

describe('the access log', () => {
  let kronika: KronikaProcess;
  beforeAll(async () => {
    kronika = await KronikaProcess.start({ DATABASE_URL: database.url, ACCESS_LOG: 'on' });
  });
  afterAll(() => kronika.signal('SIGTERM'));

  /** @returns the line of a request, with what was answered */
  async function sent(path: string, options: RequestInit = {}) {
    const response = await fetch(`${kronika.url}${path}`, options);
    const body = await response.text();
    const requestId = response.headers.get('x-request-id');
    const find = () => accessOf(kronika).find((line) => line.requestId === requestId);
    await until(() => find() !== undefined);
    return { line: find() as Line, response, body, requestId };
  }

  it('has a line for a command: actor, command, outcome, and no value of its address', async () => {
    const body = JSON.stringify({ userId: 7 });
    const headers = { 'content-type': 'application/json', 'x-request-id': 'proxy-1.abc:7/8' };
    const { line, response } = await sent('/v1/order', { method: 'POST', headers, body });
    const position = response.headers.get('event-position');
    expect(line).toMatchObject({
      level: INFO,
      msg: 'POST /v1/order 201',
      requestId: 'proxy-1.abc:7/8',
      actor: 'anonymous',
      method: 'POST',
      route: '/v1/order',
      status: 201,
      bytes: 0,
    });
    expect(line.ms).toBeGreaterThan(0);
    expect(line).not.toHaveProperty('aborted');
    const { data } = await kronika.query(`/v1/events?after=${Number(position) - 1}&limit=1`);
    expect(line.commandId).toBe(data[0].metadata.commandId);
  });

  it.each([
    ['/v1/order-history/424242', '/v1/order-history/{id}', 404],
    ['/v1/order-history?user_id=424242', '/v1/order-history', 200],
    ['/v1/424242?userId=424242', '(none)', 404],
    ['/v1/order/%zz424242', '(none)', 400],
    ['/v1/order-history?limit=424242', '/v1/order-history', 400],
  ])('tells of %s as %s', async (path, route, status) => {
    const { line, body } = await sent(path);
    expect(line).toMatchObject({ method: 'GET', route, status, bytes: Buffer.byteLength(body) });
    expect(line).not.toHaveProperty('commandId');
    expect(JSON.stringify(line)).not.toContain('424242');
  });

  it.each(['', 'with blank', 'é', 'x'.repeat(129), '"quoted"', '{}'])(
    'makes an id where that of a request is %j',
    async (given) => {
      const { requestId } = await sent('/v1/order-history', {
        headers: { 'x-request-id': Buffer.from(given).toString('latin1') },
      });
      expect(requestId).toMatch(MADE_ID);
      expect((await sent('/v1/order-history')).requestId).not.toBe(requestId);
    },
  );

  it('counts the sent bytes of an export, whose length is unknown before', async () => {
    const { line, body } = await sent('/v1/order-history.csv', { headers: { 'accept-encoding': 'identity' } });
    expect(line.bytes).toBeGreaterThan(body.length);
  });

  it('records that a client left before its answer, but not of the live stream, which every client leaves', async () => {
    const stalled = new pg.Client(database.url);
    await stalled.connect();
    await stalled.query('BEGIN');
    const { rows } = await stalled.query(`SELECT log.append('[{"stream": "test-1", "version": 1, "type": "Stalled", "data": {}}]',
      '{"commandId": "x", "actor": "test", "correlationId": "x", "causationId": null}') AS position`);
    const position = String(rows[0].position);
    const leaveAfterMs = (ms: number, path: string, requestId: string) => {
      const headers = { 'wait-for-position': position, 'x-request-id': requestId };
      return fetch(`${kronika.url}${path}`, { headers, signal: AbortSignal.timeout(ms) })
        .then((response) => response.text())
        .catch(() => undefined);
    };
    await leaveAfterMs(300, '/v1/order-history', 'leaves');
    await stalled.query('ROLLBACK');
    await stalled.end();
    await leaveAfterMs(300, '/v1/events/stream', 'follows');
    const find = (requestId: string) => accessOf(kronika).find((line) => line.requestId === requestId);
    await until(() => find('leaves') !== undefined && find('follows') !== undefined);
    expect(find('leaves')).toMatchObject({ route: '/v1/order-history', aborted: true });
    expect(find('follows')).toMatchObject({ route: '/v1/events/stream', status: 200 });
    expect(find('follows')).not.toHaveProperty('aborted');
  });

  it('has no line for routes that machines poll', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics']) await (await fetch(`${kronika.url}${path}`)).text();
    await sent('/v1/views');
    expect(accessOf(kronika).filter(({ route }) => /^.(healthz|readyz|metrics)$/.test(String(route)))).toEqual([]);
  });
});

describe.each(['debug', 'trace'])('at the level %s', (LOG_LEVEL) => {
  let kronika: KronikaProcess;
  beforeAll(async () => {
    const url = new URL(database.url);
    // It is ignored, and looks like a password.
    url.searchParams.set('password_of_nobody', SECRET);
    kronika = await KronikaProcess.start({ DATABASE_URL: url.href, LOG_LEVEL, ACCESS_LOG: 'on' });
  });
  afterAll(() => kronika.signal('SIGTERM'));

  it('no line has a value of an address, a credential, a cookie, a key or a token', async () => {
    const { id } = await kronika.command('POST', '/v1/order', { userId: 515151 });
    const headers = {
      authorization: `Bearer ${TOKEN}`,
      cookie: `kronika_session=${SECRET}`,
      'x-api-key': SECRET,
      'x-request-id': `kro_abc_${SECRET}`,
      'content-type': 'application/json',
    };
    const paths = [
      `/v1/order-history?user_id=515151&sku=${SECRET}`,
      `/v1/order/${id}?access_token=${TOKEN}`,
      `/v1/${SECRET}`,
      `/v1/order/%zz${SECRET}`,
      `/v1/events?entityId=${SECRET}`,
      `/docs/${SECRET}.js`,
      `/v1/order-history.csv?sku=${SECRET}`,
    ];
    for (const method of ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'POST', 'PATCH'])
      for (const path of paths) {
        const body = method === 'POST' ? `{"userId": "${SECRET}"}` : undefined;
        await (await fetch(`${kronika.url}${path}`, { method, headers, body, redirect: 'manual' })).text();
      }
    await until(() => accessOf(kronika).some(({ requestId }) => requestId === 'kro_abc_[redacted]'));
    await fetch(`${kronika.url}/v1/views`, { headers: { 'x-request-id': 'the-last' } });
    await until(() => accessOf(kronika).some(({ requestId }) => requestId === 'the-last'));
    expect(accessOf(kronika).length).toBeGreaterThan(paths.length);
    for (const secret of [SECRET, TOKEN, 'eyJ', '515151', new URL(database.url).password].filter(Boolean))
      expect(kronika.output.split('\n').filter((line) => line.includes(secret))).toEqual([]);
  });
});

it('has no line for a request by default, but the response has the id', async () => {
  const kronika = await KronikaProcess.start({ DATABASE_URL: database.url });
  const { headers } = await fetch(`${kronika.url}/v1/views`, { headers: { 'x-request-id': 'mine' } });
  expect(headers.get('x-request-id')).toBe('mine');
  await kronika.signal('SIGTERM');
  expect(linesOf(kronika)).toEqual([]);
});

it('hides the password where the database of DATABASE_URL can not be reached', async () => {
  const DATABASE_URL = `postgres://kronika:${SECRET}@127.0.0.1:1/kronika?password=${SECRET}`;
  const kronika = KronikaProcess.spawn({ DATABASE_URL });
  expect(await kronika.ended()).toBe(1);
  expect(kronika.output).toMatch(/^Kronika can't start\. /);
  expect(kronika.output).not.toContain(SECRET);
});

describe('the form of lines', () => {
  /** @returns all that is printed by one that answers a request and is stopped */
  async function printed(environment: NodeJS.ProcessEnv, command = process.execPath, args = [join(ROOT, 'dist/start/main.js')]) {
    const { PATH, HOME } = process.env;
    const env = { PATH, HOME, PORT: '0', DATABASE_URL: database.url, ACCESS_LOG: 'on', ...environment };
    const child = spawn(command, args, { env, detached: true });
    const ended = once(child, 'close');
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (more) => {
      text += more;
    });
    await until(() => /ready at http/.test(text));
    await fetch(`${/ready at (http:\S+)/.exec(text)?.[1]}/v1/views`);
    await until(() => text.includes('GET /v1/views 200'));
    process.kill(-(child.pid as number), 'SIGTERM');
    await ended;
    return text.replaceAll('\r', '').split('\n');
  }
  const START = [
    /^Kronika is ready at http:\/\/127\.0\.0\.1:\d+$/,
    /^Open it in a browser\. The API is described at http:\S+\/docs$/,
  ];
  const hasScript = (() => {
    try {
      return execFileSync('script', ['--version'], { encoding: 'utf8' }).includes('util-linux');
    } catch {
      return false;
    }
  })();

  it('is JSON where stdout is no terminal; the lines of the start are text as ever', async () => {
    const [ready, described, line] = await printed({});
    expect([ready, described]).toEqual(START.map((pattern) => expect.stringMatching(pattern)));
    expect(JSON.parse(line as string)).toMatchObject({ msg: 'GET /v1/views 200' });
  });

  it('is text for people with LOG_FORMAT=pretty', async () => {
    const [ready, described, line] = await printed({ LOG_FORMAT: 'pretty' });
    expect([ready, described]).toEqual(START.map((pattern) => expect.stringMatching(pattern)));
    expect(line).toMatch(/^\[\d\d:\d\d:\d\d\.\d{3}\] INFO: GET \/v1\/views 200$/);
  });

  it.skipIf(!hasScript)('is text for people where stdout is a terminal, unless LOG_FORMAT=json', async () => {
    const inTerminal = (environment: NodeJS.ProcessEnv) =>
      printed({ NO_COLOR: '1', ...environment }, 'script', [
        '-qfec',
        `${process.execPath} ${ROOT}/dist/start/main.js`,
        '/dev/null',
      ]);
    expect(await inTerminal({})).toContainEqual(expect.stringMatching(/ INFO: GET \/v1\/views 200$/));
    expect(await inTerminal({ LOG_FORMAT: 'json' })).toContainEqual(expect.stringMatching(/^\{"level":30,.*GET \/v1\/views 200/));
  });

  it.each([
    ['LOG_FORMAT', 'xml', 'LOG_FORMAT must be json or pretty'],
    ['ACCESS_LOG', 'yes', 'ACCESS_LOG must be on or off'],
  ])('is refused with one line if %s is %s', async (name, value, line) => {
    const kronika = KronikaProcess.spawn({ DATABASE_URL: database.url, [name]: value });
    expect(await kronika.ended()).toBe(1);
    expect(kronika.output).toBe(`Kronika can't start. ${line}\n`);
  });
});
