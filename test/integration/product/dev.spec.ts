import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyProject } from '../../support/project-copy.js';
import { createDatabase, type Database } from '../../support/shop.js';
import { until } from '../../support/until.js';

let copy: string;
let database: Database;
beforeAll(async () => {
  const files = ['ormconfig.ts', 'package.json', 'tsconfig.json', 'tsconfig.build.json', 'tools/dev.mjs'];
  copy = await copyProject('kronika-dev-', ['src', 'migrations', ...files]);
  database = await createDatabase();
});
afterAll(async () => {
  await database.drop();
  await rm(copy, { recursive: true, force: true });
});

it('npm run dev restarts the app with changed code, and stops all its processes', async () => {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, DATABASE_URL: database.url, PORT: '0' };
  const [compile, dev] = JSON.parse(await readFile(join(copy, 'package.json'), 'utf8')).scripts.dev.split(' && ');
  await promisify(execFile)('npx', compile.split(' '), { cwd: copy, env });
  const [program, ...args] = dev.split(' ');
  const started = spawn(program, args, { cwd: copy, env });
  let printed = '';
  for (const stream of [started.stdout, started.stderr]) stream.setEncoding('utf8').on('data', (text) => (printed += text));
  // The pipe stays open as long as any of the processes runs.
  const closed = once(started, 'close');
  const prints = (pattern: RegExp) =>
    until(() => {
      if (started.exitCode !== null) throw new Error(`It ended: ${printed}`);
      return pattern.test(printed);
    });
  await prints(/Kronika is ready at http/);
  await prints(/Watching for file changes/);
  const start = join(copy, 'src/shared/start.ts');
  await writeFile(start, (await readFile(start, 'utf8')).replace('Kronika is ready', 'Kronika was changed and is ready'));
  await prints(/Kronika was changed and is ready at http/);
  const url = /.*is ready at (http:\S+)/s.exec(printed)?.[1] as string;
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  started.kill('SIGTERM');
  await closed;
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
}, 90_000);
