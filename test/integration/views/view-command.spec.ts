import { execFile } from 'node:child_process';
import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KronikaProcess } from '../../support/process.js';
import { ROOT } from '../../support/root.js';
import { scratchFolder } from '../../support/scratch.js';
import { Shop } from '../../support/shop.js';

/** The shell command as `npm run view --` calls it. */
function view(environment: NodeJS.ProcessEnv, ...given: string[]): Promise<{ code: number; out: string; err: string }> {
  const { PATH, HOME } = process.env;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(ROOT, 'dist/start/view.js'), ...given],
      { env: { PATH, HOME, ...environment } },
      (error, out, err) => resolve({ code: (error?.code as number | undefined) ?? 0, out, err }),
    );
  });
}

describe('npm run view', () => {
  let shop: Shop;
  let environment: { DATABASE_URL: string };
  beforeAll(async () => {
    // No worker runs on the database.
    shop = await Shop.open();
    environment = { DATABASE_URL: shop.database.url };
    const order = await shop.createOrder(1);
    await shop.addGoods(order);
    await shop.settle();
    await shop.app.close();
  });
  afterAll(() => shop.close());

  it('lists every reader of the log', async () => {
    const { code, out } = await view(environment, 'list');
    expect([code, out.split('\n')]).toEqual([
      0,
      [
        'The log ends at position 2.',
        ...[
          'campaigns · version 4',
          'creatives · version 1',
          'names · version 5',
          'order-history · version 3',
          'placements · version 3',
          'portfolios · version 4',
          'publishers · version 2',
          'saga DeletePortfoliosSaga.deletePortfolios · version 1',
          'saga EndCampaignSaga.endCampaign · version 1',
          'saga LeaveSectionsSaga.leaveSections · version 1',
          'saga RemoveGoodsSaga.removeGoods · version 1',
        ].map((reader) => `${reader} · serving · position 2 · live`),
        '',
      ],
    ]);
  });

  it('finds rows that differ, rebuilds, and finds none', async () => {
    await shop.db.query('UPDATE read.order_history SET goods_count = 99');
    const wrong = await view(environment, 'verify', 'order-history');
    expect([wrong.code, wrong.err.split('\n').at(-2)]).toEqual([1, '1 rows differ from the log at position 2.']);
    expect(JSON.parse(wrong.out)).toMatchObject({
      table: 'read.order_history',
      expected: { goods_count: 1 },
      found: { goods_count: 99 },
    });

    const rebuilt = await view(environment, 'rebuild', 'order-history');
    expect([rebuilt.code, rebuilt.out]).toEqual([0, 'order-history is served by the new build from position 2 on.\n']);
    expect(rebuilt.err).toMatch(/rebuild order-history {2}\[#{30}\] {2}100 % {2}done\n$/);

    const right = await view(environment, 'verify', 'order-history');
    expect([right.code, right.out]).toEqual([
      0,
      'order-history is what the log says at position 2, and so are the rows of its commands.\n',
    ]);
  });

  it('removes only views that the code no longer has', async () => {
    await shop.db.query(`
      INSERT INTO log.checkpoints (subscription, version) VALUES ('handler Gone', 1);
      INSERT INTO log.quarantine (subscription, build, stream, position, error) VALUES ('handler Gone', 'serving', 'order-1', 1, 'x')`);
    expect(await view(environment, 'forget', 'handler Gone')).toMatchObject({ code: 0, out: 'handler Gone is forgotten.\n' });
    expect((await shop.db.query(`SELECT FROM log.quarantine`)).rowCount).toBe(0);
    expect(await view(environment, 'forget', 'handler Gone')).toMatchObject({
      code: 1,
      err: 'Nothing is known of handler Gone.\n',
    });
    expect(await view(environment, 'forget', 'order-history')).toMatchObject({
      code: 1,
      err: 'order-history is in the code: it will be needed.\n',
    });
  });

  it.each([[[]], [['rebuild']], [['remove', 'order-history']], [['verify', 'a', 'b']], [['--all']]])(
    'prints its usage: %j',
    async (given) => {
      const { code, err } = await view(environment, ...given);
      expect([code, err.split('\n')[0]]).toEqual([2, expect.stringMatching(/^npm run view -- list/)]);
    },
  );

  it('reports a mistake in one line', async () => {
    expect(await view(environment, 'rebuild', 'nothing')).toEqual({ code: 1, out: '', err: 'There is no view nothing.\n' });
    const unreachable = await view({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, 'list');
    expect([unreachable.code, unreachable.err]).toEqual([1, expect.stringMatching(/^The database can't be reached: .*\n$/)]);
  });
});

it('npm run view works on the embedded Postgres, whether Kronika runs or not', async () => {
  const DATA_DIR = await scratchFolder('kronika-view-');
  await chmod(DATA_DIR, 0o755);
  try {
    const kronika = await KronikaProcess.start({ DATA_DIR });
    const { id } = await kronika.command('POST', '/v1/order', { userId: 1 });
    expect(await view({ DATA_DIR }, 'rebuild', 'order-history')).toMatchObject({ code: 0 });
    expect(await kronika.query(`/v1/order-history/${id}`)).toMatchObject({ user_id: 1 });
    expect(await kronika.signal('SIGTERM')).toBe(0);
    expect(await view({ DATA_DIR }, 'verify', 'order-history')).toMatchObject({ code: 0 });
  } finally {
    await rm(DATA_DIR, { recursive: true, force: true });
  }
}, 60_000);
