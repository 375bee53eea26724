import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { CampaignDeleted } from '../campaigns/campaign/campaign.events.js';
import { PortfolioDeleted } from '../campaigns/portfolio/portfolio.events.js';
import { PublisherDeleted } from '../campaigns/publisher/publisher.events.js';
import { campaignId, DemoData, type Lane, SIZES, type Size, type Story, type StoryCommand } from '../demo/demo-data.js';
import { uuidOf } from '../demo/dice.js';
import { GoodsDeleted } from '../goods/goods.events.js';
import { OrderDeleted } from '../orders/order.events.js';
import { CommandMeta, type Receipt } from '../shared/event-log/command-meta.js';
import { OUTCOME_RETENTION } from '../shared/event-log/outcomes.js';
import { Refusal } from '../shared/event-log/refusal.js';
import type { Settings } from '../shared/settings.js';
import { Subscriptions } from '../shared/subscriptions/subscriptions.js';
import { LOOK, ProgressBar } from './progress-bar.js';
import { Failure, run, withApp } from './tool.js';

const USAGE = `npm run demo -- [--seed 1] [--size medium] [--date 2026-01-31]
fills the database with publishers, portfolios, campaigns, orders and goods, beside whatever it has

--seed   a whole number; another one makes other data, beside those of the first
--size   ${Object.keys(SIZES).join(', ')}
--date   the day that schedules are laid around, UTC; absent: today

The same seed, size and date on an empty database make the same ids, names and commands. What was interrupted goes on when it is
started again, and what is complete is left as it is: for ${OUTCOME_RETENTION}, after which it takes another seed. Until then --size and --date
of a seed are those of its first run.`;

const DEFAULT_SIZE = 'medium';

/**
 * How many commands are under way at once: fewer than the connections of the pool, and about what one machine can do.
 */
const AT_ONCE = 5;

/** What the caller wants; what is absent is as it was before, or as the usage says. */
interface Options {
  readonly seed: number;
  readonly size?: string;
  readonly date?: string;
}

interface Plan {
  readonly seed: number;
  readonly size: string;
  /** A day, UTC: `2026-01-31`. */
  readonly date: string;
}

/**
 * Demonstration data from the shell: commands as clients send them. The process runs neither views nor sagas; a
 * Kronika that runs does so meanwhile, and one that is started later does so then.
 */
async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  if (!options) return console.log(USAGE);
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  await withApp('web', async (app, settings) => {
    // Sagas begin where the log ends when they are first known: on a new database, before what is to come.
    await app.get(Subscriptions).start();
    const plan = await planOf(options, app.get(DataSource));
    await new Demo(plan, app, stopping.signal).run();
    console.log(await inventory(app.get(DataSource)));
    console.log(suggestions(settings, plan));
  });
}

/** @returns undefined if the caller only wants to know how to use it */
function optionsOf(given: string[]): Options | undefined {
  const { seed, size, date, help } = parsed(given);
  if (help) return undefined;
  if (!/^\d{1,9}$/.test(seed)) throw new Failure(`--seed must be a whole number of at most 9 digits, not ${seed}.`, 2);
  if (size !== undefined && !Object.hasOwn(SIZES, size))
    throw new Failure(`--size must be one of ${Object.keys(SIZES).join(', ')}, not ${size}.`, 2);
  if (date !== undefined && !isDay(date)) throw new Failure(`--date must be a day such as 2026-01-31, not ${date}.`, 2);
  return { seed: Number(seed), size, date };
}

function parsed(args: string[]) {
  try {
    const text = { type: 'string' } as const;
    return parseArgs({
      args,
      options: { seed: { ...text, default: '1' }, size: text, date: text, help: { type: 'boolean', short: 'h' } },
    }).values;
  } catch (error) {
    const [sentence] = (error as Error).message.split(/[.\n]/);
    throw new Failure(`${sentence}. With --help it tells how to use it.`, 2);
  }
}

function isDay(date: string): boolean {
  if (!/^2\d{3}-\d{2}-\d{2}$/.test(date)) return false;
  const midnight = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
}

/** The key of a command; no client's key is without the actor that this one begins with. */
const keyOf = (seed: number, story: string, n: number): string => `demo/${seed}/${story}/${n}`;

/**
 * Size and date of the seed's first run are kept with the outcome of its first command.
 *
 * @throws Failure if the seed was used for something else, or so long ago that its outcomes are no longer kept
 */
async function planOf({ seed, size, date }: Options, database: DataSource): Promise<Plan> {
  const [first] = await database.query(
    `SELECT fingerprint FROM write.outcomes WHERE key = $1 AND created_at >= clock_timestamp() - interval '${OUTCOME_RETENTION}'`,
    [keyOf(seed, 'publisher-1', 1)],
  );
  if (first) {
    const [knownSize, knownDate] = first.fingerprint.split(' ');
    const plan = { seed, size: size ?? knownSize, date: date ?? knownDate };
    if (plan.size === knownSize && plan.date === knownDate) return plan;
    throw new Failure(
      `Seed ${seed} has been used here with --size ${knownSize} --date ${knownDate}: take these, or another --seed.`,
      1,
    );
  }
  const used = await database.query('SELECT FROM log.events WHERE stream = $1 LIMIT 1', [
    `publisher-${uuidOf(`${seed}/publisher-1`)}`,
  ]);
  if (used.length)
    throw new Failure(
      `Seed ${seed} was used here more than ${OUTCOME_RETENTION} ago, and what was done is not known: take another --seed.`,
      1,
    );
  return { seed, size: size ?? DEFAULT_SIZE, date: date ?? new Date().toISOString().slice(0, 10) };
}

/** One run over all stories: does what has not been done. */
class Demo {
  private readonly bus: CommandBus;
  private readonly data: DemoData;
  private readonly bar = new ProgressBar('commands');
  private readonly begun = performance.now();
  private readonly total: number;
  private done = 0;
  private repeated = 0;
  /** How many of each code. */
  private readonly refused = new Map<string, number>();

  constructor(
    private readonly plan: Plan,
    app: INestApplicationContext,
    private readonly stopping: AbortSignal,
  ) {
    this.bus = app.get(CommandBus);
    this.data = new DemoData(plan.seed, Date.parse(`${plan.date}T00:00:00Z`), SIZES[plan.size] as Size);
    this.total = this.data.phases.flat(2).reduce((sum, story) => sum + lengthOf(story), 0);
  }

  /** @throws Failure if it was interrupted */
  async run(): Promise<void> {
    const looking = setInterval(() => this.show(false), LOOK);
    try {
      for (const lanes of this.data.phases) await this.sideBySide(lanes);
    } finally {
      clearInterval(looking);
      this.show(true);
    }
    if (this.stopping.aborted && this.done < this.total)
      throw new Failure(`Interrupted after ${this.done} of ${this.total} commands: the same call again goes on from there.`, 130);
    console.log(this.told());
  }

  /** A few at a time. If one fails, what the others have begun still ends. */
  private async sideBySide(lanes: readonly Lane[]): Promise<void> {
    const left = [...lanes];
    let failed = false;
    const work = async () => {
      for (let lane = left.shift(); lane; lane = left.shift())
        for (const story of lane) {
          if (failed) return;
          await this.tell(story);
        }
    };
    const ends = await Promise.allSettled(
      Array.from({ length: AT_ONCE }, () =>
        work().catch((error) => {
          failed = true;
          throw error;
        }),
      ),
    );
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  /** A refusal ends the story, since what follows builds on it; the others go on. */
  private async tell(story: Story): Promise<void> {
    const commands = story.tell();
    let n = 0;
    try {
      for (let next = commands.next(); !next.done && !this.stopping.aborted; ) {
        const receipt = await this.bus.execute(next.value.command(this.metaOf(story, ++n, next.value)));
        if (receipt.repeated) this.repeated++;
        this.done++;
        next = commands.next(receipt);
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refused.set(error.code, (this.refused.get(error.code) ?? 0) + 1);
      this.done += lengthOf(story) - n + 1;
    }
  }

  private metaOf({ name }: Story, n: number, { name: type, given }: StoryCommand): CommandMeta {
    const { seed, size, date } = this.plan;
    const key = keyOf(seed, name, n);
    const asked = createHash('sha256').update(JSON.stringify([type, given]));
    return new CommandMeta({
      commandId: uuidOf(key),
      actor: 'demo',
      correlationId: `demo/${seed}`,
      // Postgres may still run a command of a killed run.
      once: { key, fingerprint: `${size} ${date} ${asked.digest('hex')}`, wait: true },
      // So that the same date makes the same events, whenever they are made.
      now: `${date}T00:00:00.000Z`,
    });
  }

  private get seconds(): number {
    return (performance.now() - this.begun) / 1_000;
  }

  private show(isOver: boolean): void {
    const { done, total } = this;
    const rate = done / this.seconds;
    const secondsLeft = isOver || done === 0 ? null : (total - done) / rate;
    this.bar.show({ title: `demo ${this.plan.seed}`, progress: done / total, rate, secondsLeft }, isOver);
  }

  private told(): string {
    const { seed, size, date } = this.plan;
    const { total, repeated, seconds } = this;
    const refusals = [...this.refused].map(([code, count]) => `${count} × ${code}`);
    return [
      `Seed ${seed}, size ${size}, date ${date}: ${count(total)} commands, ${count(repeated)} of which had been done before.`,
      `It took ${seconds.toFixed(1)} s: ${count(Math.round(total / seconds))} commands a second.`,
      ...(refusals.length ? [`Refused, and what builds on it left out: ${refusals.join(', ')}.`] : []),
    ].join('\n');
  }
}

/** How many commands a story has; receipts do not change the number. */
function lengthOf(story: Story): number {
  const commands = story.tell();
  let length = 0;
  for (let next = commands.next(); !next.done; next = commands.next({ id: 1, version: 1, position: 1 } satisfies Receipt))
    length++;
  return length;
}

const count = (n: number): string => n.toLocaleString('en');

/** What the whole database has now, from this seed or not. */
async function inventory(database: DataSource): Promise<string> {
  const ends = [PublisherDeleted, PortfolioDeleted, CampaignDeleted, OrderDeleted, GoodsDeleted].map(({ type }) => type);
  const found: { category: string; made: number; ended: number; events: number }[] = await database.query(
    `SELECT split_part(stream, '-', 1) AS category, count(*)::int AS events, count(*) FILTER (WHERE version = 1)::int AS made,
            count(*) FILTER (WHERE type = ANY ($1))::int AS ended
     FROM log.events GROUP BY 1`,
    [ends],
  );
  const there = (category: string, plural = `${category}s`) => {
    const { made, ended } = found.find((each) => each.category === category) ?? { made: 0, ended: 0 };
    return `${count(made - ended)} ${made - ended === 1 ? category : plural}`;
  };
  const kinds = ['publisher', 'portfolio', 'campaign', 'order'].map((category) => there(category));
  const events = found.reduce((sum, each) => sum + each.events, 0);
  return `The database has ${kinds.join(', ')} and ${there('goods', 'goods')}, from ${count(events)} events.`;
}

function suggestions({ HOST, PORT }: Settings, { seed }: Plan): string {
  const routes = [
    'campaigns?runnable=true',
    `campaigns/${campaignId(seed, 1)}/history`,
    'portfolios',
    'order-history?threshold=5&sort=-total',
    'order-history/summary?by=user',
  ];
  return ['Try, with npm start:', ...routes.map((route) => `curl 'http://${HOST}:${PORT}/v1/${route}'`)].join('\n');
}

run(main);
