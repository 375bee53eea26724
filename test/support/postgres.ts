import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/shared/database/embedded-postgres.js';
import { ROOT } from './root.js';

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: string;
  }
}

/** One Postgres for all suites, with a migrated database that each suite copies. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kronika-test-'));
  const postgres = await startEmbeddedPostgres({
    dataDir,
    log: () => undefined,
    // Nothing here outlives the machine; tests of durability start a Postgres of their own.
    flags: ['fsync=off', 'max_connections=400'],
  });
  // Built code, since TypeORM loads migrations by path and Node 20 reads no TypeScript.
  const built = join(ROOT, 'dist/src');
  const { prepareDatabase }: typeof import('../../src/shared/database/database.js') = await import(
    join(built, 'shared/database/database.js')
  );
  const { migrationsOf }: typeof import('../../src/shared/migrations/migrations.js') = await import(
    join(built, 'shared/migrations/migrations.js')
  );
  const { app }: typeof import('../../src/app.js') = await import(join(built, 'app.js'));
  const client = new pg.Client(postgres.url);
  await client.connect();
  await client.query('CREATE DATABASE kronika_template');
  await client.end();
  const template = new URL(postgres.url);
  template.pathname = '/kronika_template';
  await prepareDatabase(template.href, migrationsOf(app));
  provide('postgres', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
