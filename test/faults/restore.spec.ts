import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/shared/database/embedded-postgres.js';
import { KronikaProcess } from '../support/process.js';
import { copyData } from './copy.js';
import { restore } from './dump.js';
import { fault, holdsWithin, type Run } from './fault.js';
import { Load } from './load.js';
import { differences, differingRows, type Folded, foldShop, readLog, settled } from './oracle.js';

const COMMANDS_BEFORE_BACKUP = 40;
const READ_SCHEMAS = ['read', 'read_next', 'read_previous', 'read_check'];
const ROLES = 'kronika_write, kronika_view, kronika_read';

/** A cluster that has never seen Kronika, and an empty database in it. */
interface Target {
  readonly run: Run;
  readonly source: pg.Client;
  /** The superuser's address. */
  readonly url: string;
  readonly superuser: pg.Client;
  /** The address of a user who owns the database and has no other privileges. */
  readonly plainUrl: string;
  readonly name: string;
}

/**
 * A way to restore. @returns the address that Kronika is started with; what it must say where it refuses; then, what
 * to run
 */
type Restore = (target: Target) => Promise<{ url: string; refusal?: RegExp }>;

const asUser = async (superuser: pg.Client, user: string, work: () => Promise<unknown>) => {
  await superuser.query(`GRANT pg_read_server_files TO ${user}; SET ROLE ${user}`);
  await work();
  await superuser.query(`RESET ROLE; REVOKE pg_read_server_files FROM ${user}`);
};

const asPlain = (target: Target, options: object) =>
  asUser(target.superuser, 'plain', () => restore(target.source, target.superuser, options));

const WITHOUT_BOTH = { noOwner: true, noPrivileges: true };

/**
 * The forms of a restore that are met in practice, into a cluster without Kronika's roles. Any seven in a row have one
 * with other owners and one without rows, which a short run with a fault planted must meet.
 */
const FORMS: Record<string, Restore> = {
  whole: async ({ source, superuser, url }) => {
    await restore(source, superuser);
    return { url };
  },
  '--exclude-schema read': async ({ source, superuser, url }) => {
    await restore(source, superuser, { excludeSchemas: ['read'] });
    return { url };
  },
  '--no-owner --no-privileges by a plain user': async (target) => {
    await asPlain(target, WITHOUT_BOTH);
    return { url: target.plainUrl };
  },
  '--exclude-table-data read*.*': async ({ source, superuser, url }) => {
    await restore(source, superuser, { excludeTableData: READ_SCHEMAS });
    return { url };
  },
  'the roles are granted to a plain user later': async (target) => {
    const { superuser, plainUrl, run } = target;
    await asPlain(target, WITHOUT_BOTH);
    await (await run.start({ DATABASE_URL: plainUrl })).signal('SIGTERM');
    for (const role of ROLES.split(', ')) await superuser.query(`CREATE ROLE ${role}`);
    await superuser.query(`GRANT ${ROLES} TO plain`);
    return { url: plainUrl };
  },
  '--data-only into migrated tables': async ({ run, source, superuser, url }) => {
    const { prepareDatabase } = await run.load<typeof import('../../src/shared/database/database.js')>(
      'src/shared/database/database.js',
    );
    const { migrationsOf } = await run.load<typeof import('../../src/shared/migrations/migrations.js')>(
      'src/shared/migrations/migrations.js',
    );
    const { app } = await run.load<typeof import('../../src/app.js')>('src/app.js');
    await prepareDatabase(url, migrationsOf(app));
    await copyData(source, superuser, ['log', 'write', 'personal', 'delivery']);
    return { url };
  },
  'restored by another user': async ({ source, superuser, plainUrl, name }) => {
    await superuser.query(
      `CREATE ROLE restorer; GRANT CREATE ON DATABASE ${name} TO restorer; GRANT CREATE ON SCHEMA public TO restorer`,
    );
    await asUser(superuser, 'restorer', () => restore(source, superuser, WITHOUT_BOTH));
    return {
      url: plainUrl,
      refusal: /^Kronika can't start\. Schema access belongs to restorer, .*: (REASSIGN OWNED BY restorer TO plain)\n$/,
    };
  },
  'whole, where the roles are there': async ({ source, superuser, url }) => {
    for (const role of ROLES.split(', ')) await superuser.query(`CREATE ROLE ${role}`);
    await restore(source, superuser, { noPrivileges: true });
    return { url };
  },
  '--exclude-schema read*': async ({ source, superuser, url }) => {
    await restore(source, superuser, { excludeSchemas: READ_SCHEMAS });
    return { url };
  },
  '--no-owner --no-privileges': async ({ source, superuser, url }) => {
    await restore(source, superuser, WITHOUT_BOTH);
    return { url };
  },
  '--data-only into a database that was started': async ({ run, source, superuser, url }) => {
    await (await run.start({ DATABASE_URL: url })).signal('SIGTERM');
    await copyData(source, superuser, ['log', 'write', 'personal', 'delivery']);
    return { url };
  },
  'a run without roles made the tables of views': async ({ run, source, superuser, url }) => {
    await restore(source, superuser);
    await (await run.start({ DATABASE_URL: url })).signal('SIGTERM');
    await giveViewTables(superuser, 'kronika');
    return { url };
  },
  'the roles are taken away later': async (target) => {
    const { superuser, plainUrl, run } = target;
    await asPlain(target, WITHOUT_BOTH);
    for (const role of ROLES.split(', ')) await superuser.query(`CREATE ROLE ${role}`);
    await superuser.query(`GRANT ${ROLES} TO plain`);
    await (await run.start({ DATABASE_URL: plainUrl })).signal('SIGTERM');
    await superuser.query(`REVOKE ${ROLES} FROM plain`);
    return { url: plainUrl };
  },
  'tables of views belong to another user': async (target) => {
    await asPlain(target, WITHOUT_BOTH);
    await target.superuser.query('CREATE ROLE stranger');
    await giveViewTables(target.superuser, 'stranger');
    return { url: target.plainUrl };
  },
};

async function giveViewTables(superuser: pg.Client, owner: string): Promise<void> {
  const { rows } = await superuser.query(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = ANY ($1)`,
    [READ_SCHEMAS],
  );
  for (const { name } of rows) await superuser.query(`ALTER TABLE ${name} OWNER TO ${owner}; REVOKE ALL ON ${name} FROM PUBLIC`);
}

/** Counts what is not as it must be after a restore. */
async function attempt(
  target: Target,
  form: Restore,
  last: number,
  folded: Folded,
  counts: Record<string, number>,
): Promise<void> {
  const count = (what: string, number = 1) => {
    counts[what] = (counts[what] ?? 0) + number;
  };
  const { run, superuser } = target;
  const { url: DATABASE_URL, refusal } = await form(target);
  if (refusal) {
    const refused = KronikaProcess.spawn({ DATABASE_URL, LOG_LEVEL: 'fatal' }, { main: run.main });
    run.defer(() => refused.signal('SIGKILL'));
    await Promise.race([refused.ended(), refused.prints(/ready at http/).catch(() => undefined)]);
    await refused.signal('SIGKILL');
    const [, remedy] = refusal.exec(refused.output) ?? [];
    if (!remedy) return count('failedStarts');
    await superuser.query(remedy);
  }
  const kronika = await run.start({ DATABASE_URL }).catch(() => undefined);
  if (!kronika) return count('failedStarts');
  try {
    const isSettled = await holdsWithin(
      async () => (await viewsOf(kronika)).every(({ lag, build }) => lag === 0 || build === 'previous'),
      30_000,
    );
    if (!isSettled) return count('stuckReaders');
    count('differences', await differences(kronika.url, last, folded));
    const order = await kronika.command('POST', '/v1/order', { userId: 77 });
    const shown = await kronika.query(`/v1/order-history/${order.id}`, order.position);
    if (order.status !== 201 || shown.user_id !== 77) count('notShown');
    const response = await fetch(`${kronika.url}/v1/views/order-history/rebuild`, { method: 'POST' });
    const operation = `${kronika.url}${response.headers.get('location')}`;
    if (!(await holdsWithin(async () => (await stateOf(operation)) === 'done', 30_000))) return count('unendedRebuilds');
    count('differing', await differingRows(kronika.url, 'order-history'));
    const { rows } = await superuser.query(
      `SELECT count(*)::int AS others FROM pg_tables WHERE schemaname = 'read' AND tableowner NOT IN ('kronika_view', $1)`,
      [new URL(DATABASE_URL).username],
    );
    count('differences', rows[0].others);
  } catch (error) {
    process.stderr.write(`${error}\n`);
    count('failedQueries');
  } finally {
    await kronika.signal('SIGTERM');
  }
}

async function stateOf(operation: string): Promise<string> {
  return ((await (await fetch(operation)).json()) as { state: string }).state;
}

async function viewsOf({ url }: KronikaProcess): Promise<{ lag: number; build: string }[]> {
  return ((await (await fetch(`${url}/v1/subscriptions`)).json()) as { data: { lag: number; build: string }[] }).data;
}

const scenario = async (run: Run) => {
  const from = await run.database();
  const first = await run.start({ DATABASE_URL: from });
  const load = new Load(() => [first], { clients: 4, seed: run.seed });
  await load.further(COMMANDS_BEFORE_BACKUP);
  await load.stop();
  const last = await settled(first.url);
  const folded = foldShop(await readLog(first.url, last));
  // Puts a build of each kind into the backup.
  const rebuild = await fetch(`${first.url}/v1/views/order-history/rebuild`, { method: 'POST' });
  await holdsWithin(async () => (await stateOf(`${first.url}${rebuild.headers.get('location')}`)) === 'done');
  await first.signal('SIGTERM');
  const source = await run.connect(from);

  const dataDir = await run.folder();
  const cluster = await startEmbeddedPostgres({ dataDir, log: () => undefined, flags: ['fsync=off', 'max_connections=200'] });
  run.defer(() => cluster.stop());
  const admin = await run.connect(cluster.url);
  const counts: Record<string, number> = {
    failedStarts: 0,
    stuckReaders: 0,
    failedQueries: 0,
    differences: 0,
    notShown: 0,
    unendedRebuilds: 0,
    differing: 0,
  };
  const forms = Object.entries(FORMS);
  const start = run.between(0, forms.length - 1);
  for (let done = 0; done < run.size; done++) {
    const [what, form] = forms[(start + done) % forms.length] as [string, Restore];
    const before = JSON.stringify(counts);
    const name = `restored_${randomUUID().replaceAll('-', '')}`;
    await admin.query(`CREATE ROLE plain LOGIN PASSWORD 'plain'`);
    await admin.query(`CREATE DATABASE ${name} OWNER plain`);
    const url = new URL(cluster.url);
    url.pathname = `/${name}`;
    const plainUrl = new URL(url);
    plainUrl.username = plainUrl.password = 'plain';
    const superuser = new pg.Client(url.href);
    superuser.on('error', () => undefined);
    await superuser.connect();
    await attempt({ run, source, url: url.href, superuser, plainUrl: plainUrl.href, name }, form, last, folded, counts);
    await superuser.end();
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    for (const role of [...ROLES.split(', '), 'plain', 'stranger', 'restorer']) await admin.query(`DROP ROLE IF EXISTS ${role}`);
    if (JSON.stringify(counts) !== before) {
      process.stderr.write(`After a restore (${what}): ${JSON.stringify(counts)}\n`);
      // After such a failure, each further restore would only wait for its time limits.
      if (!run.isFull) break;
    }
    run.progress(done);
  }
  return counts;
};

fault('restore', scenario, [
  {
    name: 'owners of tables are not looked at',
    changes: [{ file: 'src/shared/database/restored.js', find: 'if (!foreign.length)', replace: 'if (true)' }],
  },
  {
    name: 'rows of restored tables are not looked at',
    changes: [{ file: 'src/shared/views/lost-builds.js', find: 'if (!isMoved)', replace: 'if (true)' }],
  },
]);
