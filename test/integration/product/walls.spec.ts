import { execFile } from 'node:child_process';
import { appendFile, cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../support/root.js';

let copy: string;
let report: string;

/** Imports that the walls forbid, each in the file that must not have it. */
const PLANTED = {
  'modules-meet-through-events': ['src/goods/add-goods.command.ts', '../orders/order.entity.js'],
  'sagas-send-commands': ['src/goods/remove-goods.saga.ts', '../orders/orders.controller.js'],
  'events-import-nothing': ['src/orders/order.events.ts', '../shared/settings.js'],
  'deciders-are-pure': ['src/campaigns/campaign/campaign.decider.ts', '../../shared/settings.js'],
  'shared-knows-no-module': ['src/shared/settings.ts', '../orders/order.events.js'],
  'queries-read-no-rows-of-schema-write': ['src/order-history/find-order.query.ts', '../goods/goods.entity.js'],
  'no-cycles': ['src/shared/event-log/refusal.ts', './transaction.js'],
} as const;

/** A copy of the code with all these imports at once, and what dependency-cruiser says of it. */
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'kronika-walls-'));
  for (const part of ['src', 'package.json', 'tsconfig.json', '.dependency-cruiser.cjs'])
    await cp(join(ROOT, part), join(copy, part), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  for (const [file, imported] of Object.values(PLANTED)) await appendFile(join(copy, file), `\nimport '${imported}';\n`);
  const depcruise = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  report = await promisify(execFile)(process.execPath, [depcruise, 'src'], { cwd: copy }).then(
    ({ stdout }) => stdout,
    ({ stdout }) => stdout,
  );
});
afterAll(() => rm(copy, { recursive: true, force: true }));

describe('the walls between the modules', () => {
  it.each(Object.entries(PLANTED))('%s: an import that breaks it is found', (rule, [file]) => {
    expect(report).toMatch(new RegExp(`${rule}: ${file.replaceAll('.', '\\.')}`));
  });

  it('stand', async () => {
    const depcruise = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [depcruise, 'src', 'ormconfig.ts', 'migrations'], {
      cwd: ROOT,
    });
    expect(stdout).toContain('no dependency violations found');
  });
});
