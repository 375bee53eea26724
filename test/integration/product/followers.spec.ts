import { execFile, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { Cluster } from '../../support/cluster.js';
import { KronikaProcess } from '../../support/process.js';
import { ROOT } from '../../support/root.js';

const HAS_PSQL = spawnSync('sh', ['-c', 'command -v psql']).status === 0;
if (!HAS_PSQL) console.warn('Not installed: psql. The test of docs/followers.md is skipped.');

const cleanups: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
});

it.skipIf(!HAS_PSQL)(
  'docs/followers.md leads from one Kronika to a follower and back, command by command',
  async () => {
    const page = await readFile(join(ROOT, 'docs/followers.md'), 'utf8');
    const commands = [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, text = '']) => text);
    expect(commands).toHaveLength(6);
    const [role, prepare, joinAndStart, withoutKeys, leave, undo] = commands as [string, string, string, string, string, string];
    // The setting of the page needs a restart, so the server has it from its start.
    const [origin, follower] = await Promise.all([Cluster.start(['wal_level=logical']), Cluster.start()]);
    cleanups.push(
      () => origin.stop(),
      () => follower.stop(),
    );
    const forFollowers = new URL(origin.url);
    forFollowers.username = 'kronika_follower';
    forFollowers.password = 'change-me';
    const env = {
      PATH: process.env.PATH,
      ORIGIN: origin.url,
      FOLLOWER: follower.url,
      ORIGIN_FOR_FOLLOWERS: forFollowers.href,
      TOOL: join(ROOT, 'dist/start/follow.js'),
    };
    /** Runs commands of the page; `npm run follow` without the build that is there already. */
    const shell = async (text: string) => {
      const script = `npm() { shift 3; node "$TOOL" "$@"; }\n${text}`;
      return (await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { env })).stdout;
    };

    const shop = await KronikaProcess.start({ DATABASE_URL: origin.url });
    cleanups.push(() => shop.signal('SIGKILL'));
    const { id } = await shop.command('POST', '/v1/order', { userId: 1 });
    await shell(role);
    expect(await shell(prepare)).toContain('Followers may connect as kronika_follower.');
    const [join_, status, start] = joinAndStart.trim().split('\n') as [string, string, string];
    expect(await shell(join_)).toContain('The log is copied');
    expect(await shell(status)).toMatch(/^origin 127\.0\.0\.1:\d+ · last sent \d+\.\d s ago · follows$/m);
    expect(start).toBe('DATABASE_URL="$FOLLOWER" ROLES=web,views npm start');
    const kronika = await KronikaProcess.start({ DATABASE_URL: follower.url, ROLES: 'web,worker' });
    cleanups.push(() => kronika.signal('SIGKILL'));
    expect(kronika.output).toContain('This database is a follower of 127.0.0.1:');
    const { position } = await shop.command('PUT', `/v1/order/${id}`, { userId: 2 });
    expect(await kronika.query(`/v1/order-history/${id}`, position)).toMatchObject({ id, user_id: 2 });
    expect(await kronika.query('/v1/reports/delivery')).toMatchObject({ status: 409, origin: 'https://shop.example' });

    expect(await shell(withoutKeys)).toContain('Followers may connect as partner, and can not read names of persons.');
    expect(await shell(leave)).toContain('This database follows no more.');
    await expect(shell(status)).rejects.toThrow();
    expect(await shell(undo)).toContain('Nobody can follow any more.');
  },
  120_000,
);
