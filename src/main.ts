import 'reflect-metadata';
import { startEmbeddedPostgres } from './shared/database/embedded-postgres.js';
import { isTransient } from './shared/database/failures.js';
import { readSettings, StartError } from './shared/settings.js';

/** How long a shutdown may take, in ms, before the process ends anyway: whatever is cut off was not acknowledged. */
const SHUTDOWN_LIMIT = 9_000;

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const cleanups: (() => Promise<unknown>)[] = [];
  let stopping: Promise<never> | undefined;
  const stop = (code: number): Promise<never> => {
    stopping ??= (async () => {
      setTimeout(() => process.exit(1), SHUTDOWN_LIMIT).unref();
      // A step of the start that is under way ends first; it would leave behind what nobody cleans up.
      await starting.catch(() => undefined);
      for (const cleanup of cleanups.reverse())
        await cleanup().catch((error) => console.error(`While stopping: ${error.message}`));
      process.exit(code);
    })();
    return stopping;
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0));

  const start = async (): Promise<void> => {
    let url = settings.DATABASE_URL;
    if (!url) {
      const postgres = await startEmbeddedPostgres({
        dataDir: settings.DATA_DIR,
        // What Postgres tells of its own well-being is of use when looking for a fault only; that it ends its connections when
        // it is stopped is not even that.
        log: (line) => (!line.startsWith('LOG:') || settings.LOG_LEVEL === 'debug') && !stopping && console.log(line),
        // A failure is told where it is waited for.
        meanwhile: () => void load().catch(() => undefined),
        onLost: (why) => {
          console.error(`Kronika stops: its Postgres ended unexpectedly. ${why}`);
          void stop(1);
        },
      });
      cleanups.push(() => postgres.stop());
      url = postgres.url;
    }
    const [{ prepareDatabase }, { createApp }] = await load();
    if (stopping) return;
    const { roles } = await prepareDatabase(url, settings.READ_DATABASE_URL);
    if (!roles)
      console.warn(
        'The database user may not create or take the roles kronika_write, kronika_view and kronika_read: Kronika goes on as that user.',
      );
    if (stopping) return;
    const app = await createApp(settings, { url, roles });
    cleanups.push(() => {
      // Before anything else ends: who comes now goes to another process.
      app.getHttpServer().close();
      return app.close();
    });
    if (stopping) return;
    if (!settings.isWeb) {
      console.log('Kronika works on the log, without HTTP (ROLES=worker)');
      return;
    }
    // Not through Nest, which would log a port that is taken as an error of its own.
    const fastify = app.getHttpAdapter().getInstance();
    const address = await fastify.listen({ port: settings.PORT, host: settings.HOST }).catch((error) => {
      throw listenFailure(error, settings);
    });
    console.log(`Kronika is ready at ${address}\nThe API is described at ${address}/docs`);
  };
  const starting = start();
  await starting.catch((error) => {
    if (stopping) return;
    console.error(failureText(error));
    return stop(1);
  });
}

/** Loads nearly all of our code, which keeps the thread busy for a second; again, it is there. */
function load() {
  return Promise.all([import('./shared/database/database.js'), import('./create-app.js')]);
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

main().catch((error) => {
  console.error(failureText(error));
  process.exit(1);
});
