import 'reflect-metadata';
import { startEmbeddedPostgres } from './database/embedded-postgres.js';
import { isTransient } from './database/failures.js';
import type { KronikaApp } from './kronika-app.js';
import { readSettings, type Settings, StartError } from './settings.js';

/** How long a shutdown may take, in ms, before the process ends anyway: whatever is cut off was not acknowledged. */
const SHUTDOWN_LIMIT = 9_000;

/**
 * Runs an app until it is told to stop: Postgres of its own where `DATABASE_URL` is missing, migrations, HTTP and
 * subscriptions, as the environment says. What prevents the start is told in one line, with exit code 1.
 *
 * @param app a function, if its code is to be loaded while Postgres starts
 * @param Type the app's settings, if it is a function
 */
export async function start(app: KronikaApp | (() => Promise<KronikaApp>), Type?: new () => Settings): Promise<void> {
  await run(typeof app === 'function' ? app : async () => app, Type ?? ('settings' in app ? app.settings : undefined)).catch(
    (error) => {
      console.error(failureText(error));
      process.exit(1);
    },
  );
}

async function run(loadApp: () => Promise<KronikaApp>, Type?: new () => Settings): Promise<void> {
  const settings = readSettings(process.env, Type);
  const cleanups: (() => Promise<unknown>)[] = [];
  let stopping: Promise<never> | undefined;
  const stop = (code: number): Promise<never> => {
    stopping ??= (async () => {
      setTimeout(() => process.exit(1), SHUTDOWN_LIMIT).unref();
      // A running step of the start ends first, because otherwise it would leave things behind.
      await starting.catch(() => undefined);
      for (const cleanup of cleanups.reverse())
        await cleanup().catch((error) => console.error(`While stopping: ${error.message}`));
      process.exit(code);
    })();
    return stopping;
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0));

  let loading: ReturnType<typeof load> | undefined;
  const loaded = () => {
    loading ??= load(loadApp);
    return loading;
  };
  const startUp = async (): Promise<void> => {
    let url = settings.DATABASE_URL;
    if (!url) {
      const postgres = await startEmbeddedPostgres({
        dataDir: settings.DATA_DIR,
        // What Postgres tells of its own well-being is of use when looking for a fault only; that it ends its
        // connections when
        // it is stopped is not even that.
        log: (line) => (!line.startsWith('LOG:') || settings.LOG_LEVEL === 'debug') && !stopping && console.log(line),
        // A failure is told where it is waited for.
        meanwhile: () => void loaded().catch(() => undefined),
        onLost: (why) => {
          console.error(`Kronika stops: its Postgres ended unexpectedly. ${why}`);
          void stop(1);
        },
      });
      cleanups.push(() => postgres.stop());
      url = postgres.url;
    }
    const [app, { prepareDatabase }, { migrationsOf }, { createApp }] = await loaded();
    if (stopping) return;
    const { roles, repairs } = await prepareDatabase(url, migrationsOf(app), settings.READ_DATABASE_URL);
    for (const repair of repairs) console.warn(repair);
    if (!roles)
      console.warn(
        'The database user may not create or take the roles kronika_write, kronika_view and kronika_read: Kronika goes on as that user.',
      );
    if (stopping) return;
    const nest = await createApp(app, settings, { url, roles });
    cleanups.push(() => {
      // Before anything else ends, so that new requests go to another process.
      nest.getHttpServer().close();
      return nest.close();
    });
    if (stopping) return;
    if (!settings.isWeb) {
      console.log('Kronika works on the log, without HTTP (ROLES=worker)');
      return;
    }
    // Not through Nest, which would log a port that is taken as an error of its own.
    const fastify = nest.getHttpAdapter().getInstance();
    const address = await fastify.listen({ port: settings.PORT, host: settings.HOST }).catch((error) => {
      throw listenFailure(error, settings);
    });
    console.log(`Kronika is ready at ${address}\nThe API is described at ${address}/docs`);
  };
  const starting = startUp();
  await starting.catch((error) => {
    if (stopping) return;
    console.error(failureText(error));
    return stop(1);
  });
}

/** Loads nearly all of our code, which keeps the thread busy for a second. */
function load(loadApp: () => Promise<KronikaApp>) {
  return Promise.all([
    loadApp(),
    import('./database/database.js'),
    import('./migrations/migrations.js'),
    import('./create-app.js'),
  ]);
}

/** One line for what the operator can mend, the whole stack for what we must. */
function failureText(error: unknown): unknown {
  if (error instanceof StartError) return `Kronika can't start. ${error.message}`;
  return isTransient(error) ? `Kronika can't start. The database does not answer: ${(error as Error).message}` : error;
}

function listenFailure(error: NodeJS.ErrnoException, { HOST, PORT }: { HOST: string; PORT: number }): Error {
  if (error.code === 'EADDRINUSE') return new StartError(`Port ${PORT} of ${HOST} is taken: set PORT to another one.`);
  if (error.code === 'EACCES') return new StartError(`Port ${PORT} of ${HOST} needs more rights: set PORT to one above 1023.`);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new StartError(`HOST ${HOST} is no address of this machine.`);
  return error;
}
