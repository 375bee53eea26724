/**
 * A saga behind a burst: all orders of a shop are deleted in one commit, and each deletion makes the saga remove the
 * order's goods. Timed from that commit until the saga's checkpoint has passed it.
 *
 * - Kronika: streams side by side, and commands that share commits.
 * - The same build, changed in two places: one event at a time, and a transaction for each command.
 */
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inTurns, ratio } from '../harness.mjs';
import { startKronika } from '../kronika.mjs';
import { load } from '../load.mjs';
import { connected } from '../postgres.mjs';

const SAGA = 'saga RemoveGoodsSaga.removeGoods';
const ROOT = join(import.meta.dirname, '../..');
/** Beside `dist`, so that it finds packages. */
const CHANGED = join(ROOT, 'dist-planted/bench-sagas');

const CHANGES = [
  ['src/shared/subscriptions/durable-cqrs.js', 'const MAX_SAGA_EVENTS = 32;', 'const MAX_SAGA_EVENTS = 1;'],
  ['src/shared/event-log/event-log.js', 'meta.once && meta.once.cause === undefined', 'meta.once'],
];

export default {
  name: 'sagas',
  title: 'A saga behind a burst of deletions',

  async run({ quick, say }) {
    const orders = quick ? 500 : 3_000;
    await makeChanged();
    const side = (main) => () => burst(main, orders, say);
    const sides = { now: side(join(ROOT, 'dist/src/main.js')), one: side(join(CHANGED, 'dist/src/main.js')) };
    try {
      const { now, one } = await inTurns(sides, { rounds: quick ? 1 : 5, warmUps: 0 });
      return [
        ratio({
          measured: "A saga's events, each with a command",
          sizes: { events: orders },
          unit: '/s',
          kronika: now,
          against: one,
          peer: 'one at a time',
          must: 3,
          dream: 10,
        }),
      ];
    } finally {
      await rm(CHANGED, { recursive: true, force: true });
    }
  },
};

async function makeChanged() {
  await rm(CHANGED, { recursive: true, force: true });
  await cp(join(ROOT, 'package.json'), join(CHANGED, 'package.json'));
  await cp(join(ROOT, 'dist'), join(CHANGED, 'dist'), { recursive: true });
  for (const [file, find, replace] of CHANGES) {
    const path = join(CHANGED, 'dist', file);
    const parts = (await readFile(path, 'utf8')).split(find);
    if (parts.length !== 2) throw new Error(`${find} is ${parts.length - 1} times in ${file}`);
    await writeFile(path, parts.join(replace));
  }
}

/** @returns {Promise<number>} events a second */
async function burst(main, orders, say) {
  const kronika = await startKronika({ main });
  const database = await connected(kronika.databaseUrl);
  try {
    const post = (path, body) =>
      load({ url: kronika.url, connections: 32, amount: orders, request: (n) => ({ method: 'POST', path, body: body(n) }) });
    await post('/v1/order', () => ({ userId: 7 }));
    await post('/v1/goods', (n) => ({ orderId: (n % orders) + 1, sku: 'MUG', unitPrice: 1250 }));
    await kronika.settled();
    const start = performance.now();
    const { rows } = await database.query(
      `SELECT log.append(jsonb_agg(jsonb_build_object('stream', stream, 'version', version + 1, 'type', 'order_deleted_v1',
         'data', data) ORDER BY position), '{"commandId": "x", "actor": "bench", "correlationId": "x", "causationId": null}') AS position
       FROM log.events WHERE type = 'order_created_v1'`,
    );
    const [{ position }] = rows;
    for (;;) {
      const { rows: found } = await database.query('SELECT position FROM log.checkpoints WHERE subscription = $1', [SAGA]);
      if (Number(found[0]?.position) >= Number(position)) break;
      await delay(5);
    }
    const perSecond = (orders / (performance.now() - start)) * 1_000;
    const { rows: left } = await database.query(`SELECT count(*)::int AS n FROM write.goods`);
    if (left[0].n !== 0) throw new Error(`${left[0].n} goods are left`);
    say(`${Math.round(perSecond)} events/s`);
    return perSecond;
  } finally {
    await database.end();
    await kronika.stop();
  }
}
