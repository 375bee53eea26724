import { fault } from './fault.js';

const CLIENTS = 50;

fault('if-match', async (run) => {
  const kronika = await run.start({ DATABASE_URL: await run.database() });
  const { id, position } = await kronika.command('POST', '/v1/order', { userId: 1 });
  const counts = { winners: 0, refusedWith412: 0, wrongOutcomes: 0 };
  let last = position;
  for (let version = 1; version <= run.size; version++) {
    const answers = await Promise.all(
      Array.from({ length: CLIENTS }, async (_, client) => {
        const userId = version * CLIENTS + client;
        const answer = await kronika.command('PUT', `/v1/order/${id}`, { userId }, { 'if-match': `"${version}"` });
        return { userId, ...answer };
      }),
    );
    const winners = answers.filter(({ status }) => status === 204);
    counts.winners += winners.length;
    counts.refusedWith412 += answers.filter(({ status }) => status === 412).length;
    last = Math.max(last, ...winners.map((winner) => winner.position));
    const order = await kronika.query(`/v1/order-history/${id}`, last);
    if (JSON.stringify([order.user_id, order.version]) !== JSON.stringify([winners[0]?.userId, version + 1]))
      counts.wrongOutcomes += 1;
    run.progress(version);
  }
  return counts;
});
