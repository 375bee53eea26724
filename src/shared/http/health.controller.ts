import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { losses } from '../database/losses.js';
import { LogPoller } from '../subscriptions/log-poller.js';
import { type Progress, Progresses } from '../subscriptions/progress.js';
import { Subscriptions } from '../subscriptions/subscriptions.js';
import { ReadDatabase } from '../views/read-database.js';
import { ApiProblems } from './openapi.js';
import { LOG_ITSELF } from './waiting.js';

/** How long `/readyz` reports that the log went back. */
const REWIND_REPORTED_MS = 3_600_000;

class StatusDocument {
  @ApiProperty({ example: 'ok' })
  status!: string;
}

/** The name in place of a subscription's when connections to the database fail, which affects all subscriptions. */
const DATABASE = 'database';

class ReasonDocument {
  @ApiProperty({
    example: 'order-history',
    description:
      `As /v1/subscriptions names it; \`log\` for the log itself; \`${DATABASE}\` for connections that fell silent in the ` +
      'last minute',
  })
  subscription!: string;

  @ApiProperty({ example: '1 stream is in quarantine' })
  problem!: string;
}

class ReadinessDocument {
  @ApiProperty({
    enum: ['ok', 'degraded'],
    description: 'Degraded: it answers, and an operator should look at the reasons',
    example: 'ok',
  })
  status!: string;

  @ApiProperty({ type: [ReasonDocument], description: 'Why it is degraded' })
  reasons!: ReasonDocument[];
}

@ApiTags('operations')
@Controller()
export class HealthController {
  constructor(
    private readonly database: ReadDatabase,
    private readonly progresses: Progresses,
    private readonly subscriptions: Subscriptions,
    private readonly poller: LogPoller,
  ) {}

  @Get('healthz')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Whether the process lives', description: 'Asks neither the databases nor anything else.' })
  @ApiResponse({ status: 200, description: 'It does', type: StatusDocument })
  checkHealth(): StatusDocument {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Whether the databases answer, and the state of all subscriptions',
    description:
      'The status is 200 as long as the process can answer. It is `degraded`, with reasons, if a subscription is in trouble, ' +
      'if a view serves in another version than the process has, if there are events that the process does not know, or if ' +
      'the log went back in the last hour.',
  })
  @ApiResponse({ status: 200, description: 'Ready', type: ReadinessDocument })
  @ApiProblems({ 503: ['database.unavailable'] })
  async checkReadiness(): Promise<ReadinessDocument> {
    await this.database.reach('', 0, 0);
    const { progresses } = await this.progresses.all();
    const troubles = progresses.flatMap(({ name, problem }) => (problem === null ? [] : [{ subscription: name, problem }]));
    const silent = losses.problem === null ? [] : [{ subscription: DATABASE, problem: losses.problem }];
    const reasons = [...this.rewind(), ...troubles, ...this.otherVersions(progresses), ...silent];
    return { status: reasons.length ? 'degraded' : 'ok', reasons };
  }

  private rewind(): ReasonDocument[] {
    const { rewind } = this.poller;
    if (!rewind || Date.now() - rewind.at.getTime() > REWIND_REPORTED_MS) return [];
    const { from, to, at } = rewind;
    return [
      { subscription: LOG_ITSELF, problem: `it went back from position ${from} to ${to}, as noticed at ${at.toISOString()}` },
    ];
  }

  /** Views of which this process can't answer every query, since it has the code of another version than serves. */
  private otherVersions(progresses: Progress[]): ReasonDocument[] {
    return this.subscriptions.all.flatMap(({ name, version, isFold }) => {
      const serving = progresses.find((each) => each.name === name && each.build === 'serving')?.version;
      if (!isFold || serving === version) return [];
      const what = serving === undefined ? 'no version serves' : `version ${serving} serves`;
      return [{ subscription: name, problem: `${what}, and this process has version ${version}` }];
    });
  }
}
