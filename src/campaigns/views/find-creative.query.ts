import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, and, EntityHistory, etag, given, param, ReadDatabase, Settings, sql } from '#kronika';
import { creativeDecider } from '../creative/creative.decider.js';
import { type CreativeDocument, creativeOfRow, creativeOfState, SELECT_CREATIVES } from './creative.document.js';
import { CREATIVES, type CreativeRow } from './creatives.view.js';
import { notFound, type PointInTimeParameters, pointInTimeOf, stateAt } from './point-in-time.js';

export class FindCreative extends Query<Answer<CreativeDocument>> {
  constructor(
    readonly id: string,
    readonly parameters: PointInTimeParameters,
    readonly boundTo?: number,
  ) {
    super();
  }
}

@QueryHandler(FindCreative)
export class FindCreativeHandler implements IQueryHandler<FindCreative> {
  constructor(
    private readonly database: ReadDatabase,
    private readonly past: EntityHistory,
    private readonly settings: Settings,
  ) {}

  /** @throws NotFound `creative.not-found`, also for a creative of another user, `creative.version-not-found` */
  async execute({ id, parameters, boundTo }: FindCreative): Promise<Answer<CreativeDocument>> {
    const point = pointInTimeOf(parameters, this.settings.TIME_ZONE);
    if (point) {
      const { state, version, position } = await stateAt(this.past, creativeDecider, id, point, boundTo);
      return { position, body: creativeOfState(id, version, state), etag: etag(version) };
    }
    const isOwn = given(boundTo, (user) => sql`user_id = ${param('bigint', user)}`);
    const { position, rows } = await this.database.query<CreativeRow>(
      CREATIVES,
      sql`${SELECT_CREATIVES} WHERE ${and([sql`id = ${param('uuid', id)}`, ...isOwn])}`,
    );
    const [row] = rows;
    if (!row) throw notFound('creative', id);
    return { position, body: creativeOfRow(row), etag: etag(row.version) };
  }
}
