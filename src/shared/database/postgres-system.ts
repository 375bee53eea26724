import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../settings.js';

/** The system user that runs the server; undefined if that is the user of this process. */
export type ServerUser = { uid: number; gid: number } | undefined;

/** Receives one line of the log of the embedded Postgres. */
export type Log = (line: string) => void;

/** Runs a program. @returns its output; rejects with its `stderr` if it fails */
export const run = promisify(execFile);

/** The code for Windows is not tested, because the tests run on Linux. */
export const isWindows = process.platform === 'win32';

/**
 * The environment of Postgres programs. It has no other variables, because the server's user could read our secrets
 * there.
 */
export const POSTGRES_ENVIRONMENT: NodeJS.ProcessEnv = { LC_ALL: 'C' };
for (const name of ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot'])
  if (process.env[name]) POSTGRES_ENVIRONMENT[name] = process.env[name];

/** Where a root process puts data and programs that the server's user can't reach in their usual place. */
const REACHABLE_FOLDER = '/var/lib/kronika';

/** Creates `REACHABLE_FOLDER`. @throws StartError if it can't be created */
export async function reachableFolder(): Promise<string> {
  try {
    await fs.mkdir(REACHABLE_FOLDER, { recursive: true });
    await fs.chmod(REACHABLE_FOLDER, 0o755);
    return REACHABLE_FOLDER;
  } catch (error) {
    const why = `the system user "postgres" can't reach the data or the programs of Postgres, nor can they move (${reason(error)})`;
    throw new StartError(`${why}: run Kronika as another user, or set DATABASE_URL`);
  }
}

/**
 * Postgres refuses to run as root. A root process runs it as the owner of the cluster or as the system user
 * `postgres`, which is created if missing.
 */
export async function serverUser(cluster: string | undefined): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = cluster && (await fs.stat(cluster));
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const id = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
  const find = async () => ({ uid: await id('-u'), gid: await id('-g') });
  const create = async () => {
    await run('groupadd', ['--force', '--system', 'postgres']);
    await run('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres']);
    return find();
  };
  const user = await find().catch(() =>
    create().catch((error) => {
      const why = `Postgres does not run as root, and no system user "postgres" could be made (${reason(error)})`;
      throw new StartError(`${why}: run Kronika as another user, or set DATABASE_URL`);
    }),
  );
  // Root owns a cluster that root copied, for example from a backup.
  if (cluster) await run('chown', ['-R', `${user.uid}:${user.gid}`, cluster]);
  return user;
}

/**
 * Whether the user can write to `path`. The check runs as that user, because mode bits don't show access control lists
 * and mount options.
 */
export async function isReachable(path: string, user: ServerUser): Promise<boolean> {
  return !user || run('test', ['-w', path], { cwd: '/', ...user }).then(Boolean, () => false);
}

/**
 * Creates a folder for unfinished work, owned by the user, and removes those of earlier starts.
 *
 * @param home the data folder, or the folder that replaces it
 */
export async function makeScratch(home: string, dataFolder: string, user?: ServerUser): Promise<string> {
  const prefix = home === dataFolder ? 'init-' : `${folderKey(dataFolder)}.init-`;
  for (const name of (await fs.readdir(home)).filter((name) => name.startsWith(prefix))) {
    // An `initdb` whose parent was killed may keep writing for a moment.
    await fs.rm(join(home, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
  const scratch = await fs.mkdtemp(join(home, prefix));
  if (user) await fs.chown(scratch, user.uid, user.gid);
  return scratch;
}

/** The prefix of all names in `REACHABLE_FOLDER` that belong to one data folder. */
export const folderKey = (dir: string) => createHash('sha256').update(dir).digest('hex').slice(0, 12);

/** Whether a file, folder or link exists, even a dangling link. */
export const exists = (path: string) => fs.lstat(path).then(Boolean, () => false);

/** Whether a system call failed with one of these codes. */
export const isCode = (error: unknown, ...codes: string[]) => codes.includes((error as NodeJS.ErrnoException).code ?? '');

/** Makes renames in a folder survive a power cut. Windows has no such call. */
export async function syncFolder(folder: string): Promise<void> {
  if (isWindows) return;
  const handle = await fs.open(folder);
  await handle.sync().finally(() => handle.close());
}

/** Why a program or a call failed, on one line. For a program, its last lines of `stderr`. */
export function reason(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string };
  return (stderr || message).trim().split('\n').slice(-4).join(' ');
}
