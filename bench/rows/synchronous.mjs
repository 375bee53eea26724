/**
 * `POST /v1/order` on 32 connections while each commit waits until a standby has written it too, against the same
 * without that wait. The standby, on the same machine, follows in both.
 */
import { inTurns, ratio } from '../harness.mjs';
import { startKronika } from '../kronika.mjs';
import { load } from '../load.mjs';
import { connected, startPostgres } from '../postgres.mjs';
import { startStandby } from '../standby.mjs';

export default {
  name: 'synchronous',
  title: 'Commits on two machines',

  async run({ quick }) {
    const [amount, rounds, warmUps] = quick ? [1_000, 1, 1] : [10_000, 7, 2];
    const postgres = await startPostgres();
    const closing = [() => postgres.stop()];
    try {
      const kronika = await startKronika({ databaseUrl: postgres.url });
      closing.unshift(() => kronika.stop());
      const standby = await startStandby(postgres, 'standby');
      closing.unshift(() => standby.stop());
      const database = await connected(postgres.url);
      closing.unshift(() => database.end());
      const order = async (names, state) => {
        await database.query(`ALTER SYSTEM SET synchronous_standby_names = '${names}'`);
        await database.query('SELECT pg_reload_conf()');
        for (;;) {
          const { rows } = await database.query('SELECT sync_state FROM pg_stat_replication');
          if (rows[0]?.sync_state === state) break;
        }
        const request = () => ({ method: 'POST', path: '/v1/order', body: { userId: 42 } });
        const { perSecond, statuses } = await load({ url: kronika.url, connections: 32, amount, request });
        if (statuses[201] !== amount) throw new Error(`Orders were answered ${JSON.stringify(statuses)}`);
        await kronika.settled();
        return perSecond;
      };
      const speeds = await inTurns(
        { synchronous: () => order('standby', 'sync'), alone: () => order('', 'async') },
        { rounds, warmUps },
      );
      return [
        ratio({
          measured: 'POST /v1/order with a synchronous standby',
          unit: 'orders/s',
          kronika: speeds.synchronous,
          against: speeds.alone,
          peer: 'without waiting for it',
          must: 0.9,
        }),
      ];
    } finally {
      for (const close of closing) await close();
    }
  },
};
