import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { examplesOf, expectExample, page } from '../../support/examples.js';
import { KronikaProcess } from '../../support/process.js';
import { ROOT } from '../../support/root.js';
import { createDatabase, type Database } from '../../support/shop.js';

/** The shell command of the page, after the build that npm runs before it. */
const CREATE = /^npm run keys -- (.*)$/m;

describe('the examples of docs/access.md', () => {
  let database: Database;
  let kronika: KronikaProcess;
  beforeAll(async () => {
    database = await createDatabase();
    const given = CREATE.exec(page('docs/access.md'))?.[1]?.split(' ') as string[];
    const env = { ...process.env, DATABASE_URL: database.url };
    const { stdout } = await promisify(execFile)(process.execPath, [join(ROOT, 'dist/start/keys.js'), ...given], { env });
    process.env.KRONIKA_KEY = stdout.trim();
    kronika = await KronikaProcess.start({ DATABASE_URL: database.url, AUTH: 'keys' });
  });
  afterAll(async () => {
    delete process.env.KRONIKA_KEY;
    await kronika.signal('SIGTERM');
    await database.drop();
  });

  it.each(examplesOf(page('docs/access.md')))('$command', (example) => expectExample(example, kronika.url));
});
