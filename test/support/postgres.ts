import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
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

/** Nothing here outlives the machine; tests of durability start a Postgres of their own. */
const FLAGS = ['fsync=off', 'full_page_writes=off', 'max_connections=400'];

/** Where the projects of one run find the data folder that the first of them has made. */
const shared = globalThis as { kronikaTestFolder?: Promise<string> };

/** One Postgres for all suites of a project, with a migrated database that each suite copies. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  shared.kronikaTestFolder ??= prepareFolder();
  const prepared = await shared.kronikaTestFolder;
  const dataDir = await scratchFolder('kronika-test-');
  // The server's user owns the files.
  await promisify(execFile)('cp', ['-a', `${prepared}/.`, dataDir]);
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined, flags: FLAGS });
  provide('postgres', postgres.url);
  return async () => {
    await postgres.stop();
    for (const folder of [dataDir, prepared]) await rm(folder, { recursive: true, force: true });
  };
}

/** Makes a data folder with the migrated database, which no server uses. */
async function prepareFolder(): Promise<string> {
  const dataDir = await scratchFolder('kronika-test-');
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined, flags: FLAGS });
  const client = new pg.Client(postgres.url);
  await client.connect();
  await client.query('CREATE DATABASE kronika_template');
  // Each connection of a test would work a millisecond for its login.
  const { password } = new URL(postgres.url);
  await client.query(`SET scram_iterations = 1; ALTER ROLE kronika PASSWORD ${client.escapeLiteral(password)}`);
  await client.end();
  const template = new URL(postgres.url);
  template.pathname = '/kronika_template';
  await prepare(template.href);
  await postgres.stop();
  return dataDir;
}
