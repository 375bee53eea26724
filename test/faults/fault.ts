import { appendFile, chmod, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { expect, it } from 'vitest';
import { KronikaProcess } from '../support/process.js';
import { ROOT } from '../support/root.js';
import { scratchFolder } from '../support/scratch.js';
import { createDatabase } from '../support/shop.js';
import { type FaultRow, TABLE } from './table.js';

/** `short` in `npm test`; `full` for the numbers of docs/reliability.md; `planted` checks that plants are caught. */
const MODE = process.env.KRONIKA_FAULTS ?? 'short';
const SEED = Number(process.env.KRONIKA_FAULTS_SEED ?? Math.floor(Math.random() * 2 ** 31));
/** The file to which each row is appended as a line of JSON; absent: rows are not reported. */
const REPORT = process.env.KRONIKA_FAULTS_REPORT;

/** The built code as users run it. */
const DIST = join(ROOT, 'dist');

export type Counts = Record<string, number>;

/** A small change that makes the built code break a promise. The check of this promise must fail. */
export interface Plant {
  readonly name: string;
  readonly changes: readonly {
    /** Within `dist`. */
    readonly file: string;
    /** Text that is in the file exactly once, so that a plant can't rot unnoticed. */
    readonly find: string;
    readonly replace: string;
  }[];
  /** Also run within `npm test`. */
  readonly always?: boolean;
}

/** One run of a scenario against one build. It closes everything that it opened. */
export class Run {
  private readonly closers: (() => Promise<unknown>)[] = [];
  private said = Date.now();
  readonly random: () => number;
  readonly isFull = MODE === 'full';

  constructor(
    /** The folder of the built code. */
    readonly build: string,
    readonly size: number,
    readonly seed: number,
    readonly name: string,
  ) {
    this.random = generator(seed);
  }

  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number {
    return least + Math.floor(this.random() * (most - least + 1));
  }

  /** Reports the progress of a full run every 15 s. */
  progress(done: number): void {
    if (!this.isFull || Date.now() - this.said < 15_000) return;
    this.said = Date.now();
    process.stderr.write(`${this.name}: ${done} of ${this.size}\n`);
  }

  /** Registers a function that is called at the end of the run, the latest first. */
  defer(close: () => Promise<unknown>): void {
    this.closers.push(close);
  }

  /** An empty database, which the build will migrate. */
  async database(): Promise<string> {
    const { url, drop } = await createDatabase('template0');
    this.defer(drop);
    return url;
  }

  async folder(): Promise<string> {
    const folder = await (this.isFull ? mkdtemp(join(tmpdir(), 'kronika-fault-')) : scratchFolder('kronika-fault-'));
    // If root runs the tests, the database server runs as another user.
    await chmod(folder, 0o777);
    this.defer(() => rm(folder, { recursive: true, force: true }));
    return folder;
  }

  async connect(url: string): Promise<pg.Client> {
    const client = new pg.Client(url);
    client.on('error', () => undefined);
    await client.connect();
    this.defer(() => client.end());
    return client;
  }

  /**
   * Starts the build in a process of its own, and waits until it answers or works on the log.
   *
   * @param main the program; KRONIKA_BUILD tells it the folder of the build
   */
  async start(environment: NodeJS.ProcessEnv, main = this.main): Promise<KronikaProcess> {
    const kronika = KronikaProcess.spawn({ LOG_LEVEL: 'fatal', KRONIKA_BUILD: this.build, ...environment }, { main });
    this.defer(() => kronika.signal('SIGKILL'));
    await kronika.prints(/ready at http|works on the log/);
    return kronika;
  }

  /** What starts the build: as `npm start` does it, or from its files, in which plants are. */
  get main(): string {
    return join(this.build, this.build === DIST ? 'start/main.js' : 'src/main.js');
  }

  /** A module of the build. */
  load<M>(path: string): Promise<M> {
    return import(join(this.build, path)) as Promise<M>;
  }

  async close(): Promise<void> {
    for (const close of this.closers.splice(0).reverse()) await close();
  }
}

/**
 * Registers a scenario of the table with what must be counted, and one check for each plant that the scenario must
 * catch.
 *
 * @param scenario runs against `run.build`, injects `run.size` faults and counts; it throws only if it could not be
 *   run
 */
export function fault(name: keyof typeof TABLE, scenario: (run: Run) => Promise<Counts>, plants: readonly Plant[] = []): void {
  const row: FaultRow = TABLE[name];
  const size = Number(process.env.KRONIKA_FAULTS_SIZE ?? (MODE === 'full' ? row.full : row.short));
  const mustBe = row.mustBe(size, MODE === 'full');
  // A broken promise is waited for in vain.
  const timeout = size > row.short ? 3 * 3_600_000 : MODE === 'planted' ? 600_000 : 180_000;
  const count = async (build: string) => {
    const run = new Run(build, size, SEED, name);
    const counts = await scenario(run).catch(async (error) => {
      // What could not be closed after it comes of it.
      await run.close().catch(() => undefined);
      throw error;
    });
    await run.close();
    return counts;
  };

  it.skipIf(MODE === 'planted')(
    `${row.row} ${row.title}: ${size} ${row.of}`,
    async () => {
      const started = Date.now();
      const counted = await count(DIST);
      const seconds = Math.round((Date.now() - started) / 1000);
      await report({ ...row, size, counted, mustBe, isAsMustBe: isAs(mustBe, counted), seconds });
      expect(counted, `seed ${SEED}`).toMatchObject(mustBe);
    },
    timeout,
  );

  // Most plants are only run on demand, so this check finds those that the code no longer fits.
  if (plants.length > 0 && MODE === 'short')
    it(`${row.row} has a place in the code for each of its plants`, async () => {
      for (const { name, changes } of plants)
        for (const change of changes) plantedIn(await readFile(join(DIST, change.file), 'utf8'), name, change);
    });

  for (const plant of plants.filter(({ always }) => MODE === 'planted' || (MODE === 'short' && always)))
    it(
      `${row.row} finds the fault that was planted: ${plant.name}`,
      async () => {
        const build = await planted(plant);
        const counted = await count(build).finally(() => rm(dirname(build), { recursive: true }));
        const isCaught = !isAs(mustBe, counted);
        await report({ ...row, plant: plant.name, size, counted, mustBe, isCaught });
        expect(isCaught, `seed ${SEED}: ${JSON.stringify(counted)}`).toBe(true);
      },
      timeout,
    );
}

const isAs = (mustBe: Counts, counted: Counts) => Object.entries(mustBe).every(([what, number]) => counted[what] === number);

/**
 * Copies the built code with the plant in it. The copy is beside `dist`, so that it finds packages, and has its own
 * `#kronika`.
 */
async function planted({ name, changes }: Plant): Promise<string> {
  const folder = join(ROOT, 'dist-planted', name.replaceAll(/\W+/g, '-'));
  const build = join(folder, 'dist');
  await cp(join(ROOT, 'package.json'), join(folder, 'package.json'));
  await cp(DIST, build, { recursive: true, filter: (path) => path !== join(DIST, 'start') });
  for (const change of changes) {
    const path = join(build, change.file);
    await writeFile(path, plantedIn(await readFile(path, 'utf8'), name, change));
  }
  return build;
}

function plantedIn(code: string, name: string, { file, find, replace }: Plant['changes'][number]): string {
  const parts = code.split(find);
  if (parts.length !== 2) throw new Error(`${name}: found ${parts.length - 1} times in ${file}: ${find}`);
  return parts.join(replace);
}

async function report(line: object): Promise<void> {
  if (REPORT) await appendFile(REPORT, `${JSON.stringify(line)}\n`);
}

/** Polls until a condition holds; @returns false if it did not within `milliseconds` */
export async function holdsWithin(condition: () => Promise<boolean> | boolean, milliseconds = 60_000): Promise<boolean> {
  for (const end = Date.now() + milliseconds; Date.now() < end; await wait(5)) if (await condition()) return true;
  return false;
}

/** A small seeded generator (mulberry32, public domain) of numbers from 0 to below 1. */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
