import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ROOT } from '../support/root.js';

const AXE = readFileSync(join(ROOT, 'node_modules/axe-core/axe.min.js'), 'utf8');

/** Serious and critical faults of accessibility on a page. */
export async function faultsOf(page: Page): Promise<string[]> {
  // Through the protocol, since the policy of the page lets no script in.
  await page.evaluate(AXE);
  // biome-ignore lint/suspicious/noExplicitAny: axe is in the page
  const { violations } = await page.evaluate<any>('axe.run({ resultTypes: ["violations"] })');
  return violations
    .filter(({ impact }: { impact: string }) => impact === 'serious' || impact === 'critical')
    .map((each: { id: string; nodes: { html: string }[] }) => `${each.id}: ${each.nodes.map(({ html }) => html).join(' ')}`);
}
