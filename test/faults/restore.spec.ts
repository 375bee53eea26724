import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../support/root.js';
import { copyData } from './copy.js';
import { Run } from './fault.js';
import { Load } from './load.js';
import { differences, fold, readLog, settled } from './oracle.js';

it('shows the same orders after a restore into a fresh database without schema read, and goes on from there', async () => {
  const run = new Run(join(ROOT, 'dist'), 1, 1, 'restore');
  try {
    const [from, to] = [await run.database(), await run.database()];
    const first = await run.start({ DATABASE_URL: from });
    const load = new Load(() => [first], { clients: 4, seed: run.seed });
    await load.further(50);
    await load.stop();
    const last = await settled(first.url);
    const events = await readLog(first.url, last);
    await first.signal('SIGTERM');

    const { prepareDatabase } = await run.load<typeof import('../../src/shared/database/database.js')>(
      'src/shared/database/database.js',
    );
    await prepareDatabase(to);
    await copyData(await run.connect(from), await run.connect(to), ['log', 'write']);
    const second = await run.start({ DATABASE_URL: to });
    expect(await differences(second.url, last, fold(events))).toBe(0);
    const order = await second.command('POST', '/v1/order', { userId: 1 });
    expect(await second.query(`/v1/order-history/${order.id}`, order.position)).toMatchObject({ user_id: 1 });
  } finally {
    await run.close();
  }
}, 60_000);
