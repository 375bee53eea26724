import type { Socket } from 'node:net';
import pg from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { StartError } from '../settings.js';
import { completeSchemas, repairViewTables, requireOwnership } from './restored.js';
import { createRoles, grantPrivileges } from './roles.js';
import { raiseIdSequences, raisePositionSequence } from './sequences.js';
import { SnakeNaming } from './snake-naming.js';

/** What a connection is for; each purpose has its own pool and, where Postgres lets us, a role that may do just that. */
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

/** The first with `transaction_timeout`, without which a stalled appender could hold back all readers. */
const OLDEST_POSTGRES = 17;

/** Unicode's root collation, by which names are sorted, whatever the database's locale. */
export const NAME_COLLATION = 'und-x-icu';

/**
 * bigint as number: every id, count and position is at most 2^53-1. numeric as BigInt: it only holds sums of money in
 * minor units, which may pass that. A date stays a `YYYY-MM-DD` string, since a `Date` would shift it by the time zone.
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

/** After how long Postgres takes a process for frozen that holds a lock and says nothing: the others go on then. */
const FROZEN = '1200ms';

const limits: Record<Purpose, string[]> = {
  // An appender that stalls holds back every reader (the horizon), so none may.
  // What should be in a transaction and is not must not write (see `Session`).
  write: [
    'statement_timeout=10s',
    `idle_in_transaction_session_timeout=${FROZEN}`,
    'transaction_timeout=20s',
    'default_transaction_read_only=on',
  ],
  // A process that is frozen in a batch holds its subscription.
  view: [`idle_in_transaction_session_timeout=${FROZEN}`, 'transaction_timeout=120s'],
  read: ['statement_timeout=15s', 'idle_in_transaction_session_timeout=60s', 'default_transaction_read_only=on'],
  log: ['statement_timeout=15s', 'idle_in_transaction_session_timeout=60s', 'default_transaction_read_only=on'],
};
const ROLE: Record<Purpose, string> = { write: 'kronika_write', view: 'kronika_view', read: 'kronika_read', log: 'kronika_read' };

/** In all few enough for three processes on a Postgres with its default of 100 connections. */
const poolSizes: Record<Purpose, number> = { write: 10, view: 8, read: 6, log: 4 };

/**
 * @param url where the database is
 * @param purpose decides pool, limits and role
 * @param roles false where the database's user may not take the roles (see `prepareDatabase`)
 */
export function dataSourceOptions(url: string, purpose: Purpose, roles: boolean): PostgresDataSourceOptions {
  const settings = [
    'TimeZone=UTC',
    // Locks are waited for before what they guard is looked at, which needs a snapshot a statement.
    'default_transaction_isolation=read\\ committed',
    ...limits[purpose],
    ...(roles ? [`role=${ROLE[purpose]}`] : []),
  ];
  // Options of the address would take the place of ours, and with it role and limits; so ours come after them.
  const address = new URL(url);
  const theirs = address.searchParams.get('options') ?? '';
  address.searchParams.delete('options');
  return {
    type: 'postgres',
    url: address.href,
    poolSize: poolSizes[purpose],
    connectTimeoutMS: 5_000,
    applicationName: `kronika ${purpose}`,
    installExtensions: false,
    namingStrategy: new SnakeNaming(),
    extra: {
      Client: BurstClient,
      types,
      pipeline: purpose !== 'log',
      onConnect: survive,
      options: [theirs, ...settings.map((setting) => `-c ${setting}`)].join(' ').trim(),
    },
  };
}

/** Statements that are sent in one moment leave in one write, which costs more than most of what is written. */
class BurstClient extends pg.Client {
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
 * A connection that is cut in the moment between pg's handing it out and TypeORM's listening to it would end the process; so
 * somebody always listens. Whoever uses it is told by its next statement.
 */
function survive(client: pg.Client): void {
  client.on('error', () => undefined);
}

/** The data source of migrations, for the start and for TypeORM's command line; it connects as the database's user. */
export function migrationDataSource(url: string | undefined, migrations: Migration[]): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    connectTimeoutMS: 5_000,
    installExtensions: false,
    migrations,
    migrationsTableName: 'kronika_migrations',
    namingStrategy: new SnakeNaming(),
    applicationName: 'kronika migrate',
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
 * @param readUrl where queries go, if elsewhere; only looked at, since a replica takes its schema from the other
 * @throws StartError if the database can't be reached, or can't be repaired
 */
export async function prepareDatabase(url: string, migrations: Migration[], readUrl?: string): Promise<PreparedDatabase> {
  if (readUrl) await (await connect(readUrl, [], 'The database of READ_DATABASE_URL')).destroy();
  const source = await connect(url, migrations, 'The database');
  const lock = source.createQueryRunner();
  try {
    const [{ server_version_num: version }] = await lock.query('SHOW server_version_num');
    if (Number(version) < OLDEST_POSTGRES * 10_000)
      throw new StartError(
        `The database is PostgreSQL ${Math.floor(version / 10_000)}; Kronika needs ${OLDEST_POSTGRES} or later.`,
      );
    const [collation] = await lock.query(
      `SELECT FROM pg_collation WHERE collname = $1 AND collnamespace = 'pg_catalog'::regnamespace`,
      [NAME_COLLATION],
    );
    if (!collation)
      throw new StartError(
        `The database has no collation ${NAME_COLLATION}; Kronika needs a PostgreSQL that was built with ICU.`,
      );
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await requireOwnership(source);
    const ids = await raiseIdSequences(source);
    await source.runMigrations({ transaction: 'each' });
    await completeSchemas(source);
    const behind = [...ids, ...(await raisePositionSequence(source, ids.length > 0))];
    const roles = await createRoles(source);
    if (roles) await grantPrivileges(source);
    const repairs = await repairViewTables(source, roles);
    if (behind.length) repairs.push(`Sequences were behind what is in use, and are raised: ${[...new Set(behind)].join(', ')}.`);
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

async function connect(url: string, migrations: Migration[], name: string): Promise<DataSource> {
  try {
    return await migrationDataSource(url, migrations).initialize();
  } catch (error) {
    throw new StartError(`${name} can't be reached: ${connectionFailure(error)}`);
  }
}

function connectionFailure(error: unknown): string {
  const { code, message, errors } = error as { code?: string; message?: string; errors?: Error[] };
  return message || errors?.[0]?.message || code || String(error);
}
