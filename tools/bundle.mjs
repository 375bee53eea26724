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
  follow: 'src/cli/follow.js',
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

/** What packages of Nest `require` at run time, which would load a second instance from hundreds of files. */
const REQUIRED = {
  'mapped-types': ['class-validator', 'class-transformer', 'class-transformer/cjs/storage'],
  typeorm: ['typeorm'],
};

/** Imports these instead, so that each has one instance, in the bundle. */
const oneInstance = {
  name: 'one instance',
  transform: (code, id) => {
    const [, name] = /@nestjs.([^/\\]+)/.exec(id) ?? [];
    const found = (REQUIRED[name] ?? []).filter((required) => code.includes(`require('${required}')`));
    if (found.length === 0) return undefined;
    const imports = found.map((required, index) => `import * as required${index} from '${required}';\n`);
    const inside = found.reduce((text, required, index) => text.replaceAll(`require('${required}')`, `required${index}`), code);
    return { code: imports.join('') + inside, map: NO_MAP };
  },
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
    plugins: [oneInstance, ourMaps],
    // Left out: the 700 files of OpenTelemetry are loaded only if tracing is on, and the client of NATS is optional.
    // Prom-client always needs OpenTelemetry's API.
    external: /^@(opentelemetry\/(?!api$)|nats-io\/)/,
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
