import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../settings.js';
import {
  exists,
  folderKey,
  isReachable,
  type Log,
  makeScratch,
  POSTGRES_ENVIRONMENT,
  reachableFolder,
  run,
  type ServerUser,
  syncFolder,
} from './postgres-system.js';

/** @returns the real path of the cluster in the data folder; undefined if there is none yet */
export async function findCluster(dir: string): Promise<string | undefined> {
  const entry = join(dir, 'postgres');
  if (!(await exists(entry))) return undefined;
  return fs.realpath(entry).catch(async () => {
    throw new StartError(
      `${entry} links to ${await fs.readlink(entry)}, which is gone: restore it, or delete the link to start with an empty database`,
    );
  });
}

/**
 * The superuser's password, created at the first start.
 *
 * @throws StartError if the password is missing although it is required, because a cluster exists
 */
export async function readPassword(dir: string, required: boolean): Promise<string> {
  const file = join(dir, 'password');
  if (await exists(file)) return (await fs.readFile(file, 'utf8')).trim();
  if (required) throw new StartError(`${file} is missing, and the database in ${dir} has no other password: restore it`);
  const password = randomBytes(24).toString('base64url');
  await fs.writeFile(`${file}.new`, password, { mode: 0o600, flush: true });
  await fs.rename(`${file}.new`, file);
  return password;
}

/**
 * Creates a cluster in a scratch folder and renames it into place, so that an unfinished cluster is never used. If the
 * server's user can't reach the data folder, the cluster is created elsewhere and `postgres` in the data folder links
 * to it. Each such place gets a new name. So after the data folder is deleted, the next start creates an empty
 * database.
 *
 * @param meanwhile called while `initdb` runs
 * @returns the cluster's real path
 */
export async function createCluster(
  dir: string,
  bin: string,
  user: ServerUser,
  password: string,
  log: Log,
  meanwhile: () => void,
): Promise<string> {
  log(`creating a database in ${dir}`);
  let home = dir;
  let scratch = await makeScratch(home, dir, user);
  if (!(await isReachable(scratch, user)) && !(await letThrough(dir, scratch, user))) {
    await fs.rm(scratch, { recursive: true });
    home = await reachableFolder();
    scratch = await makeScratch(home, dir, user);
  }
  const passwordFile = join(scratch, 'password');
  await fs.writeFile(passwordFile, password, { mode: 0o600 });
  if (user) await fs.chown(passwordFile, user.uid, user.gid);
  const unfinished = join(scratch, 'postgres');
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const login = ['--auth=scram-sha-256', '--username=kronika', `--pwfile=${passwordFile}`];
  const options = { cwd: '/', env: POSTGRES_ENVIRONMENT, ...user };
  const finished = run(join(bin, 'initdb'), ['-D', unfinished, ...locale, ...login, '--data-checksums'], options);
  meanwhile();
  await finished;

  const place = home === dir ? 'postgres' : `${folderKey(dir)}-${randomBytes(4).toString('hex')}`;
  const cluster = join(home, place);
  await fs.rename(unfinished, cluster);
  await syncFolder(home);
  if (home !== dir) {
    await fs.symlink(cluster, join(dir, 'postgres'));
    await syncFolder(dir);
    log(`the system user "postgres" can't reach ${dir}: the data lives in ${cluster}`);
    const older = (await fs.readdir(home)).filter((name) => name.startsWith(`${folderKey(dir)}-`) && name !== place);
    if (older.length) log(`earlier data of ${dir}, no longer linked there: ${older.map((name) => join(home, name)).join(', ')}`);
  }
  await fs.rm(scratch, { recursive: true });
  return fs.realpath(cluster);
}

/**
 * Lets other users traverse the data folder, but not list it. A strict umask or `mkdtemp` often removes only that
 * permission.
 *
 * @returns false if the user still can't reach `path`; the folder then keeps its mode
 */
async function letThrough(dir: string, path: string, user: ServerUser): Promise<boolean> {
  const { mode } = await fs.stat(dir);
  await fs.chmod(dir, mode | 0o001);
  const isThrough = await isReachable(path, user);
  if (!isThrough) await fs.chmod(dir, mode);
  return isThrough;
}

/** @throws StartError if the server's user can't reach the cluster, or if another major version created it */
export async function checkCluster(cluster: string, major: string, user: ServerUser): Promise<void> {
  if (!(await isReachable(cluster, user))) {
    throw new StartError(
      `user ${user?.uid} runs Postgres but can't reach ${cluster}: open its parent folders, or set DATABASE_URL`,
    );
  }
  const version = (await fs.readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  if (version === major) return;
  const what = `${cluster} was made by Postgres ${version}, this Kronika brings Postgres ${major}`;
  const how = `dump it (pg_dump) while the Kronika that made it runs, and restore into a new DATA_DIR`;
  throw new StartError(`${what}: ${how}, or serve it by a Postgres ${version} and set DATABASE_URL`);
}
