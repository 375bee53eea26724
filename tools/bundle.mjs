/**
 * Bundles the built app and its tools with their dependencies into `dist/start/`, which `npm start`, `npm run keys` and
 * the others run. Without a bundle, each start takes a second longer, to find, open and link some 2,300 files. Does
 * nothing if neither the app nor its packages have changed since.
 */
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { rolldown } from 'rolldown';

const ROOT = join(import.meta.dirname, '..');

const BUILT = join(ROOT, 'dist') + sep;

/** What is run, by its name in `dist/start/`. */
const PROGRAMS = {
  main: 'src/main.js',
  backup: 'src/cli/backup.js',
  demo: 'src/cli/demo.js',
  keys: 'src/cli/keys.js',
  view: 'src/cli/view.js',
};

/** Written last, so that an interrupted bundle is made anew. */
const MADE = join(BUILT, 'start/made');

/** Files of which at least one changes with every change of the bundle's content. */
const SOURCES = [import.meta.filename, join(BUILT, 'tsconfig.build.tsbuildinfo'), join(ROOT, 'node_modules/.package-lock.json')];

/** Replaces the source maps of packages, because Node reads all source maps at each start. */
const NO_MAP = { version: 3, sources: [], names: [], mappings: '' };

const ourMaps = {
  name: 'our maps',
  load: async (id) =>
    id.startsWith(BUILT) ? { code: await readFile(id, 'utf8'), map: await readFile(`${id}.map`, 'utf8') } : undefined,
  transform: (code, id) => (id.startsWith(BUILT) ? undefined : { code, map: NO_MAP }),
};

/**
 * Replaces a `require` of TypeORM by `@nestjs/typeorm` at run time, which would load a second instance from its files.
 */
const oneTypeorm = {
  name: 'one TypeORM',
  transform: (code, id) =>
    id.includes(join('@nestjs', 'typeorm')) && code.includes(`require('typeorm')`)
      ? { code: `import * as theOne from 'typeorm';\n${code.replace(`require('typeorm')`, 'theOne')}`, map: NO_MAP }
      : undefined,
};

/** Removes built files without a source, because tsc keeps them and a migration that moved would be found twice. */
async function sweep() {
  for (const folder of ['src', 'migrations', 'examples'])
    for (const file of await readdir(join(BUILT, folder), { recursive: true })) {
      const source = join(ROOT, folder, file.replace(/[.]js([.]map)?$/, '.ts'));
      if (/[.]js([.]map)?$/.test(file) && !(await stat(source).catch(() => undefined))) await rm(join(BUILT, folder, file));
    }
}

async function isMade() {
  const changed = async (file) => (await stat(file).catch(() => undefined))?.mtimeMs ?? 0;
  return Math.max(...(await Promise.all(SOURCES.map(changed)))) < (await changed(MADE));
}

async function make() {
  const bundle = await rolldown({
    input: Object.fromEntries(Object.entries(PROGRAMS).map(([name, file]) => [name, join(BUILT, file)])),
    platform: 'node',
    plugins: [oneTypeorm, ourMaps],
    // Left out: the 700 files of OpenTelemetry are loaded only if tracing is on, and the client of NATS is optional.
    external: /^@(opentelemetry|nats-io)\//,
    // Optional packages that are not installed; imports of our own code are checked by tsc.
    onLog: (level, log, handle) => log.code === 'UNRESOLVED_IMPORT' || handle(level, log),
  });
  await bundle.write({
    dir: join(BUILT, 'start'),
    chunkFileNames: '[name].js',
    // Needed, because sagas, handlers and commands are identified by class name, also in the database.
    keepNames: true,
    sourcemap: true,
    // Reflect's metadata come before all that is decorated, in whatever chunk.
    strictExecutionOrder: true,
  });
  await bundle.close();
  await writeFile(MADE, '');
}

await sweep();
if (!(await isMade())) await make();
