/**
 * Says whether the views of two databases hold the same, row by row: to see that what `generate.mjs` wrote into them is what
 * Kronika folds from the log. Generate the same shop twice, once with `--unfolded`, and let a Kronika on that one come to the
 * end of the log.
 *
 *     DATABASE_URL=postgres://…/generated FOLDED_URL=postgres://…/folded node verify.mjs
 */
import pg from 'pg';

/** @returns {Promise<Map<string, string>>} number and fingerprint of the rows of each view table */
async function fingerprints(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows: behind } = await client.query('SELECT FROM log.checkpoints WHERE position < log.last_position()');
  if (behind.length) throw new Error(`Kronika has not folded all of the log of ${new URL(url).pathname.slice(1)}`);
  const { rows: tables } = await client.query(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'read' ORDER BY 1`);
  const found = new Map();
  for (const { name } of tables) {
    const { rows } = await client.query(
      `SELECT count(*) || ' rows ' || sum(hashtextextended(t::text, 0)::numeric) AS fingerprint FROM read.${name} AS t`,
    );
    found.set(name, rows[0].fingerprint);
  }
  await client.end();
  return found;
}

const [generated, folded] = [await fingerprints(process.env.DATABASE_URL), await fingerprints(process.env.FOLDED_URL)];
for (const name of new Set([...generated.keys(), ...folded.keys()])) {
  const same = generated.get(name) === folded.get(name);
  console.log(
    `${name.padEnd(20)} ${same ? `same, ${generated.get(name)}` : `DIFFERS: ${generated.get(name)} / ${folded.get(name)}`}`,
  );
  if (!same) process.exitCode = 1;
}
