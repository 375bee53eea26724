import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KronikaProcess } from '../../support/process.js';
import { ROOT } from '../../support/root.js';
import { createDatabase, type Database } from '../../support/shop.js';

/** The parts of an app that a bundle could change: names of classes, and files that are found by a path. */
async function marksOf(kronika: KronikaProcess) {
  const styles = await fetch(`${kronika.url}/docs/swagger-ui.css`);
  const views = await kronika.query<{ data: { name: string; version: number }[] }>('/v1/views');
  return {
    document: await kronika.query('/openapi.json'),
    styles: [styles.status, (await styles.text()).length],
    subscriptions: views.data.map(({ name, version }) => `${name} ${version}`).sort(),
  };
}

/** Prints each file that is loaded by `require`. */
const PRINT_FILES = `
  import Module from 'node:module';
  const load = Module._extensions['.js'];
  Module._extensions['.js'] = (module, file) => (console.log('requires ' + file), load(module, file));`;

describe('the bundle of npm start', () => {
  let database: Database;
  let files: KronikaProcess;
  let started: KronikaProcess;
  beforeAll(async () => {
    database = await createDatabase();
    const environment = { DATABASE_URL: database.url };
    files = await KronikaProcess.start(environment, { main: join(ROOT, 'dist/src/main.js') });
    const options = `--import=data:text/javascript,${encodeURIComponent(PRINT_FILES)}`;
    started = await KronikaProcess.start({ ...environment, NODE_OPTIONS: options });
  });
  afterAll(async () => {
    await Promise.all([files.signal('SIGTERM'), started.signal('SIGTERM')]);
    await database.drop();
  });

  it('is the same app as its files', async () => {
    expect(await marksOf(started)).toEqual(await marksOf(files));
    // Neither has subscriptions that the other does not have.
    expect(started.output).not.toContain('Nothing in the code reads as');
  });

  it('delivers events that the files have recorded', async () => {
    const order = await files.command('POST', '/v1/order', { userId: 7 });
    expect(await started.query(`/v1/order-history/${order.id}`, order.position)).toMatchObject({ user_id: 7 });
    expect((await started.command('DELETE', `/v1/order/${order.id}`)).status).toBe(204);
  });

  it('loads no second instance of a package that it contains and that remembers classes', () => {
    expect(started.output).toMatch(/^requires .*swagger-ui-dist/m);
    expect(started.output).not.toMatch(/^requires .*(class-validator|class-transformer|typeorm|opentelemetry)/m);
  });
});
