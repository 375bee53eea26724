import { fault, holdsWithin, type Run } from './fault.js';

const PER_ROUND = 5;

/** The sequences that number what commands make. */
const SEQUENCES = ['log.position', 'write.orders_id_seq', 'write.goods_id_seq'];

const scenario = async (run: Run) => {
  const DATABASE_URL = await run.database();
  const db = await run.connect(DATABASE_URL);
  let kronika = await run.start({ DATABASE_URL });
  const counts = { acknowledged: 0, refused: 0, lost: 0, idsUsedTwice: 0 };
  const ids = new Set<number>();
  const order = async () => {
    const { status, id, position } = await kronika.command('POST', '/v1/order', { userId: 7 });
    if (status !== 201) {
      counts.refused += 1;
      return 0;
    }
    counts.acknowledged += 1;
    if (ids.has(id)) counts.idsUsedTwice += 1;
    ids.add(id);
    const response = await fetch(`${kronika.url}/v1/order-history/${id}`, { headers: { 'wait-for-position': String(position) } });
    if (response.status !== 200) counts.lost += 1;
    return id;
  };
  for (let round = 0; round < run.size; round++) {
    const made: number[] = [];
    for (let n = 0; n < PER_ROUND; n++) {
      made.push(await order());
      // Appends that were rolled back leave gaps.
      await db.query(`SELECT nextval('log.position') FROM generate_series(1, 3)`);
    }
    // The row with the highest id is deleted, so only the log has that id.
    const last = made.filter((id) => id > 0).at(-1);
    if (last && run.between(0, 1)) {
      await kronika.command('DELETE', `/v1/order/${last}`);
      await holdsWithin(async () => (await db.query('SELECT FROM write.orders WHERE id = $1', [last])).rowCount === 0);
    }
    const isRunning = run.between(0, 1) === 1;
    if (!isRunning) await kronika.signal('SIGTERM');
    // Sets the sequence into one of the gaps, or to its beginning.
    const { rows } = await db.query(`SELECT position FROM log.events ORDER BY position DESC OFFSET 2 LIMIT 1`);
    await db.query(`SELECT setval('log.position', $1::bigint)`, [run.between(0, 3) ? Number(rows[0].position) : 1]);
    if (!isRunning) {
      for (const sequence of SEQUENCES.slice(1)) await db.query(`SELECT setval($1, 1, false)`, [sequence]);
      kronika = await run.start({ DATABASE_URL });
    }
    await order();
    run.progress(round);
  }
  const { rows } = await db.query(`SELECT count(*)::int AS events FROM log.events WHERE type = 'order_created_v1'`);
  counts.lost += Math.max(0, counts.acknowledged - rows[0].events);
  return counts;
};

fault('sequence', scenario, [
  {
    name: 'sequences are trusted at the start',
    changes: [
      { file: 'src/shared/database/sequences.js', find: 'if (!behind)', replace: 'if (true)' },
      {
        file: 'src/shared/database/sequences.js',
        find: 'SELECT log.raise_position() AS raised',
        replace: 'SELECT false AS raised',
      },
    ],
  },
  {
    name: 'the position sequence is trusted by appends',
    changes: [
      { file: 'src/shared/migrations/1763800000013-restored-log.js', find: 'PERFORM log.raise_position();', replace: '' },
    ],
  },
]);
