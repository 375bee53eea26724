import { parseArgs } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { CampaignDeleted } from '../campaigns/campaign/campaign.events.js';
import { PortfolioDeleted } from '../campaigns/portfolio/portfolio.events.js';
import { PublisherDeleted } from '../campaigns/publisher/publisher.events.js';
import { campaignId, SIZES } from '../demo/demo-data.js';
import { type DemoPlan, DemoRun, idempotencyKeyOf } from '../demo/demo-run.js';
import { uuidOf } from '../demo/dice.js';
import { saveSampleVideo } from '../demo/sample-video.js';
import { GoodsDeleted } from '../goods/goods.events.js';
import { OrderDeleted } from '../orders/order.events.js';
import { OUTCOME_RETENTION } from '../shared/event-log/outcomes.js';
import type { Settings } from '../shared/settings.js';
import { Subscriptions } from '../shared/subscriptions/subscriptions.js';
import { PROGRESS_INTERVAL_MS, ProgressBar } from './progress-bar.js';
import { runTool, ToolFailure, withApp } from './tool.js';

const DEMO_USAGE = `npm run demo -- [--seed 1] [--size medium] [--date 2026-01-31]
fills the database with publishers, portfolios, campaigns, orders and goods, beside whatever it has

--seed   a whole number; another one makes other data, beside those of the first
--size   ${Object.keys(SIZES).join(', ')}
--date   the day that schedules are laid around and before which orders were created in 90 days, UTC; absent: today

The same seed, size and date on an empty database make the same ids, names and commands. What was interrupted goes on when it is
started again, and what is complete is left as it is: for ${OUTCOME_RETENTION}, after which it takes another seed. Until then --size and --date
of a seed are those of its first run.`;

const DEFAULT_SIZE = 'medium';

/**
 * The options of a call. An absent one has the value of the seed's first run, or otherwise the default in the usage.
 */
interface Options {
  readonly seed: number;
  readonly size?: string;
  readonly date?: string;
}

/**
 * Creates demonstration data by the same commands that clients send. The process itself runs neither views nor sagas:
 * a running Kronika does so meanwhile, or else the next one that is started.
 */
async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  if (!options) return console.log(DEMO_USAGE);
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  await withApp('web', async (app, settings) => {
    // Creates the checkpoints of sagas before the first event, because a new saga begins at the end of the log.
    await app.get(Subscriptions).start();
    const plan = await demoPlanOf(options, app.get(DataSource));
    await runDemo(plan, app, stopping.signal);
    console.log(await inventory(app.get(DataSource)));
    console.log(suggestions(settings, plan));
  });
}

/** @returns undefined for --help */
function optionsOf(given: string[]): Options | undefined {
  const { seed, size, date, help } = parsed(given);
  if (help) return undefined;
  if (!/^\d{1,9}$/.test(seed)) throw new ToolFailure(`--seed must be a whole number of at most 9 digits, not ${seed}.`, 2);
  if (size !== undefined && !Object.hasOwn(SIZES, size))
    throw new ToolFailure(`--size must be one of ${Object.keys(SIZES).join(', ')}, not ${size}.`, 2);
  if (date !== undefined && !isDay(date)) throw new ToolFailure(`--date must be a day such as 2026-01-31, not ${date}.`, 2);
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
    throw new ToolFailure(`${sentence}. With --help it tells how to use it.`, 2);
  }
}

function isDay(date: string): boolean {
  // Demonstration data that were requested by HTTP have a moment as their date.
  if (!/^2\d{3}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}\.\d{3}Z)?$/.test(date)) return false;
  const moment = new Date(date);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(date);
}

/**
 * The plan of a run. The outcome of a seed's first command contains the size and date of its first run.
 *
 * @throws ToolFailure if the seed was used with another size or date, or so long ago that its outcomes were deleted
 */
async function demoPlanOf({ seed, size, date }: Options, database: DataSource): Promise<DemoPlan> {
  const [first] = await database.query(
    `SELECT fingerprint FROM write.outcomes WHERE key = $1 AND created_at >= clock_timestamp() - interval '${OUTCOME_RETENTION}'`,
    [idempotencyKeyOf(seed, 'publisher-1', 1)],
  );
  if (first) {
    const [knownSize, knownDate] = first.fingerprint.split(' ');
    const plan = { seed, size: size ?? knownSize, date: date ?? knownDate };
    if (plan.size === knownSize && plan.date === knownDate) return plan;
    throw new ToolFailure(
      `Seed ${seed} has been used here with --size ${knownSize} --date ${knownDate}: take these, or another --seed.`,
      1,
    );
  }
  const used = await database.query('SELECT FROM log.events WHERE stream = $1 LIMIT 1', [
    `publisher-${uuidOf(`${seed}/publisher-1`)}`,
  ]);
  if (used.length)
    throw new ToolFailure(
      `Seed ${seed} was used here more than ${OUTCOME_RETENTION} ago, and what was done is not known: take another --seed.`,
      1,
    );
  return { seed, size: size ?? DEFAULT_SIZE, date: date ?? new Date().toISOString().slice(0, 10) };
}

/**
 * Runs a plan with a progress bar.
 *
 * @throws ToolFailure if it was interrupted
 */
async function runDemo(plan: DemoPlan, app: INestApplicationContext, stopping: AbortSignal): Promise<void> {
  const run = new DemoRun(plan, app.get(CommandBus), stopping);
  const bar = new ProgressBar('commands');
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1_000;
  const show = (isOver: boolean) => {
    const { done, total } = run;
    const rate = done / seconds();
    const secondsLeft = isOver || done === 0 ? null : (total - done) / rate;
    bar.show({ title: `demo ${plan.seed}`, progress: done / total, rate, secondsLeft }, isOver);
  };
  const looking = setInterval(() => show(false), PROGRESS_INTERVAL_MS);
  await saveSampleVideo(app);
  const isDone = await run.run().finally(() => {
    clearInterval(looking);
    show(true);
  });
  const { done, total } = run;
  if (!isDone)
    throw new ToolFailure(`Interrupted after ${done} of ${total} commands: the same call again goes on from there.`, 130);
  console.log(told(plan, run, seconds()));
}

function told({ seed, size, date }: DemoPlan, { total, repeated, refused }: DemoRun, seconds: number): string {
  const refusals = [...refused].map(([code, count]) => `${count} × ${code}`);
  return [
    `Seed ${seed}, size ${size}, date ${date}: ${count(total)} commands, ${count(repeated)} of which had been done before.`,
    `It took ${seconds.toFixed(1)} s: ${count(Math.round(total / seconds))} commands a second.`,
    ...(refusals.length ? [`Refused, and what builds on it left out: ${refusals.join(', ')}.`] : []),
  ].join('\n');
}

const count = (n: number): string => n.toLocaleString('en');

/** Counts all entities in the database, including those of other seeds and clients. */
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

function suggestions({ HOST, PORT }: Settings, { seed }: DemoPlan): string {
  const routes = [
    'campaigns?runnable=true',
    `campaigns/${campaignId(seed, 1)}/history`,
    'portfolios',
    'order-history?threshold=5&sort=-total',
    'order-history/summary?by=user',
  ];
  return ['Try, with npm start:', ...routes.map((route) => `curl 'http://${HOST}:${PORT}/v1/${route}'`)].join('\n');
}

runTool(main);
