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
  pointer,
  problemOf,
  type Receipt,
  Rows,
  readInput,
  Settings,
  Uuid,
  Whole,
} from '#kronika';
import { EXAMPLE_IDS } from '../campaigns.input.js';
import { CurrencyBody, NameBody, PlacementsBody, PriceBody, ScheduleBody, scheduleOf } from './campaigns.controller.js';
import { DeleteCampaign } from './delete-campaign.command.js';
import { RenameCampaign } from './rename-campaign.command.js';
import { SetCurrency } from './set-currency.command.js';
import { SetPaused } from './set-paused.command.js';
import { SetPlacements } from './set-placements.command.js';
import { SetPrice } from './set-price.command.js';
import { SetSchedule } from './set-schedule.command.js';

/** A kind of row, and how it becomes a command. */
interface Kind<B extends object> {
  /** The fields that only this kind has; absent: none. */
  readonly body?: new () => B;
  /** @param zone of dates, where the body names none */
  command(id: string, body: B, meta: CommandMeta, zone: string): object;
}

const kind = <B extends object>(body: new () => B, command: Kind<B>['command']): Kind<B> => ({ body, command });

const KINDS = {
  rename: kind(NameBody, (id, { name }, meta) => new RenameCampaign(id, name, meta)),
  'set-currency': kind(CurrencyBody, (id, { currency, amount }, meta) => new SetCurrency(id, currency, amount, meta)),
  'set-price': kind(PriceBody, (id, { amount }, meta) => new SetPrice(id, amount, meta)),
  'set-schedule': kind(ScheduleBody, (id, body, meta, zone) => new SetSchedule(id, scheduleOf(body, zone), meta)),
  'set-placements': kind(PlacementsBody, (id, { sections }, meta) => new SetPlacements(id, sections, meta)),
  pause: { command: (id, _, meta) => new SetPaused(id, true, meta) } as Kind<object>,
  resume: { command: (id, _, meta) => new SetPaused(id, false, meta) } as Kind<object>,
  delete: { command: (id, _, meta) => new DeleteCampaign(id, meta) } as Kind<object>,
};

/** The fields of every row. */
class RowHead {
  @Choice({ of: Object.keys(KINDS), description: 'What to do', example: 'set-price' })
  command!: keyof typeof KINDS;

  @Uuid({ description: 'To which campaign', example: EXAMPLE_IDS.campaign })
  id!: string;

  @Whole({
    minimum: 1,
    maximum: 2_147_483_647,
    optional: true,
    description: 'Do it only if the campaign has this version, as If-Match asks elsewhere',
    example: 1,
  })
  version?: number;
}

/** The rows as documented: of each command, what all rows have and what its body has. */
const ROW_DOCUMENTS = Object.entries<Kind<object>>(KINDS).map(([command, { body = class {} }]) => {
  class RowDocument extends IntersectionType(RowHead, body as Type<object>) {}
  ApiProperty({ enum: [command], example: command })(RowDocument.prototype, 'command');
  const name = command.replaceAll(/(^|-)(\w)/g, (_, __, initial: string) => initial.toUpperCase());
  return Object.defineProperty(RowDocument, 'name', { value: `${name}Row` });
});

class BulkBody {
  @Rows({
    of: ROW_DOCUMENTS,
    maximum: 500,
    description:
      'Executed each for itself, those of a campaign in this order: what one is refused for does not touch the others. With an Idempotency-Key, all can be sent again',
    example: [
      { command: 'set-price', id: EXAMPLE_IDS.campaign, amount: 1250 },
      { command: 'pause', id: EXAMPLE_IDS.campaign },
    ],
  })
  commands!: Row[];
}

class RowOutcomeDocument {
  @ApiProperty({ type: 'integer', description: 'What the command would be answered with if it came alone', example: 204 })
  status!: number;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Of the campaign; null if it was refused', example: 2 })
  version!: number | null;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    nullable: true,
    description: 'As Event-Position; null if it was refused',
    example: 42,
  })
  position!: number | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'Code, detail and what else a problem document says; null if it was done',
    example: null,
  })
  problem!: object | null;
}

class BulkDocument {
  @ApiProperty({ type: [RowOutcomeDocument], description: 'One for each command, in the same order' })
  data!: RowOutcomeDocument[];
}

type Row = Record<string, unknown>;

/** Below the size of the connection pool, so that other commands still get a connection. */
const MAX_CONCURRENT_COMMANDS = 4;

/** The numbers of the rows by campaign: the rows of a campaign are executed in order, campaigns side by side. */
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

/** The one command that answers with a body: the status of each row. A status is not data. */
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
  @CommandRoute({ summary: 'Execute up to 500 commands to campaigns', answers: BulkDocument })
  async executeCampaignCommands(@Body() { commands }: BulkBody, @Meta() meta: CommandMeta): Promise<BulkDocument> {
    if (meta.ifMatch)
      throw new InvalidInput([
        { pointer: '#/if-match', code: 'unknown', detail: 'is not known here: each command has a version of its own' },
      ]);
    // Each row takes effect once by a key of its own, but a row with invalid input takes no key. So the request's own
    // key is taken first, or refused because it belongs to another body.
    if (meta.once) await this.log.transaction(meta, async () => undefined);
    // A copy, so that the fingerprint, which is computed on access, is computed once for all rows.
    const shared = new CommandMeta({ ...meta, once: meta.once && { ...meta.once } });
    const data: RowOutcomeDocument[] = [];
    const lanes = [...lanesOf(commands)];
    const work = async () => {
      for (let lane = lanes.shift(); lane; lane = lanes.shift())
        for (const n of lane) data[n] = await this.runOne(commands[n] as Row, n, shared);
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
      // Without the missed events: 500 rows with 100 each are too many for one answer.
      const { events: _, ...extra } = all;
      // About the key of the whole request, so it holds for every row.
      if (code.startsWith('idempotency.')) throw error;
      if (code === 'internal') this.logger.error(`POST /v1/campaigns/bulk: ${(error as Error)?.stack ?? error}`);
      return { status, version: null, position: null, problem: { code, detail, ...extra } };
    }
  }
}

/** @param command what the row has there, of any type */
function kindOf(command: unknown): Kind<object> | undefined {
  return typeof command === 'string' && Object.hasOwn(KINDS, command)
    ? (KINDS as Record<string, Kind<object>>)[command]
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
  const { body: type, command: make } = kindOf(command) ?? {};
  const body = type ? await gather(readInput(type, rest)) : {};
  if (make && !type)
    errors.push(
      ...Object.keys(rest).map((name) => ({ pointer: pointer(name), code: 'unknown' as const, detail: 'is not known here' })),
    );
  if (!head || !make || !body || errors.length) throw new InvalidInput(errors);
  // Each row is a command of its own, with its own id and time.
  const ifMatch = head.version === undefined ? undefined : [head.version];
  return make(head.id, body, new CommandMeta({ ...meta, commandId: undefined, now: undefined, ifMatch }), zone);
}
