import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './root.js';

/** What tsc has made, and what it knows about it. */
const BUILT = ['dist/src', 'dist/migrations', 'dist/ormconfig.js', 'dist/tsconfig.build.tsbuildinfo'];

/**
 * Copies parts of the project with what is built of them, so that tsc compiles only what a test changes in the copy.
 *
 * @returns the folder, which the caller deletes
 */
export async function copyProject(prefix: string, parts: readonly string[]): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), prefix));
  for (const part of [...parts, ...BUILT]) await cp(join(ROOT, part), join(copy, part), { recursive: true });
  const [packages, linked] = [join(ROOT, 'node_modules'), join(copy, 'node_modules')];
  // Behind a link to the folder, tsc would take each file of a package for another one than before, and compile all.
  await promisify(execFile)('cp', ['-al', packages, linked]).catch(async () => {
    await rm(linked, { recursive: true, force: true });
    await symlink(packages, linked);
  });
  return copy;
}
