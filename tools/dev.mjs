/**
 * Compiles changed sources and restarts the app, until it is stopped. Works on every platform, because it uses no
 * shell.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const inRoot = (...parts) => join(import.meta.dirname, '..', ...parts);

const programs = [
  [inRoot('node_modules/typescript/bin/tsc'), '-p', inRoot('tsconfig.build.json'), '--watch', '--preserveWatchOutput'],
  ['--watch', '--enable-source-maps', inRoot('dist/src/main.js')],
].map((args) => spawn(process.execPath, args, { stdio: 'inherit' }));

const stop = () => {
  for (const program of programs) program.kill();
};
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);
// Neither program is of use without the other.
for (const program of programs) program.on('exit', stop);
