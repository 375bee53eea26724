import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { KronikaProcess } from '../support/process.js';
import { createDatabase, type Database } from '../support/shop.js';
import { until } from '../support/until.js';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);

/** Whether these tests can run here. */
export const hasChromium = CHROMIUM !== undefined;
if (!hasChromium) console.warn('Chromium is not installed (apt-get install chromium): the browser tests are skipped.');

/** @param args more arguments of the command line */
export const launchChromium = (args: readonly string[] = []): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', ...args] });

/** What a proxy does to a request; undefined: it passes it on. */
export type Fault = 'drop the answer' | 'delay the answer' | 'delay the request' | 'answer 503' | 'answer 429' | undefined;

const DELAY_MS = 3_000;

/** Kronika as its users run it, behind a proxy that makes faults, and a real browser. */
export class Stage {
  /** Decides about each request; absent: all pass. */
  fault?: (request: IncomingMessage) => Fault;
  /** The console's messages, errors of pages, and addresses elsewhere. */
  readonly complaints: string[] = [];
  /** Commands as they came to the proxy: `PUT /v1/campaigns/…/name`, and their keys. */
  readonly commands: { line: string; key: string }[] = [];

  private readonly streams = new Set<ServerResponse>();
  private readonly replaced: Database[] = [];

  private constructor(
    public kronika: KronikaProcess,
    public database: Database,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly proxy: Server,
    readonly browser: Browser,
  ) {}

  static async open(environment: NodeJS.ProcessEnv = {}): Promise<Stage> {
    const database = await createDatabase();
    const kronika = await KronikaProcess.start({ DATABASE_URL: database.url, LOG_LEVEL: 'warn', ...environment });
    const browser = await launchChromium();
    const proxy = createServer((incoming, outgoing) => stage.pass(incoming, outgoing));
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const stage = new Stage(kronika, database, environment, proxy, browser);
    return stage;
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.proxy.closeAllConnections();
    this.proxy.close();
    await this.kronika.signal('SIGTERM');
    for (const database of [this.database, ...this.replaced]) await database.drop();
  }

  /** Starts Kronika again, after it was ended. */
  async start(): Promise<void> {
    this.kronika = await KronikaProcess.start({ DATABASE_URL: this.database.url, LOG_LEVEL: 'warn', ...this.environment });
  }

  /** Puts another log in the place of this one, as if the data folder was another one. Kronika has to be ended. */
  async replaceLog(): Promise<void> {
    this.replaced.push(this.database);
    this.database = await createDatabase();
    await this.sql('UPDATE log.instances SET id = gen_random_uuid()');
  }

  /** Runs a statement past Kronika. */
  async sql(statement: string): Promise<void> {
    const client = await this.connect();
    await client.query(statement).finally(() => client.end());
  }

  /**
   * Makes a table of a view refuse its row with that id, so that the stream of the next event of it is quarantined.
   *
   * @returns what ends that, and tries the stream again
   */
  async poison(table: string, id: string | number): Promise<() => Promise<void>> {
    await this.sql(`
      CREATE FUNCTION read.poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NEW.id = '${id}' THEN RAISE EXCEPTION 'poison'; END IF; RETURN NEW;
      END $$;
      CREATE TRIGGER poison BEFORE UPDATE ON read.${table} FOR EACH ROW EXECUTE FUNCTION read.poison()`);
    return async () => {
      await this.sql(`DROP TRIGGER poison ON read.${table}; DROP FUNCTION read.poison()`);
      const { data } = await this.kronika.query<{ data: { id: number }[] }>('/v1/quarantine?state=parked');
      if (data.length !== 1) throw new Error(`${data.length} streams are in quarantine`);
      await this.kronika.command('POST', `/v1/quarantine/${data[0]?.id}/retry`, {});
    };
  }

  async connect(): Promise<pg.Client> {
    const client = new pg.Client(this.database.url);
    // Dropping the database at the end breaks its connections.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  /** Ends the live streams of all browsers. */
  endStreams(): void {
    for (const stream of this.streams) stream.destroy();
  }

  get url(): string {
    return `http://127.0.0.1:${(this.proxy.address() as AddressInfo).port}`;
  }

  /** A browser of its own, with nothing stored. */
  async context(options: Parameters<Browser['newContext']>[0] = {}): Promise<BrowserContext> {
    const context = await this.browser.newContext({ baseURL: this.url, locale: 'en-GB', ...options });
    context.setDefaultTimeout(30_000);
    context.on('console', (message) => this.complaints.push(`${message.type()}: ${message.text()} ${message.location().url}`));
    context.on('weberror', (error) => this.complaints.push(String(error.error())));
    context.on('request', (asked) => {
      if (!asked.url().startsWith(this.url)) this.complaints.push(`asked for ${asked.url()}`);
    });
    return context;
  }

  async page(path: string, context?: BrowserContext): Promise<Page> {
    const page = await (context ?? (await this.context())).newPage();
    await page.goto(path);
    return page;
  }

  /** Creates a campaign past the browser. @returns its id */
  async givenCampaign(name: string, n: number): Promise<string> {
    const id = `019c1354-6d40-7c1a-8e2b-${String(n).padStart(12, '0')}`;
    const { status, position } = await this.kronika.command('POST', '/v1/campaigns', { id, name, userId: 42 });
    if (status !== 201) throw new Error(`The campaign was not created: ${status}`);
    await this.kronika.query('/v1/campaigns', position);
    return id;
  }

  /** The types of a campaign's events, in their order. */
  async eventsOf(id: string): Promise<string[]> {
    const { data } = await this.kronika.query<{ data: { eventType: string }[] }>(`/v1/events?entityId=${id}`);
    return data.map(({ eventType }) => eventType);
  }

  private pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const isCommand = incoming.method !== 'GET' && incoming.method !== 'HEAD';
    const line = `${incoming.method} ${incoming.url}`;
    if (isCommand) this.commands.push({ line, key: String(incoming.headers['idempotency-key']) });
    const fault = this.fault?.(incoming);
    if (fault === 'answer 503' || fault === 'answer 429') {
      incoming.resume();
      const status = Number(fault.slice(-3));
      outgoing.writeHead(status, { 'content-type': 'application/problem+json', 'retry-after': '1' });
      outgoing.end(JSON.stringify({ status, code: 'server.busy', detail: 'Try again.' }));
      return;
    }
    if (incoming.url?.startsWith('/v1/events/stream')) {
      this.streams.add(outgoing);
      outgoing.on('close', () => this.streams.delete(outgoing));
    }
    const target = new URL(this.kronika.url);
    const { host: _, ...headers } = incoming.headers;
    const forwarded = request(
      {
        host: target.hostname,
        port: target.port,
        path: incoming.url,
        method: incoming.method,
        headers: { ...headers, host: new URL(this.url).host },
      },
      async (answer) => {
        if (fault === 'drop the answer') return void outgoing.destroy();
        if (fault === 'delay the answer') await new Promise((resolve) => setTimeout(resolve, DELAY_MS));
        outgoing.writeHead(answer.statusCode ?? 500, answer.rawHeaders);
        answer.pipe(outgoing);
      },
    );
    forwarded.on('error', () => outgoing.destroy());
    outgoing.on('close', () => forwarded.destroy());
    if (fault === 'delay the request') setTimeout(() => incoming.pipe(forwarded), DELAY_MS);
    else incoming.pipe(forwarded);
  }
}

/** Until nothing is sent or waits for its list. A change is shown in the next frame, so there it is asked for first. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
  await until(async () => (await page.getByText(/^sav|\d saving/).count()) === 0);
}

/** Presses keys faster than the page draws, as keys that waited for a busy page are. */
export async function pressAtOnce(page: Page, keys: readonly { key: string; shiftKey?: boolean }[]): Promise<void> {
  await page.evaluate(`for (const key of ${JSON.stringify(keys)})
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { ...key, bubbles: true, cancelable: true }));`);
}
