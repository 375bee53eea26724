import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { StartError } from '../settings.js';
import { appSchemas } from './app-schemas.js';
import {
  addressWith,
  type ConnectionSettings,
  connectionSettings,
  POOLER_ADVICE,
  requireSettings,
} from './connection-settings.js';
import { isStaleStatement } from './failures.js';
import { findOrigin, type Origin } from './log-origin.js';
import { completeSchemas, repairViewTables, requireOwnership } from './restored.js';
import { createRoles, grantPrivileges } from './roles.js';
import { raiseIdSequences, raisePositionSequence } from './sequences.js';
import { SnakeNaming } from './snake-naming.js';
import { KEEP_ALIVE, StandbyFound, WatchedClient } from './watched-client.js';

/**
 * What a connection is for. Each purpose has its own pool and, if the database's user may assume it, its own role with
 * only the privileges that it needs.
 */
export type Purpose = 'write' | 'view' | 'read' | 'log';

/** Names of the pools in `@nestjs/typeorm`. Commands use the default pool. */
export const VIEW = 'view';
export const READ = 'read';
/** Queries of the log itself. They run on the primary, because a replica can't tell the horizon. */
export const LOG = 'log';

/** A migration class, or a glob of compiled files with migration classes. */
// biome-ignore lint/complexity/noBannedTypes: TypeORM's own type of a migration class
export type Migration = Function | string;

const MIGRATION_LOCK = 7_502_001;

/** Pause between attempts to take `MIGRATION_LOCK`. */
const MIGRATION_LOCK_POLL_MS = 50;

const MIGRATIONS_TABLE = 'kronika_migrations';

/** The first major version with `transaction_timeout`. Without it, a stalled append could hold back all readers. */
const MIN_POSTGRES_VERSION = 17;

/** Unicode's root collation. Names are sorted by it, whatever the database's locale. */
export const NAME_COLLATION = 'und-x-icu';

/**
 * A bigint becomes a number, because every id, count and position is at most 2^53-1. A numeric becomes a BigInt,
 * because it only holds sums of money in minor units, which may exceed that. A date stays a `YYYY-MM-DD` string,
 * because a `Date` would shift it by the time zone.
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

/** Postgres ends the session of a transaction that idles longer, because a frozen process would keep its locks. */
const MAX_IDLE_IN_TRANSACTION = '1200ms';

/** Limits per purpose. All others are off (see `connectionSettings`). */
const limits: Record<Purpose, ConnectionSettings> = {
  // Tight, because a stalled append holds back the horizon and so every reader. Read-only by default, so that a
  // statement outside of its transaction can't write (see `Session`).
  write: {
    statement_timeout: '10s',
    idle_in_transaction_session_timeout: MAX_IDLE_IN_TRANSACTION,
    transaction_timeout: '20s',
    default_transaction_read_only: 'on',
  },
  // A process that freezes during a batch keeps the lock on its subscription.
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

/** Connections per pool. Three processes fit on a Postgres with its default of 100 connections. */
const poolSizes: Record<Purpose, number> = { write: 10, view: 8, read: 6, log: 4 };

/**
 * @param url the address of the database
 * @param purpose determines the pool, its limits and its role
 * @param roles whether connections assume the role of their purpose; false if the database's user may not
 *   (see `prepareDatabase`)
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
        closeIfStale(client);
        return requireSettings(client, settings);
      },
      options: address.options,
    },
  };
}

/** Sends the statements of one tick in one socket write, because a system call costs more than most of its payload. */
class BurstClient extends WatchedClient {
  private isCorked = false;

  override query(...parameters: unknown[]): never {
    const { stream } = (this as unknown as { connection: { stream: Socket } }).connection;
    if (!this.isCorked) {
      this.isCorked = true;
      stream.cork();
      process.nextTick(() => {
        this.isCorked = false;
        stream.uncork();
      });
    }
    return super.query(...(parameters as [string])) as never;
  }
}

/**
 * Closes a connection whose prepared statements Postgres does not know, because it would fail in the same way forever.
 * Statements in flight fail as if the connection had broken.
 */
function closeIfStale(client: pg.Client): void {
  const { connection } = client as unknown as { connection: EventEmitter };
  connection.on('errorMessage', (error) => isStaleStatement(error) && void client.end().catch(() => undefined));
}

interface MigrationOptions {
  /** The schema of the table that records which migrations have run. */
  readonly schema?: string;
}

/** The data source of migrations, for the start and for TypeORM's command line. It assumes no role. */
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

/** The state of a database that is ready for the pools. */
export interface PreparedDatabase {
  /** Whether the database's user may assume the roles. If not, all connections keep that user's privileges. */
  readonly roles: boolean;
  /** What was wrong after a restore and how it was repaired, one sentence each. */
  readonly repairs: readonly string[];
  /** Present in a follower. */
  readonly origin?: Origin;
}

/**
 * Migrates the schema, repairs what a restore can break (owners, privileges, sequences, schemas of views) and grants
 * each role its privileges. Several processes may call it at the same time.
 *
 * @param migrations all migrations of the app, see `migrationsOf`
 * @throws StartError if the database can't be reached, used or repaired
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
    // Polls, because a statement that waits for the lock might look like a silent connection on a busy machine.
    while (!(await lock.query('SELECT pg_try_advisory_lock($1) AS "isTaken"', [MIGRATION_LOCK]))[0].isTaken)
      await delay(MIGRATION_LOCK_POLL_MS);
    await requireOwnership(source, appSchemas(source));
    const ids = await raiseIdSequences(source);
    await source.runMigrations({ transaction: 'each' });
    const schemas = appSchemas(source);
    await completeSchemas(source, schemas);
    const origin = await findOrigin(source);
    const { sequences, views } = origin ? { sequences: [], views: [] } : await raisePositionSequence(source, ids.length > 0);
    const behind = [...new Set([...ids, ...sequences])];
    const roles = await createRoles(source);
    if (roles) await grantPrivileges(source, schemas);
    const repairs = await repairViewTables(source, roles);
    if (behind.length) repairs.push(`Sequences were behind what is in use, and are raised: ${behind.join(', ')}.`);
    if (views.length) repairs.push(`Views have read further than the log goes, and are built again: ${views.join(', ')}.`);
    return { roles, repairs, ...(origin ? { origin } : {}) };
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === '42501')
      throw new StartError(
        `The database's user lacks rights (${message}): it must be able to create schemas, and tables in public.`,
      );
    throw error;
  } finally {
    // Closing the connection releases the advisory lock.
    await lock.release();
    await source.destroy();
  }
}

/**
 * Opens the database for a tool, without pools and without a role.
 *
 * @throws StartError if the database can't be reached, or if Kronika can't use it
 */
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
  // At its first start, Kronika found another schema before `public` in the search path.
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
 * Explains a failed connection to the operator.
 *
 * @param name of the database, as the subject of the sentence
 * @param setting the environment variable with the address
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

/** @returns what is wrong with the address. Never quotes it, because it contains a password. */
function addressFault(error: unknown): string | undefined {
  if (error instanceof URIError) return 'a % in it begins no percent-encoded character; a % that is meant is written %25';
  if ((error as { code?: string }).code !== 'ERR_INVALID_URL') return undefined;
  return 'it is not postgres://user:password@host:port/database; in user and password, characters such as @ : / ? # are percent-encoded';
}

function connectionFailure(error: unknown): string {
  const { code, message, errors } = error as { code?: string; message?: string; errors?: Error[] };
  return message || errors?.[0]?.message || code || String(error);
}
