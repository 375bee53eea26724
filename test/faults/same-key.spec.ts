import { fault, holdsWithin, type Run } from './fault.js';
import { readLog, settled } from './oracle.js';

const CONCURRENT_REQUESTS = 10;

const scenario = async (run: Run) => {
  const kronika = await run.start({ DATABASE_URL: await run.database() });
  const counts = { effects: 0, sameAnswers: 0, refusedWith422: 0 };
  for (let key = 1; key <= run.size; key++) {
    const headers = { 'idempotency-key': `key-${run.seed}-${key}` };
    const answers = await Promise.all(
      Array.from({ length: CONCURRENT_REQUESTS }, async () => {
        let answer = await kronika.command('POST', '/v1/order', { userId: key }, headers);
        // 409: the first request is still in progress.
        await holdsWithin(async () => {
          if (answer.status === 409) answer = await kronika.command('POST', '/v1/order', { userId: key }, headers);
          return answer.status !== 409;
        });
        return answer;
      }),
    );
    if (answers[0]?.status === 201 && new Set(answers.map((answer) => JSON.stringify(answer))).size === 1)
      counts.sameAnswers += 1;
    const changed = await kronika.command('POST', '/v1/order', { userId: key + 1 }, headers);
    if (changed.status === 422) counts.refusedWith422 += 1;
    run.progress(key);
  }
  counts.effects = (await readLog(kronika.url, await settled(kronika.url))).length;
  return counts;
};

fault('same-key', scenario, [
  {
    name: 'key saved after commit',
    changes: [
      { file: 'src/shared/event-log/transaction.js', find: 'if (once)\n', replace: 'if (false)\n' },
      {
        file: 'src/shared/event-log/event-log.js',
        find: "if ('refusal' in outcome)",
        replace: `if (meta.once && !outcome.receipt?.repeated && !outcome.refusal)
                await Session.run(this.database, (session) =>
                  saveReceipt(session, meta.once, outcome.receipt, '$5', [outcome.receipt.position]));
            if ('refusal' in outcome)`,
      },
      {
        file: 'src/shared/event-log/event-log.js',
        find: 'import { firstReceipt, saveRefused }',
        replace: 'import { firstReceipt, saveReceipt, saveRefused }',
      },
    ],
  },
]);
