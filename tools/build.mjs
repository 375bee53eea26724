/**
 * Builds from the sources if the compilers are installed. Without them (`npm ci --omit=dev`), or with `--check`, only
 * checks that a build exists.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const inRoot = (path) => join(import.meta.dirname, '..', path);

const COMPILERS = ['typescript', 'rolldown', '@types/node'].map((name) => inRoot(`node_modules/${name}`));

const { values: options } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

if (!options.check && [...COMPILERS, inRoot('src')].every(existsSync)) {
  for (const args of [
    [inRoot('node_modules/typescript/bin/tsc'), '-p', inRoot('tsconfig.build.json')],
    [inRoot('tools/bundle.mjs')],
    [inRoot('tools/compress-web.mjs')],
  ]) {
    const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
    if (status !== 0) process.exit(status ?? 1);
  }
  cpSync(inRoot('assets'), inRoot('dist/assets'), { recursive: true });
} else if (!existsSync(inRoot('dist/start/made'))) {
  console.error('Nothing is built yet. Run `npm ci && npm run build` here, or copy the folder dist/ of a machine that did.');
  process.exit(1);
}
