import 'reflect-metadata';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { diskSpace } from './database/disk-space.js';
import { startEmbeddedPostgres } from './database/embedded-postgres.js';
import { isDiskFull, isTransient } from './database/failures.js';
import type { KronikaApp } from './kronika-app.js';
import { redacted } from './redaction.js';
import { RepeatedLines } from './repeated-lines.js';
import { readSettings, requireAuthentication, type Settings, StartError } from './settings.js';
import { wantsTracing } from './tracing.js';

/** Time limit in ms for a shutdown, after which the process ends. Whatever is cut off then was not acknowledged. */
const MAX_SHUTDOWN_MS = 9_000;

/**
 * Runs an app until the process gets a signal to stop: an embedded Postgres if `DATABASE_URL` is missing, migrations,
 * HTTP and subscriptions, as the environment says. A failure to start is logged in one line, with exit code 1.
 *
 * @param app a function, if its code is to be loaded while Postgres starts
 * @param Type the app's settings, if `app` is a function
 */
export async function start(app: KronikaApp | (() => Promise<KronikaApp>), Type?: new () => Settings): Promise<void> {
  await startApp(typeof app === 'function' ? app : async () => app, Type ?? ('settings' in app ? app.settings : undefined)).catch(
    (error) => {
      console.error(failureText(error));
      process.exit(1);
    },
  );
}

async function startApp(loadApp: () => Promise<KronikaApp>, Type?: new () => Settings): Promise<void> {
  const settings = readSettings(process.env, Type);
  requireAuthentication(settings);
  const lines = new RepeatedLines();
  const cleanups: (() => Promise<unknown>)[] = [];
  let stopping: Promise<never> | undefined;
  const stop = (code: number): Promise<never> => {
    stopping ??= (async () => {
      setTimeout(() => process.exit(1), MAX_SHUTDOWN_MS).unref();
      // A running step of the start ends first, because it would otherwise leave processes or files behind.
      await starting.catch(() => undefined);
      for (const cleanup of cleanups.reverse())
        await cleanup().catch((error) => console.error(redacted(`While stopping: ${error.message}`)));
      process.exit(code);
    })();
    return stopping;
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0));
  // Commands never wait for the relay, not even for the CPU of a machine that they share. An embedded Postgres would
  // inherit the priority.
  if (settings.isOnlyRelay && settings.DATABASE_URL) setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

  let loading: ReturnType<typeof loadCode> | undefined;
  const loaded = () => {
    loading ??= loadCode(loadApp);
    return loading;
  };
  const startUp = async (): Promise<void> => {
    let url = settings.DATABASE_URL;
    if (!url) {
      const postgres = await startEmbeddedPostgres({
        dataDir: settings.DATA_DIR,
        // Routine lines of Postgres help only to find a fault. Lines about connections that end at the stop never
        // help.
        log: (line) =>
          (!line.startsWith('LOG:') || settings.LOG_LEVEL === 'debug') && !stopping && lines.write(redacted(line), console.log),
        // The error is reported where the result is awaited.
        meanwhile: () => void loaded().catch(() => undefined),
        onLost: (why) => {
          console.error(redacted(`Kronika stops: its Postgres ended unexpectedly. ${why}`));
          void stop(1);
        },
      });
      cleanups.push(() => postgres.stop());
      await diskSpace.watch(postgres.folder, console.warn);
      url = postgres.url;
      settings.ERASURE_LIST ??= join(settings.DATA_DIR, 'erasures.txt');
    }
    const [app, { prepareDatabase }, { migrationsOf }, { createApp }, { requireReplicas }] = await loaded();
    if (stopping) return;
    await requireReplicas(settings.READ_DATABASE_URL ?? [], url);
    const { roles, repairs, origin } = await prepareDatabase(url, migrationsOf(app));
    for (const repair of repairs) console.warn(repair);
    if (!roles)
      console.warn(
        'The database user may not create or take the roles kronika_write, kronika_view and kronika_read: Kronika goes on as that user.',
      );
    if (origin)
      console.log(
        `This database is a follower of ${origin.server}: Kronika answers queries and folds views here. ` +
          'Commands, sagas, handlers and timers are left to the origin.',
      );
    if (stopping) return;
    // Started first and ended last, so that it records all that the app does.
    if (wantsTracing(process.env)) cleanups.push((await import('./open-telemetry.js')).startTracing(process.env));
    const nest = await createApp(app, settings, { url, roles, origin });
    cleanups.push(() => {
      // Closed before anything else ends, so that new requests go to another process.
      nest.getHttpServer().close();
      return nest.close();
    });
    if (stopping) return;
    if (!settings.isWeb) {
      console.log(`Kronika works on the log, without HTTP (ROLES=${settings.ROLES})`);
      return;
    }
    // Not through Nest, which would also log a port in use as an error of its own.
    const fastify = nest.getHttpAdapter().getInstance();
    const address = await fastify.listen({ port: settings.PORT, host: settings.HOST }).catch((error) => {
      throw listenFailure(error, settings);
    });
    const more = app.web === undefined ? '' : 'Open it in a browser. ';
    console.log(`Kronika is ready at ${address}\n${more}The API is described at ${address}/docs`);
  };
  const starting = startUp();
  await starting.catch((error) => {
    if (stopping) return;
    console.error(failureText(error));
    return stop(1);
  });
}

/** Loads nearly all of our code, which blocks the thread for a second. */
function loadCode(loadApp: () => Promise<KronikaApp>) {
  return Promise.all([
    loadApp(),
    import('./database/database.js'),
    import('./migrations/migrations.js'),
    import('./create-app.js'),
    import('./database/replica.js'),
  ]);
}

/** One line for errors that the operator can mend, the whole stack for our own. */
function failureText(error: unknown): string {
  if (error instanceof StartError) return redacted(`Kronika can't start. ${error.message}`);
  if (isDiskFull(error)) return redacted(`Kronika can't start. The disk of the database is full: ${(error as Error).message}`);
  const isPassing = isTransient(error);
  return redacted(isPassing ? `Kronika can't start. The database does not answer: ${(error as Error).message}` : inspect(error));
}

function listenFailure(error: NodeJS.ErrnoException, { HOST, PORT }: { HOST: string; PORT: number }): Error {
  if (error.code === 'EADDRINUSE') return new StartError(`Port ${PORT} of ${HOST} is taken: set PORT to another one.`);
  if (error.code === 'EACCES') return new StartError(`Port ${PORT} of ${HOST} needs more rights: set PORT to one above 1023.`);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new StartError(`HOST ${HOST} is no address of this machine.`);
  return error;
}
