/**
 * Bundles the built app with what it depends on into `dist/start/`, which `npm start` runs: to find, open and link some 2,300 files
 * takes a second of each start. Does nothing if neither the app nor its packages have changed since.
 */
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { rolldown } from 'rolldown';

const BUILT = join(import.meta.dirname, 'dist') + sep;

/** Written last, so that a bundle that was cut off is made anew. */
const MADE = join(BUILT, 'start/made');

/** Files of which at least one changes with whatever goes into the bundle. */
const SOURCES = [
  import.meta.filename,
  join(BUILT, 'tsconfig.build.tsbuildinfo'),
  join(import.meta.dirname, 'node_modules/.package-lock.json'),
];

/** Only our own code has one, since Node reads all of it at each start. */
const NO_MAP = { version: 3, sources: [], names: [], mappings: '' };

const ourMaps = {
  name: 'our maps',
  load: async (id) =>
    id.startsWith(BUILT) ? { code: await readFile(id, 'utf8'), map: await readFile(`${id}.map`, 'utf8') } : undefined,
  transform: (code, id) => (id.startsWith(BUILT) ? undefined : { code, map: NO_MAP }),
};

/** `@nestjs/typeorm` requires TypeORM once more at run time, which would load a second one from its files. */
const oneTypeorm = {
  name: 'one TypeORM',
  transform: (code, id) =>
    id.includes(join('@nestjs', 'typeorm')) && code.includes(`require('typeorm')`)
      ? { code: `import * as theOne from 'typeorm';\n${code.replace(`require('typeorm')`, 'theOne')}`, map: NO_MAP }
      : undefined,
};

/** Removes built files whose source is gone: tsc leaves them, and a migration that moved would be found twice. */
async function sweep() {
  for (const folder of ['src', 'migrations', 'examples'])
    for (const file of await readdir(join(BUILT, folder), { recursive: true })) {
      const source = join(import.meta.dirname, folder, file.replace(/[.]js([.]map)?$/, '.ts'));
      if (/[.]js([.]map)?$/.test(file) && !(await stat(source).catch(() => undefined))) await rm(join(BUILT, folder, file));
    }
}

async function isMade() {
  const changed = async (file) => (await stat(file).catch(() => undefined))?.mtimeMs ?? 0;
  return Math.max(...(await Promise.all(SOURCES.map(changed)))) < (await changed(MADE));
}

async function make() {
  const bundle = await rolldown({
    input: join(BUILT, 'src/main.js'),
    platform: 'node',
    plugins: [oneTypeorm, ourMaps],
    // Optional packages that are not installed; imports of our own code are checked by tsc.
    onLog: (level, log, handle) => log.code === 'UNRESOLVED_IMPORT' || handle(level, log),
  });
  await bundle.write({
    dir: join(BUILT, 'start'),
    chunkFileNames: '[name].js',
    // Sagas, handlers and commands are known by the names of their classes, also in the database.
    keepNames: true,
    sourcemap: true,
  });
  await bundle.close();
  await writeFile(MADE, '');
}

await sweep();
if (!(await isMade())) await make();
