import { rm } from 'node:fs/promises';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/shared/database/embedded-postgres.js';
import { prepare } from './prepare.js';
import { scratchFolder } from './scratch.js';

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: string;
  }
}

/** One Postgres for all suites, with a migrated database that each suite copies. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const dataDir = await scratchFolder('kronika-test-');
  const postgres = await startEmbeddedPostgres({
    dataDir,
    log: () => undefined,
    // Nothing here outlives the machine; tests of durability start a Postgres of their own.
    flags: ['fsync=off', 'full_page_writes=off', 'max_connections=400'],
  });
  const client = new pg.Client(postgres.url);
  await client.connect();
  await client.query('CREATE DATABASE kronika_template');
  await client.end();
  const template = new URL(postgres.url);
  template.pathname = '/kronika_template';
  await prepare(template.href);
  provide('postgres', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
