import { createHash } from 'node:crypto';
import type { CommandBus } from '@nestjs/cqrs';
import { CommandMeta, type Receipt, Refusal } from '#kronika';
import { DemoData, type Lane, SIZES, type Size } from './demo-data.js';
import { uuidOf } from './dice.js';
import type { Story, StoryCommand } from './story.js';

/**
 * Maximum number of commands in progress: fewer than the connections of the pool, and about what one machine can do.
 */
const MAX_CONCURRENT_STORIES = 5;

export interface DemoPlan {
  readonly seed: number;
  /** A key of `SIZES`. */
  readonly size: string;
  /**
   * The date that the data are laid around, UTC: a day such as `2026-01-31`, which stands for its midnight, or a
   * moment.
   */
  readonly date: string;
}

/** The idempotency key of a command. No client's key has this actor in front. */
export const idempotencyKeyOf = (seed: number, story: string, n: number): string => `demo/${seed}/${story}/${n}`;

/** A run over all stories. It skips commands of earlier runs. */
export class DemoRun {
  private readonly data: DemoData;
  /** The number of commands, and how many of them are done, by this run or an earlier one. */
  readonly total: number;
  done = 0;
  repeated = 0;
  /** The number of refusals by code. */
  readonly refused = new Map<string, number>();

  constructor(
    private readonly plan: DemoPlan,
    private readonly bus: CommandBus,
    private readonly stopping: AbortSignal,
  ) {
    this.data = new DemoData(plan.seed, Date.parse(plan.date), SIZES[plan.size] as Size);
    this.total = this.data.phases.flat(2).reduce((sum, story) => sum + lengthOf(story), 0);
  }

  /** @returns false if it was stopped before its end */
  async run(): Promise<boolean> {
    for (const lanes of this.data.phases) await this.sideBySide(lanes);
    return this.done === this.total;
  }

  /** Tells a few stories concurrently. If one fails, the other ones that have begun still end. */
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
      Array.from({ length: MAX_CONCURRENT_STORIES }, () =>
        work().catch((error) => {
          failed = true;
          throw error;
        }),
      ),
    );
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  /**
   * Tells a story up to its end or its first refusal, because later commands depend on the refused one. Other stories
   * continue.
   */
  private async tell(story: Story): Promise<void> {
    const commands = story.commands();
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
    const key = idempotencyKeyOf(seed, name, n);
    const asked = createHash('sha256').update(JSON.stringify([type, given]));
    return new CommandMeta({
      commandId: uuidOf(key),
      actor: 'demo',
      correlationId: `demo/${seed}`,
      // Postgres may still be running this command for a run that was killed.
      once: { key, fingerprint: `${size} ${date} ${asked.digest('hex')}`, wait: true },
      // A fixed time, so that the same date makes the same events whenever they are made.
      now: `${date.slice(0, 10)}T00:00:00.000Z`,
    });
  }
}

/** The number of a story's commands, which does not depend on receipts. */
function lengthOf(story: Story): number {
  const commands = story.commands();
  let length = 0;
  for (let next = commands.next(); !next.done; next = commands.next({ id: 1, version: 1, position: 1 } satisfies Receipt))
    length++;
  return length;
}
