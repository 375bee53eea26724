// node test/upgrades/make.mjs NAME FOLDER: makes releases/NAME.sql and NAME.json with the release that is built in
// FOLDER.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { runnerImport } from 'vite';
import { startEmbeddedPostgres } from '../../dist/src/shared/database/embedded-postgres.js';
import { Release } from './release.mjs';
import { POISON, play, reads } from './story.mjs';

const [name, folder] = process.argv.slice(2);
if (!name || !folder) {
  console.error('node test/upgrades/make.mjs NAME FOLDER');
  process.exit(2);
}
const { scriptOf } = (await runnerImport(join(import.meta.dirname, '../faults/dump.ts'))).module;
const dataDir = mkdtempSync(join(tmpdir(), 'kronika-release-'));
const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined, flags: ['fsync=off'] });
const db = new pg.Client(postgres.url);
let release;
try {
  await db.connect();
  release = await Release.start(resolve(folder), postgres.url);
  const repeats = await play(release);
  if (release.has('/v1/quarantine')) {
    const metadata = { commandId: 'poison', actor: 'upgrade', correlationId: 'poison', causationId: null };
    await db.query('SELECT log.append($1, $2)', [JSON.stringify([POISON]), metadata]);
    await release.until(async () => (await release.read('/v1/quarantine')).body.data.length > 0);
  }
  if (release.has('/v1/views/order-history/rebuild')) {
    // So that there is a build that was replaced.
    const { location } = await release.send('POST', '/v1/views/order-history/rebuild');
    await release.until(async () => (await release.read(location)).body.state === 'done');
  }
  await settled();
  const answers = {};
  for (const path of reads().filter((path) => release.has(path))) answers[path] = await release.read(path);
  await release.stop();
  const [sql, json] = ['sql', 'json'].map((ending) => join(import.meta.dirname, 'releases', `${name}.${ending}`));
  writeFileSync(sql, await scriptOf(db));
  writeFileSync(json, `${JSON.stringify({ key: release.key, repeats, answers }, null, 1)}\n`);
} finally {
  await release?.stop();
  await db.end();
  await postgres.stop();
  rmSync(dataDir, { recursive: true });
}

/** Waits until all readers, sagas and their effects included, are at the end of the log. */
async function settled() {
  await release.until(async () => {
    await release.events();
    const { rows } = await db.query(
      'SELECT (SELECT max(position) FROM log.events) AS last, (SELECT min(position) FROM log.checkpoints) AS reached',
    );
    return rows[0].last === rows[0].reached;
  });
}
