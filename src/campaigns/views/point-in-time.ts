import {
  DateOrMoment,
  type Decider,
  type EntityHistory,
  InvalidInput,
  NotFound,
  type PointInTime,
  spanOf,
  TimeZone,
  Whole,
} from '#kronika';

export class PointInTimeParameters {
  @Whole({ minimum: 1, maximum: 2_147_483_647, optional: true, description: 'The state at this version' })
  version?: number;

  @DateOrMoment({
    optional: true,
    description: 'The state at this moment, or at the end of this day; not together with version',
    example: undefined,
  })
  at?: string;

  @TimeZone({ description: 'The time zone of a date in at; absent: the setting TIME_ZONE' })
  tz?: string;
}

/**
 * @param zone the time zone of a date if the parameters name none
 * @returns undefined if the request is for the present state
 * @throws InvalidInput if the request has both a version and a moment
 */
export function pointInTimeOf({ version, at, tz }: PointInTimeParameters, zone: string): PointInTime | undefined {
  if (version !== undefined && at !== undefined)
    throw new InvalidInput([{ pointer: '#/at', code: 'not-with-version', detail: 'must not be given together with version' }]);
  if (at !== undefined) return { at: lastMoment(at, tz ?? zone) };
  return version === undefined ? undefined : { version };
}

/** The last millisecond of the day or moment. Events are recorded in whole ms, so it includes all of them. */
function lastMoment(at: string, zone: string): string {
  return new Date(Date.parse(spanOf(at, zone).after) - 1).toISOString();
}

/**
 * The past state of an entity, from `EntityHistory.state`.
 *
 * @param boundTo the only user whose entity may be read; absent: all users
 * @throws NotFound also if the entity had been deleted by then
 */
export async function stateAt<S extends { readonly deleted: boolean }, E>(
  past: EntityHistory,
  decider: Decider<S, E>,
  id: string,
  point: PointInTime,
  boundTo?: number,
) {
  const found = await past.state(decider, id, point, boundTo);
  if (found.state.deleted) throw notFound(decider.category, id, ' then');
  return found;
}

/** @param of the category of the entity, the first part of the refusal code */
export function notFound(of: string, id: string, then = ''): NotFound {
  return new NotFound(`${of}.not-found`, `There ${then ? 'was' : 'is'} no ${of} ${id}${then}.`);
}
