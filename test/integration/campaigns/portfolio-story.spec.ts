import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KronikaProcess } from '../../support/process.js';
import { ROOT } from '../../support/root.js';
import { createDatabase, type Database } from '../../support/shop.js';
import { until } from '../../support/until.js';

/** Yesterday's build. */
let yesterdays: string;
let database: Database;
let db: pg.Client;
const running: KronikaProcess[] = [];

/** A copy of today's build with yesterday's view and query; nothing else had to be written. */
async function build(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'kronika-yesterday-'));
  await cp(join(ROOT, 'dist'), join(copy, 'dist'), { recursive: true });
  await cp(join(ROOT, 'package.json'), join(copy, 'package.json'));
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const code = await readFile(join(import.meta.dirname, 'portfolio-documents.ts'), 'utf8');
  const compilerOptions = ts.convertCompilerOptionsFromJson(
    JSON.parse(await readFile(join(ROOT, 'tsconfig.json'), 'utf8')).compilerOptions,
    ROOT,
  ).options;
  await mkdir(join(copy, 'dist/test/integration/campaigns'), { recursive: true });
  await writeFile(
    join(copy, 'dist/test/integration/campaigns/portfolio-documents.js'),
    ts.transpileModule(code, { compilerOptions: { ...compilerOptions, module: ts.ModuleKind.ESNext } }).outputText,
  );
  const views = join(copy, 'dist/src/campaigns/views');
  for (const file of ['portfolios.view.js', 'find-portfolio.query.js'])
    await writeFile(join(views, file), `export * from '../../../test/integration/campaigns/portfolio-documents.js';`);
  const module = await readFile(join(views, 'campaign-views.module.js'), 'utf8');
  await writeFile(join(views, 'campaign-views.module.js'), module.replaceAll(/PortfolioNodeRow,\s*/g, ''));
  return copy;
}

beforeAll(async () => {
  yesterdays = await build();
  database = await createDatabase();
  db = new pg.Client(database.url);
  await db.connect();
});
afterAll(async () => {
  for (const kronika of running) await kronika.signal('SIGKILL');
  await db.end();
  await database.drop();
  await rm(yesterdays, { recursive: true });
});

async function start(main = join(ROOT, 'dist/src/main.js')): Promise<KronikaProcess> {
  const kronika = await KronikaProcess.start({ DATABASE_URL: database.url }, { main });
  running.push(kronika);
  return kronika;
}

/**
 * One address for all processes. It does what HAProxy does with `balance roundrobin` and `retry-on conn-failure
 * empty-response 503`: if one does not answer, or with 503, the next one is asked, and after the last one the first
 * again, with three retries at most.
 */
class Balancer {
  readonly upstreams: string[] = [];
  /** Why upstreams were passed over: problem codes, and `gone`. */
  readonly passedOver = new Set<string>();
  private turn = 0;

  async fetch(path: string, init: RequestInit): Promise<Response> {
    const first = this.turn++;
    for (let retry = 0; ; retry++) {
      const upstream = this.upstreams[(first + retry) % this.upstreams.length];
      const response = await fetch(`${upstream}${path}`, init).catch(() => undefined);
      if (response && (response.status !== 503 || retry === 3)) return response;
      if (retry === 3) return Response.json('Nobody answers', { status: 502 });
      this.passedOver.add(response ? (((await response.json()) as { code?: string }).code ?? 'closing') : 'gone');
    }
  }
}

interface Section {
  readonly id: string;
  name: string;
  readonly nodes: Section[];
}

const all = (nodes: Section[]): Section[] => nodes.flatMap((node) => [node, ...all(node.nodes)]);
const oneOf = <T>(list: readonly T[]) => list[Math.floor(Math.random() * list.length)] as T;

interface SentCommand {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  /** The effect of the command, applied to the model once it is acknowledged. */
  done(): void;
}

const CLIENTS = 3;
/** A website usually has at least so many sections. */
const SECTIONS = 24;

/** The model of a website; it has only one client. */
class Website {
  readonly id = randomUUID();
  readonly nodes: Section[] = [];
  readonly path = `/v1/portfolios/${this.id}`;
  private names = 0;

  create(publisherId: string): SentCommand {
    const body = { id: this.id, name: 'idnes.cz', publisherId };
    return { method: 'POST', path: '/v1/portfolios', body, done: () => undefined };
  }

  /** Adds sections until there are enough, then adds, renames, moves or removes one. */
  change(): SentCommand {
    const sections = all(this.nodes);
    if (sections.length < SECTIONS) return this.add(sections);
    const leaves = sections.filter(({ nodes }) => !nodes.length);
    return oneOf([() => this.add(sections), () => this.rename(sections), () => this.move(sections), () => this.remove(leaves)])();
  }

  private add(sections: Section[]): SentCommand {
    const parent = oneOf([null, ...sections]);
    const section = { id: randomUUID(), name: this.name(), nodes: [] };
    const { id, name } = section;
    const done = () => (parent ?? this).nodes.push(section);
    return { method: 'POST', path: `${this.path}/sections`, body: { id, name, parentId: parent?.id ?? null }, done };
  }

  private rename(sections: Section[]): SentCommand {
    const section = oneOf(sections);
    const name = this.name();
    const done = () => {
      section.name = name;
    };
    return { method: 'PUT', path: `${this.path}/sections/${section.id}/name`, body: { name }, done };
  }

  private move(sections: Section[]): SentCommand {
    const section = oneOf(sections);
    const below = all([section]);
    const parent = oneOf([null, ...sections.filter((each) => !below.includes(each))]);
    const siblings = (parent ?? this).nodes;
    const before = oneOf([null, ...siblings.filter((each) => each !== section)]);
    const body = { parentId: parent?.id ?? null, before: before?.id ?? null };
    const done = () => {
      this.takeOut(section);
      siblings.splice(before ? siblings.indexOf(before) : siblings.length, 0, section);
    };
    return { method: 'PUT', path: `${this.path}/sections/${section.id}/place`, body, done };
  }

  private remove(sections: Section[]): SentCommand {
    const section = oneOf(sections);
    return { method: 'DELETE', path: `${this.path}/sections/${section.id}`, done: () => this.takeOut(section) };
  }

  private takeOut(section: Section): void {
    const siblings = [this.nodes, ...all(this.nodes).map(({ nodes }) => nodes)].find((nodes) => nodes.includes(section));
    siblings?.splice(siblings.indexOf(section), 1);
  }

  private name(): string {
    this.names += 1;
    return `Section ${this.names}`;
  }
}

/**
 * Clients with websites of their own, which change sections and query the result until they are stopped.
 */
class Clients {
  readonly websites: Website[] = [];
  /** Descriptions of wrong answers. */
  readonly noticed: string[] = [];
  acknowledged = 0;
  reads = 0;
  position = 0;
  private isOver = false;
  private readonly running: Promise<unknown>;

  constructor(
    private readonly balancer: Balancer,
    clients: number,
  ) {
    this.running = Promise.all(Array.from({ length: clients }, () => this.client()));
  }

  /** Waits until the condition holds, and requires that no client got a wrong answer. */
  async goOnUntil(condition: () => boolean): Promise<void> {
    await until(() => condition() || this.noticed.length > 0);
    expect(this.noticed).toEqual([]);
  }

  /** Waits until this many more commands are acknowledged. */
  async further(commands: number): Promise<void> {
    const wanted = this.acknowledged + commands;
    await this.goOnUntil(() => this.acknowledged >= wanted);
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await this.running;
  }

  private async client(): Promise<void> {
    const publisherId = randomUUID();
    const websites = Array.from({ length: 2 }, () => new Website());
    this.websites.push(...websites);
    await this.command({
      method: 'POST',
      path: '/v1/publishers',
      body: { id: publisherId, name: 'MAFRA' },
      done: () => undefined,
    });
    for (const website of websites) {
      await this.command(website.create(publisherId));
      for (let section = 0; section < SECTIONS; section++) await this.command(website.change());
    }
    for (let position = 0; !this.isOver; ) {
      const website = oneOf(websites);
      position = (await this.command(website.change())) || position;
      position = await this.look(website, position);
    }
  }

  private async command({ method, path, body, done }: SentCommand): Promise<number> {
    const headers = { 'idempotency-key': randomUUID(), ...(body && { 'content-type': 'application/json' }) };
    const response = await this.balancer.fetch(path, { method, headers, body: body && JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) {
      this.noticed.push(`${method} ${path}: ${response.status} ${text}`);
      return 0;
    }
    done();
    this.acknowledged += 1;
    this.position = Math.max(this.position, Number(response.headers.get('event-position')));
    return Number(response.headers.get('event-position'));
  }

  /** @returns the position of the answer */
  private async look({ path, nodes }: Website, position: number): Promise<number> {
    const response = await this.balancer.fetch(path, { headers: { 'wait-for-position': String(position) } });
    const body = (await response.json()) as { nodes: Section[]; sections: number };
    const reached = Number(response.headers.get('event-position'));
    this.reads += 1;
    if (response.status !== 200) this.noticed.push(`GET ${path}: ${response.status} ${JSON.stringify(body)}`);
    else if (reached < position) this.noticed.push(`GET ${path}: back from ${position} to ${reached}`);
    else if (!isDeepStrictEqual(body.nodes, nodes)) this.noticed.push(`GET ${path}: other sections than were made`);
    else if (body.sections !== all(nodes).length) this.noticed.push(`GET ${path}: not as many sections as were made`);
    return Math.max(reached, position);
  }
}

const flat = (id: string, name: string, nodes: Section[]): object[] => [
  { id, name, nodes: nodes.map((node) => node.id) },
  ...nodes.flatMap((node) => flat(node.id, node.name, node.nodes)),
];

describe('the second article’s portfolios', () => {
  it('change from a document per website to a row per section under load, without a wrong answer', async () => {
    const balancer = new Balancer();
    const yesterday = await start(join(yesterdays, 'dist/src/main.js'));
    balancer.upstreams.push(yesterday.url);
    const clients = new Clients(balancer, CLIENTS);
    await clients.further(CLIENTS * (1 + 2 * (1 + SECTIONS)) + 30);
    const { rows: documents } = await db.query('SELECT jsonb_object_keys(document) AS key FROM read.portfolio_documents');
    expect(new Set(documents.map(({ key }) => key))).toEqual(new Set(['name', 'nodes', 'order']));

    // A long transaction holds up the takeover, so that today's process answers beside the old view for a while.
    await db.query('BEGIN; SELECT FROM read.portfolio_documents');
    const today = await start();
    balancer.upstreams.push(today.url);
    await clients.goOnUntil(() => balancer.passedOver.has('view.building'));
    await clients.further(30);
    await db.query('COMMIT');
    await clients.goOnUntil(() => balancer.passedOver.has('view.replaced'));
    await clients.further(30);

    const replaced = await fetch(`${yesterday.url}${clients.websites[0]?.path}`, {
      headers: { 'wait-for-position': String(clients.position) },
    });
    expect(replaced.status).toBe(503);
    expect(replaced.headers.get('retry-after')).toBe('1');
    expect(await replaced.json()).toMatchObject({ code: 'view.replaced', version: 4 });
    expect(await yesterday.query('/readyz')).toEqual({
      status: 'degraded',
      reasons: [{ subscription: 'portfolios', problem: 'version 4 serves, and this process has version 1' }],
    });

    expect(await yesterday.signal('SIGTERM')).toBe(0);
    await clients.further(30);
    await clients.stop();
    expect(clients.noticed).toEqual([]);
    expect([...balancer.passedOver]).toEqual(expect.arrayContaining(['view.building', 'view.replaced', 'gone']));
    expect(clients.reads).toBeGreaterThan(90);

    for (const { id, path, nodes } of clients.websites) {
      expect((await today.query(path, clients.position)).nodes).toEqual(nodes);
      expect((await today.query(`${path}?shape=flat`)).nodes).toEqual(flat(id, 'idnes.cz', nodes));
    }
    const { data } = await today.query<{ data: { name: string; build: string; version: number }[] }>('/v1/views');
    expect(data.filter(({ name }) => name === 'portfolios')).toMatchObject([
      { build: 'serving', version: 4, state: 'live' },
      { build: 'previous', version: 1, state: 'kept' },
    ]);
    const { rows: kept } = await db.query('SELECT count(*)::int AS documents FROM read_previous.portfolio_documents');
    expect(kept).toEqual([{ documents: clients.websites.length }]);
    const verify = await fetch(`${today.url}/v1/views/portfolios/verify`, { method: 'POST' });
    const operation = verify.headers.get('location') as string;
    await until(async () => (await today.query(operation)).state === 'done');
    expect((await today.query(operation)).result).toMatchObject({ differing: 0, differences: [], parked: [] });
    expect(await today.query('/readyz')).toEqual({ status: 'ok', reasons: [] });
  }, 120_000);
});
