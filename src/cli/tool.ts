import 'reflect-metadata';
import { inspect } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { dataSourceOptions, prepareDatabase } from '../shared/database/database.js';
import { startEmbeddedPostgres } from '../shared/database/embedded-postgres.js';
import { isTransient } from '../shared/database/failures.js';
import { Refusal } from '../shared/event-log/refusal.js';
import { redacted } from '../shared/redaction.js';
import { readSettings, type Settings, StartError } from '../shared/settings.js';
import { ShopSettings } from '../shop-settings.js';

/** Ends a tool with an exit code and a message, which is printed without a stack trace. */
export class ToolFailure extends Error {
  constructor(
    message: string,
    readonly code: number,
  ) {
    super(message);
  }
}

/** Loads the app and its migrations only once they are needed, because a tool that explains its usage needs neither. */
export async function loadApp() {
  const [{ app }, { migrationsOf }] = await Promise.all([import('../app.js'), import('../shared/migrations/migrations.js')]);
  return { app, migrations: migrationsOf(app) };
}

/**
 * Runs a tool's work in the app, without HTTP, on a migrated database.
 *
 * @param ROLES value of the setting: `worker` also runs subscriptions and builds
 */
export async function withApp(
  ROLES: 'web' | 'worker',
  work: (nest: INestApplicationContext, settings: Settings) => Promise<void>,
): Promise<void> {
  const settings = readSettings({ ...process.env, ROLES }, ShopSettings);
  const { app, migrations } = await loadApp();
  const [{ NestFactory }, { RootModule }] = await Promise.all([import('@nestjs/core'), import('../shared/root.module.js')]);
  await withDatabase(true, async (url) => {
    const { roles, origin } = await prepareDatabase(url, migrations);
    const nest = await NestFactory.createApplicationContext(RootModule.of(app, settings, { url, roles, origin }), {
      // Only errors, because other log lines would break the progress bar.
      logger: ['error', 'fatal'],
      abortOnError: false,
    });
    await work(nest, settings).finally(() => nest.close());
  });
}

/** Runs a tool's work on a migrated database without the app, with the database role of commands. */
export async function withCommandsDatabase(work: (database: DataSource) => Promise<void>): Promise<void> {
  const { migrations } = await loadApp();
  await withDatabase(true, async (url) => {
    const { roles } = await prepareDatabase(url, migrations);
    const database = await new DataSource(dataSourceOptions(url, 'write', roles)).initialize();
    await work(database).finally(() => database.destroy());
  });
}

/**
 * Runs a tool's work on the database of `DATABASE_URL`, or on the embedded Postgres.
 *
 * @param shared whether a running Kronika may be using the embedded Postgres
 */
export async function withDatabase(shared: boolean, work: (url: string) => Promise<void>): Promise<void> {
  const { DATABASE_URL, DATA_DIR } = readSettings(process.env, ShopSettings);
  const postgres = DATABASE_URL ? undefined : await startEmbeddedPostgres({ dataDir: DATA_DIR, log: () => undefined, shared });
  await work((DATABASE_URL ?? postgres?.url) as string).finally(() => postgres?.stop());
}

/** Runs a tool. Errors that its user can fix are printed as a message, all others with their stack trace. */
export function runTool(main: () => Promise<void>): void {
  main().catch((error) => {
    const isExpected = error instanceof ToolFailure || error instanceof StartError || error instanceof Refusal;
    const isPassing = isTransient(error);
    const text = isExpected ? error.message : isPassing ? `The database does not answer: ${error.message}` : inspect(error);
    console.error(redacted(text));
    process.exit(error instanceof ToolFailure ? error.code : 1);
  });
}
