import { parseArgs } from 'node:util';
import type { DataSource } from 'typeorm';
import { openDatabase, prepareDatabase } from '../shared/database/database.js';
import { LogOrigin } from '../shared/database/log-origin.js';
import { Followers } from '../shared/followers/followers.js';
import { joinOrigin, leaveOrigin } from '../shared/followers/join.js';
import { endOrigin, prepareOrigin } from '../shared/followers/prepare.js';
import { readSettings } from '../shared/settings.js';
import { ShopSettings } from '../shop-settings.js';
import { PROGRESS_INTERVAL_MS, ProgressBar } from './progress-bar.js';
import { loadApp, runTool, ToolFailure, withDatabase } from './tool.js';

const FOLLOW_USAGE = `npm run follow -- prepare [--role NAME]
                              at the origin: let followers connect as NAME (kronika_follower);
                              with --without-keys, they can't read names of persons
npm run follow -- join --origin URL
                              at a follower: copy the log of the origin's database, and follow it
npm run follow -- status      at either: who follows, and how far
npm run follow -- leave       at a follower: end it, and drop its slot at the origin;
                              at the origin: undo prepare

The database is that of DATABASE_URL, or the embedded one in DATA_DIR.`;

const DEFAULT_ROLE = 'kronika_follower';

type Work = (source: DataSource, followers: Followers, isFollower: boolean) => Promise<void>;

async function main(): Promise<void> {
  const work = workOf(optionsOf());
  await withDatabase(true, async (url) => {
    const { migrations } = await loadApp();
    const { origin } = await prepareDatabase(url, migrations);
    const source = await openDatabase(url, migrations);
    await work(source, new Followers(source, new LogOrigin(origin)), origin !== undefined).finally(() => source.destroy());
  });
}

function optionsOf() {
  try {
    const options = { role: { type: 'string' }, 'without-keys': { type: 'boolean' }, origin: { type: 'string' } } as const;
    return parseArgs({ allowPositionals: true, options });
  } catch {
    throw new ToolFailure(FOLLOW_USAGE, 2);
  }
}

/** @throws ToolFailure with the usage */
function workOf({ positionals, values }: ReturnType<typeof optionsOf>): Work {
  const [command = '', ...rest] = positionals;
  const { role, origin, 'without-keys': withoutKeys = false } = values;
  const isPlain = role === undefined && origin === undefined && !withoutKeys && !rest.length;
  if (command === 'prepare' && origin === undefined && !rest.length) return prepare(role ?? DEFAULT_ROLE, withoutKeys);
  if (command === 'join' && origin !== undefined && role === undefined && !withoutKeys && !rest.length) return join(origin);
  if (command === 'status' && isPlain) return status;
  if (command === 'leave' && isPlain) return leave;
  throw new ToolFailure(FOLLOW_USAGE, 2);
}

const prepare =
  (role: string, withoutKeys: boolean): Work =>
  async (source) => {
    const { PUBLIC_URL } = readSettings(process.env, ShopSettings);
    await prepareOrigin(source, { role, withoutKeys, address: PUBLIC_URL });
    const what = withoutKeys ? ', and can not read names of persons' : '';
    console.log(`Followers may connect as ${role}${what}. Kronika writes the mark for them within 5 s.`);
    if (!PUBLIC_URL) console.log('PUBLIC_URL is not set, so followers name the database when they refuse commands.');
  };

const join =
  (origin: string): Work =>
  async (source) => {
    if (!/^postgres(ql)?:\/\//.test(origin))
      throw new ToolFailure('--origin must look like postgres://user:password@host:5432/database', 2);
    const bar = new ProgressBar('events');
    const start = performance.now();
    let shownAt = Number.NEGATIVE_INFINITY;
    const isNew = await joinOrigin(source, origin, (rows, of) => {
      if (performance.now() - shownAt < PROGRESS_INTERVAL_MS) return;
      shownAt = performance.now();
      const rate = rows / ((shownAt - start) / 1_000);
      bar.show({ title: 'first copy', progress: of ? rows / of : 0, rate, secondsLeft: rate ? (of - rows) / rate : null }, false);
    });
    const [{ position }] = await source.query('SELECT log.last_position() AS position');
    console.log(
      isNew
        ? `The log is copied up to position ${position}, and followed from there. Start Kronika here with ROLES=web,views.`
        : `This database follows already, up to position ${position}.`,
    );
  };

const status: Work = async (_, followers) => {
  const [all, origin] = [await followers.all(), await followers.ofOrigin()];
  for (const { slot, lagBytes, problem } of all)
    console.log([slot, `${lagBytes} bytes behind`, problem ?? 'follows'].join(' · '));
  if (origin) {
    const lag = origin.lagSeconds === null ? 'nothing came yet' : `last sent ${origin.lagSeconds.toFixed(1)} s ago`;
    console.log([`origin ${origin.server}`, lag, origin.problem ?? 'follows'].join(' · '));
  } else if (!all.length) console.log('Nobody follows.');
  if (origin?.problem || all.some(({ problem }) => problem !== null)) throw new ToolFailure('Not all is well.', 1);
};

const leave: Work = async (source, _, isFollower) => {
  if (isFollower) {
    const slot = await leaveOrigin(source);
    console.log('This database follows no more. It keeps its copy, and takes no commands.');
    if (slot)
      throw new ToolFailure(
        `The origin does not drop the slot. Run at the origin: psql -c "SELECT pg_drop_replication_slot('${slot}')"`,
        1,
      );
    return;
  }
  const slots = await endOrigin(source);
  console.log(`Nobody can follow any more.${slots.length ? ` Dropped slots: ${slots.join(', ')}.` : ''}`);
};

runTool(main);
