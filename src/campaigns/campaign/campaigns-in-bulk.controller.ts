import { setImmediate as nextTurn } from 'node:timers/promises';
import { Body, Controller, Logger, Post, type Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiExtraModels, ApiProperty, ApiTags, IntersectionType } from '@nestjs/swagger';
import {
  Choice,
  CommandMeta,
  CommandRoute,
  EventLog,
  type InputError,
  InvalidInput,
  Meta,
  problemOf,
  type Receipt,
  Rows,
  readInput,
  Settings,
  Uuid,
  unknownNames,
  Whole,
} from '#kronika';
import { EXAMPLE_IDS } from '../campaigns.input.js';
import { LimitsBody, limitsOf, RankBody, rankOf, TargetingBody, targetingOf } from './campaign-terms.input.js';
import { CurrencyBody, NameBody, PlacementsBody, PriceBody, ScheduleBody, scheduleOf } from './campaigns.controller.js';
import { DeleteCampaign } from './delete-campaign.command.js';
import { RenameCampaign } from './rename-campaign.command.js';
import { SetCurrency } from './set-currency.command.js';
import { SetLimits } from './set-limits.command.js';
import { SetPaused } from './set-paused.command.js';
import { SetPlacements } from './set-placements.command.js';
import { SetPrice } from './set-price.command.js';
import { SetRank } from './set-rank.command.js';
import { SetSchedule } from './set-schedule.command.js';
import { SetTargeting } from './set-targeting.command.js';

/** A kind of row: its input class and the command that it becomes. */
interface BulkCommand<B extends object> {
  /** The fields of this kind of row, besides those of every row; absent: none. */
  readonly body?: new () => B;
  /** @param zone time zone of dates, unless the body has one */
  command(id: string, body: B, meta: CommandMeta, zone: string): object;
}

const bulkCommand = <B extends object>(body: new () => B, command: BulkCommand<B>['command']): BulkCommand<B> => ({
  body,
  command,
});

const BULK_COMMANDS = {
  rename: bulkCommand(NameBody, (id, { name }, meta) => new RenameCampaign(id, name, meta)),
  'set-currency': bulkCommand(CurrencyBody, (id, { currency, amount }, meta) => new SetCurrency(id, currency, amount, meta)),
  'set-price': bulkCommand(PriceBody, (id, { amount }, meta) => new SetPrice(id, amount, meta)),
  'set-schedule': bulkCommand(ScheduleBody, (id, body, meta, zone) => new SetSchedule(id, scheduleOf(body, zone), meta)),
  'set-placements': bulkCommand(PlacementsBody, (id, { sections }, meta) => new SetPlacements(id, sections, meta)),
  'set-limits': bulkCommand(LimitsBody, (id, body, meta, zone) => new SetLimits(id, limitsOf(body, zone), meta)),
  'set-targeting': bulkCommand(TargetingBody, (id, body, meta) => new SetTargeting(id, targetingOf(body), meta)),
  'set-rank': bulkCommand(RankBody, (id, body, meta) => new SetRank(id, rankOf(body), meta)),
  pause: { command: (id, _, meta) => new SetPaused(id, true, meta) } as BulkCommand<object>,
  resume: { command: (id, _, meta) => new SetPaused(id, false, meta) } as BulkCommand<object>,
  delete: { command: (id, _, meta) => new DeleteCampaign(id, meta) } as BulkCommand<object>,
};

/** The fields of every row. */
class RowHead {
  @Choice({ of: Object.keys(BULK_COMMANDS), description: 'The command', example: 'set-price' })
  command!: keyof typeof BULK_COMMANDS;

  @Uuid({ description: 'The campaign', example: EXAMPLE_IDS.campaign })
  id!: string;

  @Whole({
    minimum: 1,
    maximum: 2_147_483_647,
    optional: true,
    description: 'The version that the campaign must have, as in If-Match; absent: any',
    example: 1,
  })
  version?: number;
}

/** One OpenAPI schema for each command: the fields of every row and those of the command's body. */
const ROW_DOCUMENTS = Object.entries<BulkCommand<object>>(BULK_COMMANDS).map(([command, { body = class {} }]) => {
  class RowDocument extends IntersectionType(RowHead, body as Type<object>) {}
  ApiProperty({ enum: [command], example: command })(RowDocument.prototype, 'command');
  const name = command.replaceAll(/(^|-)(\w)/g, (_, __, initial: string) => initial.toUpperCase());
  return Object.defineProperty(RowDocument, 'name', { value: `${name}Row` });
});

class BulkBody {
  @Rows({
    of: ROW_DOCUMENTS,
    uuids: ['id', 'sections'],
    maximum: 500,
    description:
      'Each command is executed separately, and those of one campaign in this order. A refusal does not affect the other commands. With an Idempotency-Key, the whole request can be repeated',
    example: [
      { command: 'set-price', id: EXAMPLE_IDS.campaign, amount: 1250 },
      { command: 'pause', id: EXAMPLE_IDS.campaign },
    ],
  })
  commands!: Row[];
}

class RowOutcomeDocument {
  @ApiProperty({ type: 'integer', description: 'The status that the command would have in a request of its own', example: 204 })
  status!: number;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The version of the campaign; null if the command was refused',
    example: 2,
  })
  version!: number | null;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    nullable: true,
    description: 'As Event-Position; null if the command was refused',
    example: 42,
  })
  position!: number | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'Code, detail and the other fields of a problem document; null if the command succeeded',
    example: null,
  })
  problem!: object | null;
}

class BulkDocument {
  @ApiProperty({ type: [RowOutcomeDocument], description: 'One outcome for each command, in the same order' })
  data!: RowOutcomeDocument[];
}

type Row = Record<string, unknown>;

/** About 2 kB for each of 500 rows. */
const MAX_BODY_BYTES = 1024 * 1024;

/** Below the size of the connection pool, so that other commands still get a connection. */
const MAX_CONCURRENT_COMMANDS = 4;

/** The indexes of the rows, by campaign: rows of one campaign are executed in order, campaigns in parallel. */
function lanesOf(rows: readonly Row[]): Iterable<number[]> {
  const lanes = new Map<string, number[]>();
  for (const [n, { id }] of rows.entries()) {
    const campaign = typeof id === 'string' ? id.toLowerCase() : '';
    const lane = lanes.get(campaign) ?? [];
    lane.push(n);
    lanes.set(campaign, lane);
  }
  return lanes.values();
}

/** The only command that answers with a body, because each row has a status of its own. */
@ApiTags('campaigns')
@ApiExtraModels(...ROW_DOCUMENTS)
@Controller('v1/campaigns')
export class CampaignsInBulkController {
  private readonly logger = new Logger('Http');

  constructor(
    private readonly commands: CommandBus,
    private readonly log: EventLog,
    private readonly settings: Settings,
  ) {}

  @Post('bulk')
  @CommandRoute({
    isOwned: true,
    summary: 'Execute up to 500 commands to campaigns',
    answers: BulkDocument,
    bodyLimit: MAX_BODY_BYTES,
  })
  async executeCampaignCommands(@Body() { commands }: BulkBody, @Meta() meta: CommandMeta): Promise<BulkDocument> {
    if (meta.ifMatch)
      throw new InvalidInput([
        { pointer: '#/if-match', code: 'unknown', detail: 'is not supported here: give the `version` of each command instead' },
      ]);
    // Each row saves its outcome under a key of its own, but a row with invalid input saves none. So the key of the
    // whole request is saved first, or refused because it belongs to another body.
    if (meta.once) await this.log.transaction(meta, async () => undefined);
    // A copy, so that the fingerprint, which is computed on access, is computed once for all rows.
    const shared = new CommandMeta({ ...meta, once: meta.once && { ...meta.once } });
    const data: RowOutcomeDocument[] = [];
    const lanes = [...lanesOf(commands)];
    const work = async () => {
      for (let lane = lanes.shift(); lane; lane = lanes.shift())
        for (const n of lane) {
          const outcome = await this.runOne(commands[n] as Row, n, shared);
          data[n] = outcome;
          // An invalid row is refused without any I/O, so 500 of them in a row would block the event loop.
          if (outcome.problem) await nextTurn();
        }
    };
    const ends = await Promise.allSettled(Array.from({ length: MAX_CONCURRENT_COMMANDS }, work));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    return { data };
  }

  private async runOne(row: Row, n: number, meta: CommandMeta): Promise<RowOutcomeDocument> {
    try {
      const { version, position } = await this.commands.execute<object, Receipt>(
        await commandOf(row, meta.part(n), this.settings.TIME_ZONE),
      );
      return { status: 204, version, position, problem: null };
    } catch (error) {
      const { status, code, message: detail, extra: all } = problemOf(error);
      // Leaves out the missed events, because 500 rows with up to 100 events each are too many for one response.
      const { events: _, ...extra } = all;
      // Concerns the key of the whole request, so it refuses every row.
      if (code.startsWith('idempotency.')) throw error;
      if (code === 'internal') this.logger.error(`POST /v1/campaigns/bulk: ${(error as Error)?.stack ?? error}`);
      return { status, version: null, position: null, problem: { code, detail, ...extra } };
    }
  }
}

/** @param command the row's value, not validated yet */
function bulkCommandOf(command: unknown): BulkCommand<object> | undefined {
  return typeof command === 'string' && Object.hasOwn(BULK_COMMANDS, command)
    ? (BULK_COMMANDS as Record<string, BulkCommand<object>>)[command]
    : undefined;
}

/** @throws InvalidInput with all faults of the row; pointers are relative to the row */
async function commandOf(row: Row, meta: CommandMeta, zone: string): Promise<object> {
  const { command, id, version, ...rest } = row;
  const errors: InputError[] = [];
  const gather = async <T>(reading: Promise<T>): Promise<T | undefined> =>
    reading.catch((error) => {
      if (!(error instanceof InvalidInput)) throw error;
      errors.push(...error.extra.errors);
      return undefined;
    });
  const head = await gather(readInput(RowHead, { command, id, version }));
  const { body: type, command: make } = bulkCommandOf(command) ?? {};
  const body = type ? await gather(readInput(type, rest)) : {};
  if (make && !type) errors.push(...unknownNames(Object.keys(rest))[0]);
  if (!head || !make || !body || errors.length) throw new InvalidInput(errors);
  // Each row becomes a separate command, so it gets its own id and time.
  const ifMatch = head.version === undefined ? undefined : [head.version];
  return make(head.id, body, new CommandMeta({ ...meta, commandId: undefined, now: undefined, ifMatch }), zone);
}
