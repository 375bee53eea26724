import { Controller, Get, Header, Req } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { LOG } from '../database/database.js';
import { diskSpace, WriteProbe } from '../database/disk-space.js';
import { losses } from '../database/losses.js';
import { type ReplicaState, Replicas } from '../database/replicas.js';
import { type FollowerState, Followers, type OriginState } from '../followers/followers.js';
import { LogPoller } from '../subscriptions/log-poller.js';
import { type Progress, Progresses } from '../subscriptions/progress.js';
import { Subscriptions } from '../subscriptions/subscriptions.js';
import { ReadDatabase } from '../views/read-database.js';
import { ApiProblems } from './openapi.js';
import { PublicRoute } from './route-rules.js';
import { LOG_ITSELF } from './waiting.js';

/** How long `/readyz` reports that the log went back, in ms. */
const REWIND_REPORTED_MS = 3_600_000;

class StatusDocument {
  @ApiProperty({ example: 'ok' })
  status!: string;
}

/** Stands in place of a subscription's name when connections to the database fail, which affects all of them. */
const DATABASE = 'database';

class ReasonDocument {
  @ApiProperty({
    example: 'order-history',
    description:
      `As /v1/subscriptions names it; \`log\` for the log itself; \`${DATABASE}\` for connections that fell silent in the ` +
      'last minute, for replicas that get no queries, for followers that are away, and for a disk with little room',
  })
  subscription!: string;

  @ApiProperty({ example: '1 stream is in quarantine' })
  problem!: string;
}

class ReplicaDocument implements ReplicaState {
  @ApiProperty({ example: '10.0.0.6:5432', description: 'Its host and port' })
  replica!: string;

  @ApiProperty({
    type: 'number',
    nullable: true,
    example: 0,
    description: 'Seconds behind the primary; null: not known',
  })
  lagSeconds!: number | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    example: null,
    description: 'Why it gets no queries; null: it gets queries',
  })
  problem!: string | null;
}

class FollowerDocument implements FollowerState {
  @ApiProperty({ example: 'kronika_5f1c0b9a', description: "The follower's replication slot" })
  slot!: string;

  @ApiProperty({ type: 'integer', format: 'int64', example: 0, description: 'Bytes of WAL that it has not confirmed' })
  lagBytes!: number;

  @ApiProperty({ type: 'string', nullable: true, example: null, description: 'Why it does not follow; null if it does' })
  problem!: string | null;
}

class OriginDocument implements OriginState {
  @ApiProperty({ example: '10.0.0.5:5432', description: "Host and port of the origin's database" })
  server!: string;

  @ApiProperty({
    type: 'number',
    nullable: true,
    example: 0.4,
    description: 'Age of what the origin sent last, which is at least once in 2 s; null if it sent nothing',
  })
  lagSeconds!: number | null;

  @ApiProperty({ type: 'string', nullable: true, example: null, description: 'Why nothing comes; null if it does' })
  problem!: string | null;
}

class ReadinessDocument {
  @ApiProperty({
    enum: ['ok', 'degraded'],
    description: '`degraded`: requests are answered, and the reasons need an operator',
    example: 'ok',
  })
  status!: string;

  @ApiProperty({
    type: [ReasonDocument],
    required: false,
    description: 'Why it is degraded; absent without credentials, and for a key or token that is bound to one user',
  })
  reasons?: ReasonDocument[];

  @ApiProperty({
    type: [ReplicaDocument],
    required: false,
    description: 'The replicas of READ_DATABASE_URL; absent like `reasons`',
  })
  replicas?: ReplicaDocument[];

  @ApiProperty({ type: [FollowerDocument], required: false, description: 'Where the log has followers; absent like `reasons`' })
  followers?: FollowerDocument[];

  @ApiProperty({ required: false, description: 'In a follower; absent like `reasons`' })
  origin?: OriginDocument;
}

@ApiTags('operations')
@Controller()
export class HealthController {
  private readonly probe: WriteProbe;

  constructor(
    @InjectDataSource(LOG) log: DataSource,
    private readonly database: ReadDatabase,
    private readonly replicas: Replicas,
    private readonly progresses: Progresses,
    private readonly subscriptions: Subscriptions,
    private readonly poller: LogPoller,
    private readonly followers: Followers,
  ) {
    this.probe = new WriteProbe(log);
  }

  @Get('healthz')
  @PublicRoute()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Whether the process is alive', description: 'Does not ask the databases.' })
  @ApiResponse({ status: 200, description: 'Alive', type: StatusDocument })
  checkHealth(): StatusDocument {
    return { status: 'ok' };
  }

  @Get('readyz')
  @PublicRoute()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Whether the databases answer and accept writes, and the state of all subscriptions',
    description:
      'The status is 200 as long as the process can answer. It is `degraded`, with reasons, if a subscription is in ' +
      'trouble, if a view serves in another version than the process has, if there are events that the process does ' +
      'not know, or if the log went back in the last hour, or if a replica gets no queries, a follower or its origin ' +
      'is away, or if the disk of the embedded Postgres has less than 512 MiB or 10 % free. A database that has no ' +
      'room to write is not ready.',
  })
  @ApiResponse({ status: 200, description: 'Ready', type: ReadinessDocument })
  @ApiProblems({ 503: ['database.unavailable', 'database.full'] })
  async checkReadiness(@Req() { principal }: FastifyRequest): Promise<ReadinessDocument> {
    const reasons = await this.reasons();
    const mayKnow = principal.role !== 'public' && principal.userId === undefined;
    const { states } = this.replicas;
    const [followers, origin] = [await this.followers.all(), await this.followers.ofOrigin()];
    const known = {
      reasons,
      ...(states.length ? { replicas: states } : {}),
      ...(followers.length ? { followers } : {}),
      ...(origin ? { origin } : {}),
    };
    return { status: reasons.length ? 'degraded' : 'ok', ...(mayKnow ? known : {}) };
  }

  /**
   * Why the process is degraded.
   *
   * @throws the error of a database that does not answer; then the process is not ready
   */
  async reasons(): Promise<ReasonDocument[]> {
    await this.database.reach('', 0, 0);
    await this.probe.check();
    const { progresses } = await this.progresses.all();
    const troubles = progresses.flatMap(({ name, problem }) => (problem === null ? [] : [{ subscription: name, problem }]));
    const silent = losses.problem === null ? [] : [{ subscription: DATABASE, problem: losses.problem }];
    const replicas = this.replicas.states.flatMap(({ replica, problem }) =>
      problem === null ? [] : [{ subscription: DATABASE, problem: `the replica ${replica} gets no queries: ${problem}` }],
    );
    const origin = (await this.followers.ofOrigin())?.problem ?? null;
    const replication = [
      ...(origin === null ? [] : [{ subscription: LOG_ITSELF, problem: origin }]),
      ...(await this.followers.all()).flatMap(({ slot, problem }) =>
        problem === null ? [] : [{ subscription: DATABASE, problem: `the follower ${slot} does not follow: ${problem}` }],
      ),
    ];
    const low = diskSpace.problem === null ? [] : [{ subscription: DATABASE, problem: diskSpace.problem }];
    return [...this.rewind(), ...troubles, ...this.otherVersions(progresses), ...silent, ...replicas, ...replication, ...low];
  }

  private rewind(): ReasonDocument[] {
    const { rewind } = this.poller;
    if (!rewind || Date.now() - rewind.at.getTime() > REWIND_REPORTED_MS) return [];
    const { from, to, at } = rewind;
    return [
      { subscription: LOG_ITSELF, problem: `it went back from position ${from} to ${to}, as noticed at ${at.toISOString()}` },
    ];
  }

  /** Views that another code version serves, so that this process can't answer every query of them. */
  private otherVersions(progresses: Progress[]): ReasonDocument[] {
    return this.subscriptions.all.flatMap(({ name, version, isFold }) => {
      const serving = progresses.find((each) => each.name === name && each.build === 'serving')?.version;
      if (!isFold || serving === version) return [];
      const what = serving === undefined ? 'no version serves' : `version ${serving} serves`;
      return [{ subscription: name, problem: `${what}, and this process has version ${version}` }];
    });
  }
}
