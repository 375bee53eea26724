import { setTimeout as wait } from 'node:timers/promises';
import { fault, holdsWithin } from './fault.js';

const CLIENTS = 4;

fault('read-your-write', async (run) => {
  const DATABASE_URL = await run.database();
  const steady = await run.start({ DATABASE_URL });
  let other = await run.start({ DATABASE_URL });
  const counts = { found: 0, restarts: 0 };
  let left = run.size;
  const restarts = (async () => {
    while (left > 0) {
      const wanted = left - Math.min(10, left);
      await holdsWithin(() => left <= wanted);
      await other.signal(counts.restarts % 2 ? 'SIGTERM' : 'SIGKILL');
      other = await run.start({ DATABASE_URL });
      counts.restarts += 1;
    }
  })();
  /** Creates in one process and reads in the other; a request is repeated while its process is down. */
  const client = async (number: number) => {
    while (left > 0) {
      left -= 1;
      const isWrittenHere = (left + number) % 2 === 0;
      const userId = 1 + run.between(0, 1_000_000);
      const made = await again(async () => {
        const answer = await (isWrittenHere ? steady : other).command('POST', '/v1/order', { userId });
        return answer.status === 201 && answer;
      });
      const order = await again(async () => {
        const answer = await (isWrittenHere ? other : steady).query(`/v1/order-history/${made.id}`, made.position);
        // The answer of a process that is about to end says nothing about the order.
        return (answer.id || ['order.not-found', 'view.behind'].includes(answer.code)) && answer;
      });
      if (order.id === made.id && order.user_id === userId) counts.found += 1;
      run.progress(run.size - left);
    }
  };
  await Promise.all([restarts, ...Array.from({ length: CLIENTS }, (_, number) => client(number))]);
  return counts;
});

/** Asks until there is an answer. */
async function again<T>(request: () => Promise<T | false>): Promise<T> {
  for (;;) {
    const answer = await request().catch(() => false as const);
    if (answer) return answer;
    await wait(20);
  }
}
