import type { DataSource } from 'typeorm';
import { StartError } from '../settings.js';

/** The schemas of view tables, one per kind of build. A backup may leave out all of them. */
const VIEW_SCHEMAS = ['read', 'read_next', 'read_previous', 'read_check'];

/** Rounds of repairs, because a takeover in another process may move a table at the same time. */
const MAX_REPAIR_ROUNDS = 5;

/** SQLSTATEs of a statement on a table that another process moves, drops or alters at the same time. */
const CONCURRENT_DDL_SQLSTATES = ['42P01', 'XX000', '40P01'];

/** SQLSTATE of a drop of a table on which other objects depend. */
const DEPENDENT_OBJECTS_SQLSTATE = '2BP01';

/** A view table with a wrong owner or without a privilege. */
interface ForeignTable {
  /** Schema-qualified and quoted. */
  readonly table: string;
  readonly owner: string;
  /** Whether the owner is wrong. If not, only the read privilege is missing. */
  readonly isForeign: boolean;
  /** Whether the database's user has the privileges of the owner. */
  readonly isOurs: boolean;
  /** Whether the database's user has the privileges of the schema's owner, who may drop the table. */
  readonly mayDrop: boolean;
}

/**
 * Checks that the database's user owns what migrations and grants change. After a restore, objects may belong to
 * another user or be missing.
 *
 * @param appSchemas the schemas of the app's own tables
 * @throws StartError that tells the operator what to run or restore
 */
export async function requireOwnership(source: DataSource, appSchemas: readonly string[]): Promise<void> {
  const [{ hasLog, hasWrite, isMigrated }] = await source.query(
    `SELECT to_regnamespace('log') IS NOT NULL AS "hasLog", to_regnamespace('write') IS NOT NULL AS "hasWrite",
       EXISTS (SELECT FROM pg_class WHERE relname = 'kronika_migrations' AND relkind = 'r') AS "isMigrated"`,
  );
  if (hasLog && !isMigrated)
    throw new StartError(
      'Schema log exists, but the table kronika_migrations, which records its migrations, is missing: ' +
        'restore public.kronika_migrations from the same backup.',
    );
  if (isMigrated && hasLog !== hasWrite) throw missingSchema(hasLog ? 'write' : 'log');
  const [foreign] = await source.query(
    `SELECT object, quote_ident(rolname) AS owner, quote_ident(current_user) AS "user", owner = 10 AS "isBootstrap"
     FROM (
       SELECT 1 AS n, nspowner AS owner, format('Schema %I', nspname) AS object FROM pg_namespace
       WHERE nspname = ANY ($1::text[] || $2::text[])
       UNION ALL
       SELECT 2, relowner, format('%s', oid::regclass) FROM pg_class
       WHERE relkind IN ('r', 'S')
         AND (relnamespace IN (SELECT to_regnamespace(s) FROM unnest($2::text[]) AS s) OR relname = 'kronika_migrations')
       UNION ALL
       SELECT 3, proowner, format('Function %s', oid::regprocedure) FROM pg_proc
       WHERE pronamespace IN (SELECT to_regnamespace(s) FROM unnest($2::text[]) AS s)
     ) AS owned JOIN pg_roles AS r ON r.oid = owner
     WHERE NOT pg_has_role(owner, 'USAGE') ORDER BY n, object LIMIT 1`,
    [VIEW_SCHEMAS, ['log', 'write', 'access', 'personal', ...appSchemas]],
  );
  if (!foreign) return;
  const { object, owner, user, isBootstrap } = foreign;
  throw new StartError(
    `${object} belongs to ${owner}, whose privileges the database's user ${user} lacks. ${
      // Postgres refuses to reassign what the bootstrap superuser owns.
      isBootstrap
        ? `Restore the backup as ${user} (pg_restore --no-owner --role=${user}), or start Kronika as ${owner}.`
        : `Run as a superuser in this database: REASSIGN OWNED BY ${owner} TO ${user}`
    }`,
  );
}

/**
 * Creates missing schemas of views.
 *
 * @param appSchemas the schemas of the app's own tables
 * @throws StartError if another schema is missing, because it can't be rebuilt from the log
 */
export async function completeSchemas(source: DataSource, appSchemas: readonly string[]): Promise<void> {
  const missing: { schema: string }[] = await source.query(
    'SELECT s AS schema FROM unnest($1::text[]) AS s WHERE to_regnamespace(s) IS NULL',
    [['log', 'write', 'access', 'personal', ...appSchemas, ...VIEW_SCHEMAS]],
  );
  for (const { schema } of missing) {
    if (!VIEW_SCHEMAS.includes(schema)) throw missingSchema(schema);
    await source.query(`CREATE SCHEMA ${schema}`);
  }
}

function missingSchema(schema: string): StartError {
  return new StartError(`Schema ${schema} is missing: restore it from the same backup as the others.`);
}

/**
 * Repairs owners and privileges of view tables, which a restore, another user or a run without roles may have changed.
 * A table gets its proper owner back. If that is not permitted, the table is dropped and the view is rebuilt from the
 * log.
 *
 * A correct table is left alone, because a `GRANT` fails while a takeover in another process moves the table.
 *
 * @param roles whether kronika_view owns the tables; if not, the database's user does
 * @returns what was done, one sentence each
 * @throws StartError if the database's user may neither take over nor drop a table
 */
export async function repairViewTables(source: DataSource, roles: boolean): Promise<string[]> {
  const done = new Set<string>();
  for (let round = 0; round < MAX_REPAIR_ROUNDS; round++) {
    const foreign = await foreignTables(source, roles);
    if (!foreign.length) break;
    for (const table of foreign)
      try {
        done.add(await repair(source, table, roles ? 'kronika_view' : 'CURRENT_USER'));
      } catch (error) {
        const { code, message } = error as { code?: string; message: string };
        if (code === DEPENDENT_OBJECTS_SQLSTATE)
          throw new StartError(`${table.table} must be rebuilt, but ${message}: drop the dependent objects first.`);
        if (!CONCURRENT_DDL_SQLSTATES.includes(code ?? '')) throw error;
      }
  }
  return [...done];
}

function foreignTables(source: DataSource, roles: boolean): Promise<ForeignTable[]> {
  return source.query(
    `SELECT *
     FROM (
       SELECT format('%I.%I', nspname, relname) AS table, pg_get_userbyid(relowner) AS owner,
         CASE WHEN $2 THEN pg_get_userbyid(relowner) <> 'kronika_view' ELSE NOT pg_has_role(relowner, 'USAGE') END AS "isForeign",
         $2 AND nspname <> 'read_check'
           AND NOT EXISTS (SELECT FROM aclexplode(relacl) JOIN pg_roles AS r ON r.oid = grantee
                           WHERE rolname = 'kronika_read' AND privilege_type = 'SELECT') AS "isUnreadable",
         pg_has_role(relowner, 'USAGE') AS "isOurs", pg_has_role(nspowner, 'USAGE') AS "mayDrop"
       FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace
       WHERE relkind = 'r' AND nspname = ANY ($1)
         -- Ignores tables that other programs keep there.
         AND relname IN (SELECT unnest(tables) FROM log.checkpoints)
     ) AS t
     WHERE "isForeign" OR "isUnreadable"`,
    [VIEW_SCHEMAS, roles],
  );
}

/** @returns what was done */
async function repair(
  source: DataSource,
  { table, owner, isForeign, isOurs, mayDrop }: ForeignTable,
  to: string,
): Promise<string> {
  if (!isOurs && !mayDrop)
    throw new StartError(`${table} belongs to ${owner}. Run as a superuser in this database: DROP TABLE ${table}`);
  return source.transaction(async (manager) => {
    if (!isOurs) {
      await manager.query(`DROP TABLE ${table}`);
      return `View tables belonged to ${owner}, whose privileges the database's user lacks. The views are rebuilt.`;
    }
    await manager.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    if (isForeign) await manager.query(`ALTER TABLE ${table} OWNER TO ${to}`);
    if (to === 'kronika_view') await manager.query(`GRANT SELECT ON ${table} TO kronika_read`);
    return isForeign
      ? `View tables belonged to ${owner}. They have their proper owner again.`
      : 'The role kronika_read can read the views again.';
  });
}
