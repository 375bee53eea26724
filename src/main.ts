import 'reflect-metadata';
import { createApp } from './create-app.js';
import { prepareDatabase } from './shared/database/database.js';
import { startEmbeddedPostgres } from './shared/database/embedded-postgres.js';
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
      for (const cleanup of cleanups.reverse())
        await cleanup().catch((error) => console.error(`While stopping: ${error.message}`));
      process.exit(code);
    })();
    return stopping;
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0));
  try {
    let url = settings.DATABASE_URL;
    if (!url) {
      const postgres = await startEmbeddedPostgres({
        dataDir: settings.DATA_DIR,
        // What Postgres tells of its own well-being is of use when looking for a fault only.
        log: (line) => (!line.startsWith('LOG:') || settings.LOG_LEVEL === 'debug') && console.log(line),
        onLost: (why) => {
          console.error(`Kronika stops: its Postgres ended unexpectedly. ${why}`);
          void stop(1);
        },
      });
      cleanups.push(() => postgres.stop());
      url = postgres.url;
    }
    const { roles } = await prepareDatabase(url);
    if (!roles)
      console.warn(
        'The database user may not create or take the roles kronika_write, kronika_view and kronika_read: Kronika goes on as that user.',
      );
    const app = await createApp(settings, { url, roles });
    cleanups.push(() => app.close());
    if (settings.isWeb) {
      // Not through Nest, which would log a port that is taken as an error of its own.
      const fastify = app.getHttpAdapter().getInstance();
      const address = await fastify.listen({ port: settings.PORT, host: settings.HOST }).catch((error) => {
        throw listenFailure(error, settings);
      });
      console.log(`Kronika is ready at ${address}\nThe API is described at ${address}/docs`);
    } else console.log('Kronika works on the log, without HTTP (ROLES=worker)');
  } catch (error) {
    console.error(error instanceof StartError ? `Kronika can't start. ${error.message}` : error);
    await stop(1);
  }
}

function listenFailure(error: NodeJS.ErrnoException, { HOST, PORT }: { HOST: string; PORT: number }): Error {
  if (error.code === 'EADDRINUSE') return new StartError(`Port ${PORT} of ${HOST} is taken: set PORT to another one.`);
  if (error.code === 'EACCES') return new StartError(`Port ${PORT} of ${HOST} needs more rights: set PORT to one above 1023.`);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new StartError(`HOST ${HOST} is no address of this machine.`);
  return error;
}

main().catch((error) => {
  console.error(error instanceof StartError ? `Kronika can't start. ${error.message}` : error);
  process.exit(1);
});
