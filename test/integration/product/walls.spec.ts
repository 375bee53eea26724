import { execFile } from 'node:child_process';
import { appendFile, cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../support/root.js';

let copy: string;
let report: string;

/** Imports that the walls forbid, by rule, each with a file that must not have it. */
const PLANTED = {
  'modules-meet-through-events': ['src/goods/add-goods.command.ts', '../orders/order.entity.js'],
  'sagas-send-commands': ['src/goods/remove-goods.saga.ts', '../orders/orders.controller.js'],
  'events-import-nothing': ['src/orders/order.events.ts', '../shared/settings.js'],
  'deciders-are-pure': ['src/campaigns/campaign/campaign.decider.ts', '../../shared/settings.js'],
  'shared-knows-no-module': ['src/shared/settings.ts', '../orders/order.events.js'],
  'queries-read-no-rows-of-schema-write': ['src/order-history/find-order.query.ts', '../goods/goods.entity.js'],
  'no-cycles': ['src/shared/event-log/refusal.ts', './transaction.js'],
  'modules-use-the-door': ['src/goods/change-goods.command.ts', '../shared/event-log/transaction.js'],
  'examples-use-the-door': ['examples/todo/todo.ts', '../../src/shared/event-log/refusal.js'],
  'database-imports-downwards': ['src/shared/database/connection.ts', '../event-log/refusal.js'],
  'event-log-imports-downwards': ['src/shared/event-log/command-meta.ts', '../subscriptions/start-at.js'],
  'subscriptions-imports-downwards': ['src/shared/subscriptions/timers.ts', '../views/copy-in.js'],
  'relay-imports-downwards': ['src/shared/relay/message.ts', '../views/copy-in.js'],
  'followers-imports-downwards': ['src/shared/followers/names.ts', '../http/fields.js'],
  'views-imports-downwards': ['src/shared/views/copy-in.ts', '../http/input.js'],
  'http-imports-downwards': ['src/shared/http/csv.ts', '../kronika-app.js'],
  'access-imports-downwards': ['src/shared/access/grants.ts', '../kronika-app.js'],
  'values-import-nothing': ['src/shared/text.ts', './database/connection.js'],
  'tools-load-the-app-on-demand': ['src/cli/keys.ts', '../app.js'],
  'migrations-are-frozen': ['migrations/1763800000001-orders.ts', '../src/shared/text.js'],
} as const;

/** A file that imports nothing and that nothing imports. */
const ORPHAN = 'src/goods/forgotten.ts';

/** The arguments that `npm run check` gives to dependency-cruiser. */
const CRUISED = ['src', 'examples', 'ormconfig.ts', 'migrations'];

/** Copies the code with all these imports, and keeps dependency-cruiser's report. */
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'kronika-walls-'));
  for (const part of [...CRUISED, 'package.json', 'tsconfig.json', '.dependency-cruiser.cjs'])
    await cp(join(ROOT, part), join(copy, part), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  for (const [file, imported] of Object.values(PLANTED)) await appendFile(join(copy, file), `\nimport '${imported}';\n`);
  await writeFile(join(copy, ORPHAN), 'export const FORGOTTEN = 1;\n');
  const depcruise = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  report = await promisify(execFile)(process.execPath, [depcruise, ...CRUISED], { cwd: copy }).then(
    ({ stdout }) => stdout,
    ({ stdout }) => stdout,
  );
});
afterAll(() => rm(copy, { recursive: true, force: true }));

describe('the walls between the modules', () => {
  it.each(Object.entries(PLANTED))('%s: an import that breaks it is found', (rule, [file]) => {
    expect(report).toMatch(new RegExp(`${rule}: ${file.replaceAll('.', '\\.')}`));
  });

  it('no-orphans: a file that nothing imports is found', () => {
    expect(report).toContain(`no-orphans: ${ORPHAN}`);
  });

  it('each have a violation here', () => {
    const { forbidden } = createRequire(import.meta.url)(join(ROOT, '.dependency-cruiser.cjs'));
    const names = forbidden.map(({ name }: { name: string }) => name);
    expect(names.toSorted()).toEqual([...Object.keys(PLANTED), 'no-orphans'].toSorted());
  });

  it('hold in the code as it is', async () => {
    const depcruise = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [depcruise, ...CRUISED], {
      cwd: ROOT,
    });
    expect(stdout).toContain('no dependency violations found');
  });
});
