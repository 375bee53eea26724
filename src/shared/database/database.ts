import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { StartError } from '../settings.js';
import {
  addressWith,
  type ConnectionSettings,
  connectionSettings,
  POOLER_ADVICE,
  requireSettings,
} from './connection-settings.js';
import { isStaleStatement } from './failures.js';
import { completeSchemas, repairViewTables, requireOwnership } from './restored.js';
import { createRoles, grantPrivileges } from './roles.js';
import { raiseIdSequences, raisePositionSequence } from './sequences.js';
import { SnakeNaming } from './snake-naming.js';
import { KEEP_ALIVE, StandbyFound, WatchedClient } from './watched-client.js';

/**
 * What a connection is for; each purpose has its own pool and, where Postgres lets us, a role that may do just that.
 */
export type Purpose = 'write' | 'view' | 'read' | 'log';

/** Names of the pools in `@nestjs/typeorm`; commands have the default one. */
export const VIEW = 'view';
export const READ = 'read';
/** Queries of the log itself, which are answered where it is written: a replica can't tell the horizon. */
export const LOG = 'log';

/** A class of migrations, or a glob of compiled files that have some. */
// biome-ignore lint/complexity/noBannedTypes: TypeORM's own type of them
export type Migration = Function | string;

const MIGRATION_LOCK = 7_502_001;

/** The pause between attempts to take the lock of migrations. */
const MIGRATION_LOCK_POLL_MS = 50;

const MIGRATIONS_TABLE = 'kronika_migrations';

/** The first with `transaction_timeout`, without which a stalled appender could hold back all readers. */
const MIN_POSTGRES_VERSION = 17;

/** Unicode's root collation, by which names are sorted, whatever the database's locale. */
export const NAME_COLLATION = 'und-x-icu';

/**
 * bigint as number: every id, count and position is at most 2^53-1. numeric as BigInt: it only holds sums of money in
 * minor units, which may pass that. A date stays a `YYYY-MM-DD` string, since a `Date` would shift it by the time
 * zone.
 */
const parsers: Record<number, (text: string) => unknown> = {
  [pg.types.builtins.INT8]: Number,
  [pg.types.builtins.NUMERIC]: BigInt,
  [pg.types.builtins.DATE]: String,
};
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    parsers[oid] ?? pg.types.getTypeParser(oid as never, format as 'text'),
};

/** Postgres ends a transaction that idles longer, because its process may be frozen and holds locks. */
const MAX_IDLE_IN_TRANSACTION = '1200ms';

/** All other limits are off (see `connectionSettings`). */
const limits: Record<Purpose, ConnectionSettings> = {
  // An appender that stalls holds back every reader (the horizon), so none may.
  // What should be in a transaction and is not must not write (see `Session`).
  write: {
    statement_timeout: '10s',
    idle_in_transaction_session_timeout: MAX_IDLE_IN_TRANSACTION,
    transaction_timeout: '20s',
    default_transaction_read_only: 'on',
  },
  // A process that is frozen in a batch holds its subscription.
  view: { idle_in_transaction_session_timeout: MAX_IDLE_IN_TRANSACTION, transaction_timeout: '2min' },
  read: { statement_timeout: '15s', idle_in_transaction_session_timeout: '1min', default_transaction_read_only: 'on' },
  log: { statement_timeout: '15s', idle_in_transaction_session_timeout: '1min', default_transaction_read_only: 'on' },
};
const roleNames: Record<Purpose, string> = {
  write: 'kronika_write',
  view: 'kronika_view',
  read: 'kronika_read',
  log: 'kronika_read',
};

/** In all few enough for three processes on a Postgres with its default of 100 connections. */
const poolSizes: Record<Purpose, number> = { write: 10, view: 8, read: 6, log: 4 };

/**
 * @param url where the database is
 * @param purpose decides pool, limits and role
 * @param roles false where the database's user may not take the roles (see `prepareDatabase`)
 */
export function dataSourceOptions(url: string, purpose: Purpose, roles: boolean): PostgresDataSourceOptions {
  const settings = connectionSettings(purpose, { ...limits[purpose], ...(roles ? { role: roleNames[purpose] } : {}) });
  const address = addressWith(settings, url);
  return {
    type: 'postgres',
    url: address.url,
    poolSize: poolSizes[purpose],
    connectTimeoutMS: 5_000,
    applicationName: `kronika ${purpose}`,
    installExtensions: false,
    namingStrategy: new SnakeNaming(),
    extra: {
      Client: BurstClient,
      types,
      pipeline: purpose !== 'log',
      needsPrimary: purpose !== 'read',
      ...KEEP_ALIVE,
      onConnect: (client: pg.Client) => {
        endOnceStale(client);
        return requireSettings(client, settings);
      },
      options: address.options,
    },
  };
}

/** Statements that are sent in one moment leave in one write, which costs more than most of what is written. */
class BurstClient extends WatchedClient {
  private isGathering = false;

  override query(...parameters: unknown[]): never {
    const { stream } = (this as unknown as { connection: { stream: Socket } }).connection;
    if (!this.isGathering) {
      this.isGathering = true;
      stream.cork();
      process.nextTick(() => {
        this.isGathering = false;
        stream.uncork();
      });
    }
    return super.query(...(parameters as [string])) as never;
  }
}

/**
 * A connection that answers otherwise than it must for the statements that were prepared on it would do so for ever.
 * Those that are on their way fail as if the connection had broken.
 */
function endOnceStale(client: pg.Client): void {
  const { connection } = client as unknown as { connection: EventEmitter };
  connection.on('errorMessage', (error) => isStaleStatement(error) && void client.end().catch(() => undefined));
}

interface MigrationOptions {
  /** Where the table of the migrations that have run is. */
  readonly schema?: string;
}

/** The data source of migrations, for the start and for TypeORM's command line; it connects as the database's user. */
export function migrationDataSource(
  url: string | undefined,
  migrations: Migration[],
  { schema = 'public' }: MigrationOptions = {},
): DataSource {
  const settings = connectionSettings('migrate');
  const address = addressWith(settings, url);
  return new DataSource({
    type: 'postgres',
    url: address.url,
    connectTimeoutMS: 5_000,
    installExtensions: false,
    migrations,
    migrationsTableName: MIGRATIONS_TABLE,
    schema,
    namingStrategy: new SnakeNaming(),
    applicationName: 'kronika migrate',
    extra: {
      Client: WatchedClient,
      needsPrimary: true,
      ...KEEP_ALIVE,
      options: address.options,
      onConnect: (client: pg.Client) => requireSettings(client, settings),
    },
  });
}

/** A database that is ready for the pools. */
export interface PreparedDatabase {
  /** Whether the database's user may take the roles; if not, all connections go on as that user. */
  readonly roles: boolean;
  /** What a restore had left otherwise than it must be, and what was done about it, a sentence each. */
  readonly repairs: readonly string[];
}

/**
 * Brings the schema up to date, repairs what a restore has left (owners, privileges, sequences, schemas of views) and
 * grants each role what it needs. Safe from several processes at once.
 *
 * @param migrations all that the app needs, see `migrationsOf`
 * @throws StartError if the database can't be reached, or can't be repaired
 */
export async function prepareDatabase(url: string, migrations: Migration[]): Promise<PreparedDatabase> {
  const source = await connect(url, migrations);
  const lock = source.createQueryRunner();
  try {
    const [{ server_version_num: version }] = await lock.query('SHOW server_version_num');
    if (Number(version) < MIN_POSTGRES_VERSION * 10_000)
      throw new StartError(
        `The database is PostgreSQL ${Math.floor(version / 10_000)}; Kronika needs ${MIN_POSTGRES_VERSION} or later.`,
      );
    const [collation] = await lock.query(
      `SELECT FROM pg_collation WHERE collname = $1 AND collnamespace = 'pg_catalog'::regnamespace`,
      [NAME_COLLATION],
    );
    if (!collation)
      throw new StartError(
        `The database has no collation ${NAME_COLLATION}; Kronika needs a PostgreSQL that was built with ICU.`,
      );
    // Not a statement that waits, which a busy machine might take for a connection that fell silent.
    while (!(await lock.query('SELECT pg_try_advisory_lock($1) AS "isTaken"', [MIGRATION_LOCK]))[0].isTaken)
      await delay(MIGRATION_LOCK_POLL_MS);
    await requireOwnership(source);
    const ids = await raiseIdSequences(source);
    await source.runMigrations({ transaction: 'each' });
    await completeSchemas(source);
    const { sequences, views } = await raisePositionSequence(source, ids.length > 0);
    const behind = [...new Set([...ids, ...sequences])];
    const roles = await createRoles(source);
    if (roles) await grantPrivileges(source);
    const repairs = await repairViewTables(source, roles);
    if (behind.length) repairs.push(`Sequences were behind what is in use, and are raised: ${behind.join(', ')}.`);
    if (views.length) repairs.push(`Views have read further than the log goes, and are built again: ${views.join(', ')}.`);
    return { roles, repairs };
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === '42501')
      throw new StartError(
        `The database's user lacks rights (${message}): it must be able to create schemas, and tables in public.`,
      );
    throw error;
  } finally {
    // The end of its connection gives up the lock.
    await lock.release();
    await source.destroy();
  }
}

/** The database as its user sees it, without pools, for tools. @throws StartError as of `prepareDatabase` */
export function openDatabase(url: string, migrations: Migration[]): Promise<DataSource> {
  return connect(url, migrations);
}

/** @throws StartError if the database can't be reached, or if Kronika can't use it */
async function connect(url: string, migrations: Migration[]): Promise<DataSource> {
  const source = await initialize(url, migrations);
  const [{ encoding, schema }] = await source.query(
    `SELECT current_setting('server_encoding') AS encoding,
       (SELECT nspname FROM pg_class JOIN pg_namespace AS n ON n.oid = relnamespace
        WHERE relname = $1 AND relkind = 'r' ORDER BY nspname <> 'public' LIMIT 1) AS schema`,
    [MIGRATIONS_TABLE],
  );
  if (encoding === 'UTF8' && (schema ?? 'public') === 'public') return source;
  await source.destroy();
  if (encoding !== 'UTF8')
    throw new StartError(
      `The database has the encoding ${encoding}, which lacks most characters; Kronika needs one that was created with ` +
        `ENCODING 'UTF8' TEMPLATE template0.`,
    );
  // Kronika was first started where another schema came before public.
  return initialize(url, migrations, { schema });
}

async function initialize(url: string, migrations: Migration[], options: MigrationOptions = {}): Promise<DataSource> {
  try {
    return await migrationDataSource(url, migrations, options).initialize();
  } catch (error) {
    throw connectionStartError(error, 'The database', 'DATABASE_URL');
  }
}

/**
 * @param name of the database, with which a sentence begins
 * @param setting with its address
 */
export function connectionStartError(error: unknown, name: string, setting: string): StartError {
  if (error instanceof StartError) return error;
  if (error instanceof StandbyFound) return new StartError(error.message);
  const fault = addressFault(error);
  if (fault) return new StartError(`${setting} can't be read: ${fault}.`);
  const failure = connectionFailure(error);
  return new StartError(
    /startup parameter/.test(failure)
      ? `${name} does not take the settings of Kronika's connection (${failure}). ${POOLER_ADVICE}`
      : `${name} can't be reached: ${failure}`,
  );
}

/** @returns what is wrong with the address itself, without a part of it: it has a password */
function addressFault(error: unknown): string | undefined {
  if (error instanceof URIError) return 'a % in it begins no percent-encoded character; a % that is meant is written %25';
  if ((error as { code?: string }).code !== 'ERR_INVALID_URL') return undefined;
  return 'it is not postgres://user:password@host:port/database; in user and password, characters such as @ : / ? # are percent-encoded';
}

function connectionFailure(error: unknown): string {
  const { code, message, errors } = error as { code?: string; message?: string; errors?: Error[] };
  return message || errors?.[0]?.message || code || String(error);
}
