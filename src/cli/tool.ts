import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { app } from '../app.js';
import { prepareDatabase } from '../shared/database/database.js';
import { startEmbeddedPostgres } from '../shared/database/embedded-postgres.js';
import { isTransient } from '../shared/database/failures.js';
import { Refusal } from '../shared/event-log/refusal.js';
import { migrationsOf } from '../shared/migrations/migrations.js';
import { RootModule } from '../shared/root.module.js';
import { readSettings, type Settings, StartError } from '../shared/settings.js';

/** Ends a tool with a message that is shown as it is, and with an exit code. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly code: number,
  ) {
    super(message);
  }
}

/**
 * Runs a tool's work in the app, without HTTP, on a migrated database: that of `DATABASE_URL`, or the embedded
 * Postgres, which a running Kronika may share.
 *
 * @param ROLES as of the setting: what the process does besides
 */
export async function withApp(
  ROLES: 'web' | 'worker',
  work: (nest: INestApplicationContext, settings: Settings) => Promise<void>,
): Promise<void> {
  const settings = readSettings({ ...process.env, ROLES }, app.settings);
  const postgres = settings.DATABASE_URL
    ? undefined
    : await startEmbeddedPostgres({ dataDir: settings.DATA_DIR, log: () => undefined, shared: true });
  try {
    const url = (settings.DATABASE_URL ?? postgres?.url) as string;
    const { roles } = await prepareDatabase(url, migrationsOf(app));
    const nest = await NestFactory.createApplicationContext(RootModule.of(app, settings, { url, roles }), {
      // Other lines would run into the progress bar.
      logger: ['error', 'fatal'],
      abortOnError: false,
    });
    await work(nest, settings).finally(() => nest.close());
  } finally {
    await postgres?.stop();
  }
}

/** Runs a tool. What its user can mend is told in its own words, everything else with its stack trace. */
export function run(main: () => Promise<void>): void {
  main().catch((error) => {
    const isExpected = error instanceof Failure || error instanceof StartError || error instanceof Refusal;
    console.error(isExpected ? error.message : isTransient(error) ? `The database does not answer: ${error.message}` : error);
    process.exit(error instanceof Failure ? error.code : 1);
  });
}
