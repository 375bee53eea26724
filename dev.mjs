/** Compiles what changes and restarts the app with it, until it is stopped. Works in every shell, since it needs none. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const inRoot = (...parts) => join(import.meta.dirname, ...parts);

const programs = [
  [inRoot('node_modules/typescript/bin/tsc'), '-p', inRoot('tsconfig.build.json'), '--watch', '--preserveWatchOutput'],
  ['--watch', '--enable-source-maps', inRoot('dist/src/main.js')],
].map((args) => spawn(process.execPath, args, { stdio: 'inherit' }));

const stop = () => {
  for (const program of programs) program.kill();
};
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);
// One is of no use without the other.
for (const program of programs) program.on('exit', stop);
