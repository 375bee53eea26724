/**
 * Shows whether the views that `generate.mjs` writes are, row by row, those that Kronika folds from the log. The same
 * shop is made twice, once with its views left to Kronika.
 *
 *     npm run build && node bench/verify.mjs [orders = 10000]
 */
import { startKronika } from './kronika.mjs';
import { shop } from './shops.mjs';

/** @returns {Promise<Map<string, string>>} number and fingerprint of the rows of each view table */
async function fingerprints(query) {
  const tables = await query(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'read' ORDER BY 1`);
  const found = new Map();
  for (const { name } of tables) {
    const [{ fingerprint }] = await query(
      `SELECT count(*) || ' rows ' || sum(hashtextextended(t::text, 0)::numeric) AS fingerprint FROM read.${name} AS t`,
    );
    found.set(name, fingerprint);
  }
  return found;
}

const orders = Number(process.argv[2]) || 10_000;
const closing = [];
try {
  const found = [];
  for (const unfolded of [false, true]) {
    const { url, query, stop } = await shop(orders, { unfolded, say: console.log });
    closing.unshift(stop);
    const kronika = await startKronika({ databaseUrl: url });
    closing.unshift(() => kronika.stop());
    await kronika.settled();
    found.push(await fingerprints(query));
  }
  const [generated, folded] = found;
  for (const name of new Set([...generated.keys(), ...folded.keys()])) {
    const same = generated.get(name) === folded.get(name);
    console.log(
      `${name.padEnd(20)} ${same ? `same, ${generated.get(name)}` : `DIFFERS: ${generated.get(name)} / ${folded.get(name)}`}`,
    );
    if (!same) process.exitCode = 1;
  }
} finally {
  for (const close of closing) await close();
}
