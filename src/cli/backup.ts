import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createGunzip, createGzip } from 'node:zlib';
import { backupOf, restoreInto, type TellProgress } from '../shared/database/backup.js';
import { openDatabase, prepareDatabase } from '../shared/database/database.js';
import { PROGRESS_INTERVAL_MS, ProgressBar } from './progress-bar.js';
import { loadApp, runTool, ToolFailure, withDatabase } from './tool.js';

const BACKUP_USAGE = `npm run backup -- [FILE]      write everything except views to a file; Kronika may be running;
                              with --without-keys, names of persons can't be read from it
npm run restore -- FILE       fill an empty database, or an empty DATA_DIR, from such a file
npm run move -- --to URL      copy the embedded database to another, empty Postgres; Kronika must be stopped

The database is that of DATABASE_URL, or the embedded one in DATA_DIR.`;

async function main(): Promise<void> {
  const { work, file, to, withoutKeys } = argumentsOf();
  if (work === 'backup') return backUp(file ?? `kronika-${new Date().toISOString().replace(/[:.]/g, '-')}.sql.gz`, withoutKeys);
  if (work === 'restore' && file) return restore(file);
  if (work === 'move' && to) return move(to);
  throw new ToolFailure(BACKUP_USAGE, 2);
}

function argumentsOf(): { work?: string; file?: string; to?: string; withoutKeys?: boolean } {
  try {
    const options = { to: { type: 'string' }, 'without-keys': { type: 'boolean' } } as const;
    const { positionals, values } = parseArgs({ allowPositionals: true, options });
    const withoutKeys = values['without-keys'];
    const [work, file, ...rest] = positionals;
    const isMisplaced = (values.to && (file || work !== 'move')) || (withoutKeys && work !== 'backup');
    if (rest.length || isMisplaced) throw new ToolFailure(BACKUP_USAGE, 2);
    return { work, file, to: values.to, withoutKeys };
  } catch {
    throw new ToolFailure(BACKUP_USAGE, 2);
  }
}

/**
 * Writes a backup under a temporary name and renames it when it is complete on disk, so that an incomplete file never
 * looks like a backup.
 */
async function backUp(file: string, withoutKeys?: boolean): Promise<void> {
  if (await stat(file).catch(() => undefined)) throw new ToolFailure(`${file} is there already: name another file.`, 1);
  const part = `${file}.part`;
  try {
    await withDatabase(true, async (url) => {
      const { migrations } = await loadApp();
      const source = await openDatabase(url, migrations);
      const bar = progressBar(`backup to ${basename(file)}`);
      // Readable by the owner only, because a backup contains all data of the shop.
      await pipeline(backupOf(source, bar.tell, { withoutKeys }), createGzip(), createWriteStream(part, { mode: 0o600 })).finally(
        () => source.destroy(),
      );
      bar.end();
    });
    await flush(part);
    await rename(part, file);
    await flush(dirname(file));
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  console.log(`${file} contains everything except the views, which are rebuilt from the log after a restore.`);
}

async function restore(file: string): Promise<void> {
  if (!(await stat(file).catch(() => undefined))?.isFile()) throw new ToolFailure(`There is no file ${file}.`, 1);
  await withDatabase(false, async (url) => {
    const { migrations } = await loadApp();
    const bar = progressBar(`restore from ${basename(file)}`);
    const target = await openDatabase(url, migrations);
    const { position, createdAt, withoutKeys } = await restoreInto(target, unpacked(file), bar.tell)
      .catch((error) => {
        if (!String(error.code).startsWith('Z_')) throw error;
        throw new ToolFailure(`${file} is damaged or cut off (${error.message}). Nothing was changed.`, 1);
      })
      .finally(() => target.destroy());
    bar.end();
    await prepareDatabase(url, migrations);
    console.log(`All is as it was on ${createdAt}, up to position ${position}. Views are folded from the log at the next start.`);
    if (withoutKeys) console.log('The backup has no keys: names of persons read [unreadable].');
    console.log('Users who were erased since then are erased again at that start, if ERASURE_LIST names them (docs/erasure.md).');
  });
}

/** Opens the file at the first read, because an error before a reader listens for it would end the process. */
async function* unpacked(file: string): AsyncGenerator<Buffer> {
  const pieces = createGunzip();
  // `pipeline` passes an error of the file on to the reader of `pieces`.
  pipeline(createReadStream(file), pieces).catch(() => undefined);
  yield* pieces;
}

async function move(to: string): Promise<void> {
  if (process.env.DATABASE_URL) throw new ToolFailure('DATABASE_URL is set, so the shop is not an embedded one.', 1);
  if (!/^postgres(ql)?:\/\//.test(to))
    throw new ToolFailure('--to must look like postgres://user:password@host:5432/database', 2);
  await withDatabase(false, async (url) => {
    const { migrations } = await loadApp();
    const [source, target] = [await openDatabase(url, migrations), await openDatabase(to, migrations)];
    const bar = progressBar('move');
    const { position } = await restoreInto(target, backupOf(source), bar.tell).finally(() =>
      Promise.all([source.destroy(), target.destroy()]),
    );
    bar.end();
    await prepareDatabase(to, migrations);
    console.log(
      `The shop is at its new place, up to position ${position}, and every row was compared. Start Kronika with DATABASE_URL set to it. ` +
        'The embedded one is unchanged: remove it when you no longer need it.',
    );
  });
}

function progressBar(title: string): { tell: TellProgress; end(): void } {
  const bar = new ProgressBar('rows');
  const start = performance.now();
  let [shownAt, last] = [Number.NEGATIVE_INFINITY, { rows: 0, of: 0 }];
  const show = (isOver: boolean) => {
    const { rows, of } = last;
    const rate = rows / ((performance.now() - start) / 1_000);
    bar.show({ title, progress: of ? rows / of : 1, rate, secondsLeft: isOver ? null : (of - rows) / rate }, isOver);
  };
  return {
    tell: (rows, of) => {
      last = { rows, of };
      if (performance.now() - shownAt < PROGRESS_INTERVAL_MS) return;
      shownAt = performance.now();
      show(false);
    },
    end: () => show(true),
  };
}

/** Flushes a file, or the entries of a folder, to disk. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}

runTool(main);
