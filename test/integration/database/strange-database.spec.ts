import { randomUUID } from 'node:crypto';
import { getDataSourceToken } from '@nestjs/typeorm';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { connectionSettings } from '../../../src/shared/database/connection-settings.js';
import { dataSourceOptions, type Purpose, READ } from '../../../src/shared/database/database.js';
import { Advertising, FAR } from '../../support/advertising.js';
import { failedStart, KronikaProcess } from '../../support/process.js';
import { createDatabase, Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

let admin: pg.Client;
beforeAll(async () => {
  admin = new pg.Client(inject('postgres'));
  await admin.connect();
});
afterAll(() => admin.end());

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Each of these settings would change what Kronika reads or writes, or end its connections. */
const HOSTILE = {
  IntervalStyle: 'sql_standard',
  TimeZone: 'Asia/Kolkata',
  timezone_abbreviations: 'Australia',
  extra_float_digits: '-15',
  bytea_output: 'escape',
  xmlbinary: 'hex',
  xmloption: 'document',
  standard_conforming_strings: 'off',
  backslash_quote: 'off',
  quote_all_identifiers: 'on',
  transform_null_equals: 'on',
  default_text_search_config: 'pg_catalog.german',
  gin_fuzzy_search_limit: '1',
  row_security: 'off',
  default_transaction_isolation: 'serializable',
  default_transaction_deferrable: 'on',
  default_transaction_read_only: 'on',
  exit_on_error: 'on',
  search_path: '',
  client_encoding: 'LATIN1',
};

const LIMITS = {
  statement_timeout: '1ms',
  lock_timeout: '1ms',
  transaction_timeout: '1ms',
  idle_in_transaction_session_timeout: '1ms',
  idle_session_timeout: '1ms',
};

interface Strange {
  /** The address for Kronika. Its user has the settings. */
  readonly url: string;
  /** The address for the test. */
  readonly plainUrl: string;
  readonly user: string;
}

/** A database and a user with settings, which win over those of the database. */
async function strangeDatabase(settings: Record<string, string>, template?: string): Promise<Strange> {
  const { url: plainUrl, drop } = await createDatabase(template);
  const user = `strange_${randomUUID().replaceAll('-', '')}`;
  await admin.query(`CREATE ROLE ${user} SUPERUSER LOGIN PASSWORD 'strange'`);
  for (const [name, value] of Object.entries(settings))
    await admin.query(`ALTER ROLE ${user} SET ${name} = ${value === '' ? `''` : pg.escapeLiteral(value)}`);
  cleanups.push(async () => {
    await drop();
    await admin.query(`DROP ROLE ${user}`);
  });
  const url = new URL(plainUrl);
  [url.username, url.password] = [user, 'strange'];
  return { url: url.href, plainUrl, user };
}

async function client(url: string): Promise<pg.Client> {
  const opened = new pg.Client(url);
  opened.on('error', () => undefined);
  await opened.connect();
  cleanups.push(() => opened.end());
  return opened;
}

async function start(environment: NodeJS.ProcessEnv): Promise<KronikaProcess> {
  const kronika = await KronikaProcess.start(environment);
  cleanups.push(() => kronika.signal('SIGKILL'));
  return kronika;
}

/** Creates an order with goods, waits for a view, and rebuilds and verifies it. */
async function useShop(kronika: KronikaProcess): Promise<void> {
  const { id } = await kronika.command('POST', '/v1/order', { userId: 7 });
  const { position } = await kronika.command('POST', '/v1/goods', { orderId: id, name: `Čaj, 'zelený' \\ ${'č'.repeat(9)}` });
  const order = await kronika.query(`/v1/order-history/${id}`, position);
  expect(order).toMatchObject({ user_id: 7, goods: [{ name: `Čaj, 'zelený' \\ ${'č'.repeat(9)}`, sku: null }] });
  expect(Math.abs(Date.now() - Date.parse(order.created_at))).toBeLessThan(60_000);
  for (const what of ['rebuild', 'verify']) {
    const { headers, status } = await fetch(`${kronika.url}/v1/views/order-history/${what}`, { method: 'POST' });
    expect(status).toBe(202);
    let operation: { state?: string; result?: object } = {};
    await until(async () => {
      operation = await kronika.query(headers.get('location') as string);
      return ['done', 'failed'].includes(operation.state as string);
    });
    expect(operation).toMatchObject({ state: 'done', ...(what === 'verify' ? { result: { differing: 0 } } : {}) });
  }
}

/** Creates campaigns, and tells the position of the last one. */
async function createCampaigns(kronika: KronikaProcess, names: readonly string[]): Promise<{ position: number }> {
  let position = 0;
  for (const name of names)
    ({ position } = await kronika.command('POST', '/v1/campaigns', { id: randomUUID(), name, userId: 7 }));
  return { position };
}

describe('a database or a user with settings of its own', () => {
  it.each<[string, Record<string, string>]>([
    ['DateStyle = German', { DateStyle: 'German' }],
    ['DateStyle = SQL, DMY', { DateStyle: 'SQL, DMY' }],
    ['DateStyle = Postgres', { DateStyle: 'Postgres' }],
    ['array_nulls = off', { array_nulls: 'off' }],
    ['all others', HOSTILE],
  ])('changes nothing that is written or read: %s', async (_, settings) => {
    const { url, plainUrl } = await strangeDatabase(settings);
    const shop = await Shop.open({}, [], { url, drop: async () => undefined });
    cleanups.push(() => shop.close());
    const ads = await Advertising.of(shop);
    const before = Date.now();
    const order = await shop.createOrder(7);
    await shop.addGoods(order, { sku: null, name: 'Čaj \\ "zelený"', unitPrice: 1999 });
    const gone = await shop.createOrder(8);
    await shop.addGoods(gone);
    await shop.deleteOrder(gone);
    const [section] = [await ads.section(await ads.portfolio())];
    const campaign = await ads.runningCampaign([section as string]);
    const observer = await client(plainUrl);
    await until(async () => {
      const { rows } = await observer.query(
        `SELECT log.last_position() = (SELECT min(position) FROM log.checkpoints WHERE build = 'serving') AS settled`,
      );
      return rows[0].settled;
    });
    expect((await observer.query('SELECT FROM log.quarantine')).rowCount).toBe(0);
    const [{ created_at }] = await shop.history();
    expect(Date.parse(created_at)).toBeGreaterThanOrEqual(before);
    expect((await shop.http.get('/v1/order-history.csv').expect(200)).text).toContain(created_at);
    expect(await shop.history({ created_from: new Date(before).toISOString() })).toMatchObject([{ id: order, total: 1999 }]);
    expect(await ads.get(`/v1/campaigns/${campaign}`)).toMatchObject({ schedule: FAR, placements: [section], price: null });
    for (const { datetime } of await ads.events())
      expect(datetime).toBe(new Date(Math.max(before, Date.parse(datetime))).toISOString());
    expect((await ads.operate('order-history', 'verify'))?.result).toMatchObject({ differing: 0 });
    expect((await ads.operate('campaigns', 'verify'))?.result).toMatchObject({ differing: 0 });
  });

  it('works from the first start on, even if it is read only and has no search path', async () => {
    const { url } = await strangeDatabase({ ...HOSTILE, DateStyle: 'German', array_nulls: 'off' }, 'template0');
    await useShop(await start({ DATABASE_URL: url }));
  });

  it('has limits of its own, which end no migration, command or rebuild', async () => {
    const { url } = await strangeDatabase(LIMITS, 'template0');
    await useShop(await start({ DATABASE_URL: url, READ_DATABASE_URL: url }));
  });

  it('has no setting that changes written or read data without a decision of ours', async () => {
    // Where and how rows are stored is up to the operator: the same rows are read and written.
    const operators = [
      ...['default_table_access_method', 'default_tablespace', 'default_toast_compression', 'temp_tablespaces'],
      ...['gin_pending_list_limit', 'client_min_messages', 'check_function_bodies', 'icu_validation_level'],
      ...['escape_string_warning', 'synchronize_seqscans', 'createrole_self_grant', 'restrict_nonsystem_relation_kind'],
    ];
    // Settings of a single transaction.
    const transactions = ['transaction_deferrable', 'transaction_isolation', 'transaction_read_only'];
    const { rows } = await admin.query<{ name: string }>(`
      SELECT name FROM pg_settings WHERE context = 'user'
      AND (category ~ '^(Client Connection Defaults / (Locale|Statement)|Version and Platform|Error Handling)')`);
    const decided = [...Object.keys(connectionSettings('test')), ...operators, ...transactions];
    expect(rows.map(({ name }) => name).filter((name) => !decided.includes(name))).toEqual([]);
  });
});

describe('the address of the database', () => {
  const PURPOSES: Purpose[] = ['write', 'view', 'read', 'log'];
  const keys = [
    ...['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'query_timeout'].map((key) => `${key}=1`),
    ...['application_name=theirs', 'replication=database', 'client_encoding=LATIN1', 'binary=true'],
    `options=${encodeURIComponent('-c statement_timeout=1 -c role=none -c DateStyle=German')}`,
    `options=${encodeURIComponent('-c work_mem=8MB')}`,
  ].join('&');

  it.each(PURPOSES)('takes no limit, role or format from the connections to %s', async (purpose) => {
    const { url, drop } = await createDatabase();
    cleanups.push(drop);
    const show = async (address: string) => {
      const source = await new DataSource(dataSourceOptions(address, purpose, true)).initialize();
      cleanups.push(() => source.destroy());
      const rows: { name: string; setting: string }[] = await source.query(
        `SELECT name, setting FROM pg_settings WHERE name <> 'work_mem' UNION SELECT 'role', current_user`,
      );
      return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
    };
    expect(await show(`${url}?${keys}`)).toEqual(await show(url));
  });

  it('takes nothing from migrations either, and its other options stay in force', async () => {
    const { url, drop } = await createDatabase('template0');
    cleanups.push(drop);
    const kronika = await start({ DATABASE_URL: `${url}?${keys}` });
    await useShop(kronika);
    const { rows } = await (await client(url)).query(
      `SELECT DISTINCT application_name AS name FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
       AND backend_type = 'client backend'`,
    );
    expect(rows.map(({ name }) => name).sort()).toEqual(['kronika log', 'kronika read', 'kronika view', 'kronika write']);
    const source = await new DataSource(dataSourceOptions(`${url}?${keys}`, 'read', true)).initialize();
    cleanups.push(() => source.destroy());
    expect(await source.query('SHOW work_mem')).toEqual([{ work_mem: '8MB' }]);
  });
});

describe('the table of migrations', () => {
  it('is found when a schema named like the user was made later', async () => {
    const { url, plainUrl, user } = await strangeDatabase({}, 'template0');
    expect(await (await start({ DATABASE_URL: url })).signal('SIGTERM')).toBe(0);
    await (await client(plainUrl)).query(`CREATE SCHEMA ${user}`);
    await useShop(await start({ DATABASE_URL: url }));
  });

  it('is found in the schema named like the user, where earlier versions made it if that schema was there', async () => {
    const { url, plainUrl, user } = await strangeDatabase({});
    const observer = await client(plainUrl);
    await observer.query(`CREATE SCHEMA "${user}"; ALTER TABLE public.kronika_migrations SET SCHEMA "${user}"`);
    await useShop(await start({ DATABASE_URL: url }));
    expect((await observer.query(`SELECT to_regclass('public.kronika_migrations') AS made`)).rows).toEqual([{ made: null }]);
  });
});

describe('a database whose encoding lacks characters', () => {
  it.each(['LATIN1', 'SQL_ASCII'])('is refused at the start by one line: %s', async (encoding) => {
    const name = `test_${randomUUID().replaceAll('-', '')}`;
    await admin.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING '${encoding}' LOCALE 'C'`);
    cleanups.push(() => admin.query(`DROP DATABASE ${name} WITH (FORCE)`));
    const url = new URL(inject('postgres'));
    url.pathname = `/${name}`;
    expect(await failedStart({ DATABASE_URL: url.href })).toBe(
      `Kronika can't start. The database has the encoding ${encoding}, which lacks most characters; ` +
        `Kronika needs one that was created with ENCODING 'UTF8' TEMPLATE template0.\n`,
    );
    const { rowCount } = await (await client(url.href)).query(`SELECT FROM pg_namespace WHERE nspname = 'log'`);
    expect(rowCount).toBe(0);
  });
});

describe('what Kronika does not depend on', () => {
  /** A new database whose collation is a language of ICU. */
  async function czechDatabase(): Promise<string> {
    const name = `test_${randomUUID().replaceAll('-', '')}`;
    await admin.query(
      `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'cs-CZ' LOCALE 'C.UTF-8'`,
    );
    cleanups.push(() => admin.query(`DROP DATABASE ${name} WITH (FORCE)`));
    const url = new URL(inject('postgres'));
    url.pathname = `/${name}`;
    return url.href;
  }

  it('is the collation of the database, which may be one of ICU', async () => {
    const kronika = await start({ DATABASE_URL: await czechDatabase() });
    await useShop(kronika);
    // "ch" is a letter after "h" in Czech; names are in the same order in every database.
    const { position } = await createCampaigns(kronika, ['hrad', 'chata', 'Cihla']);
    const { data } = await kronika.query('/v1/campaigns?sort=name', position);
    expect(data.map(({ name }: { name: string }) => name)).toEqual(['chata', 'Cihla', 'hrad']);
  });

  it('is a clock that only goes forward, or the end of a snapshot that another program holds', async () => {
    const { url, drop } = await createDatabase();
    cleanups.push(drop);
    const kronika = await start({ DATABASE_URL: url });
    const { id } = await kronika.command('POST', '/v1/order', { userId: 8 });
    const program = await client(url);
    // As if the clock of the database had been set back by two hours since then.
    await program.query('SET session_replication_role = replica');
    await program.query(`UPDATE log.events SET recorded_at = recorded_at + interval '2 hours'`);
    await program.query('RESET session_replication_role');
    await program.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await program.query('SELECT count(*), pg_current_xact_id() FROM log.events');
    await useShop(kronika);
    const { position } = await kronika.command('PUT', `/v1/order/${id}`, { userId: 9 });
    const { data } = await kronika.query(`/v1/order-history/${id}/history`, position);
    expect(data).toMatchObject([{ summary: expect.stringContaining('created') }, { summary: 'User changed from 8 to 9' }]);
    expect(Date.parse(data[0].datetime)).toBeGreaterThan(Date.parse(data[1].datetime));
    await program.query('COMMIT');
  });
});

/** What node-postgres remembers of the statements of a connection. */
interface Parsed {
  readonly connection: { parsedStatements: Record<string, string> };
}

describe('a connection that has lost its prepared statements', () => {
  it.each<[string, (client: pg.PoolClient) => Promise<unknown>]>([
    ['26000', (client) => client.query('DEALLOCATE one')],
    // As if another client had used the connection before.
    ['42P05', async (client) => delete (client as unknown as Parsed).connection.parsedStatements.one],
  ])('is closed: %s', async (code, forget) => {
    const { url, drop } = await createDatabase();
    cleanups.push(drop);
    const source = await new DataSource(dataSourceOptions(url, 'view', true)).initialize();
    cleanups.push(() => source.destroy());
    const { master } = source.driver as unknown as { master: pg.Pool };
    const ask = async (fault?: typeof forget) => {
      const client = await master.connect();
      const pid = async () => (await client.query({ name: 'one', text: 'SELECT pg_backend_pid() AS pid' })).rows[0].pid;
      try {
        const answer = await pid();
        await fault?.(client);
        return fault ? await pid() : answer;
      } finally {
        client.release();
      }
    };
    const first = await ask();
    expect(await ask()).toBe(first);
    await expect(ask(forget)).rejects.toMatchObject({ code });
    expect(await ask()).not.toBe(first);
  });

  it.each(['26000', '42P05'])('puts no event into quarantine: %s', async (code) => {
    const shop = await Shop.open();
    cleanups.push(() => shop.close());
    await shop.settle();
    // Fails in the middle of a batch, when the event is known. It counts with a sequence, which does not roll back.
    await shop.db.query(`
      CREATE SEQUENCE failures;
      GRANT USAGE ON SEQUENCE failures TO PUBLIC;
      CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('public.failures') <= 3 THEN RAISE EXCEPTION 'stale' USING ERRCODE = '${code}'; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER fail BEFORE INSERT ON read.order_history FOR EACH ROW EXECUTE FUNCTION fail()`);
    const order = await shop.createOrder(7);
    await shop.settle();
    expect((await shop.db.query('SELECT last_value::int AS calls FROM failures')).rows).toEqual([{ calls: 4 }]);
    expect((await shop.db.query('SELECT * FROM log.quarantine')).rows).toEqual([]);
    expect(await shop.history()).toMatchObject([{ id: order, user_id: 7 }]);
  });

  it.each<[string, string | undefined, (shop: Shop, order: number) => Promise<{ status: number }>]>([
    ['command', undefined, (shop, order) => shop.changeOrder(order, { userId: 8 })],
    ['query', READ, (shop, order) => shop.get(`/v1/order-history/${order}`)],
  ])('answers a %s with 503, and the next one normally', async (_, pool, send) => {
    const shop = await Shop.open();
    cleanups.push(() => shop.close());
    const order = await shop.createOrder(7);
    await send(shop, order);
    const { driver } = shop.app.get<DataSource>(getDataSourceToken(pool));
    for (const client of (driver as unknown as { master: { _clients: pg.Client[] } }).master._clients)
      await client.query('DEALLOCATE ALL');
    const statuses = new Set<number>();
    await until(async () => {
      const { status } = await send(shop, order);
      statuses.add(status);
      return status < 300;
    });
    expect([...statuses].filter((status) => status >= 300 && status !== 503)).toEqual([]);
  });
});
