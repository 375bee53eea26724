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
  @Whole({ minimum: 1, maximum: 2_147_483_647, optional: true, description: 'As it was at this version' })
  version?: number;

  @DateOrMoment({
    optional: true,
    description: 'As it was at this moment, or at the end of this day; not together with version',
    example: undefined,
  })
  at?: string;

  @TimeZone({ description: 'The time zone of a date in at; absent: the setting TIME_ZONE' })
  tz?: string;
}

/**
 * @param zone of a date, where the parameters name none
 * @returns undefined if nothing but the present was asked for
 * @throws InvalidInput for a version and a moment at once
 */
export function pointInTimeOf({ version, at, tz }: PointInTimeParameters, zone: string): PointInTime | undefined {
  if (version !== undefined && at !== undefined)
    throw new InvalidInput([{ pointer: '#/at', code: 'not-with-version', detail: 'must not be given together with version' }]);
  if (at !== undefined) return { at: lastMoment(at, tz ?? zone) };
  return version === undefined ? undefined : { version };
}

/** Events are recorded in whole milliseconds, so this one sees all that belong to the day or to the moment. */
function lastMoment(at: string, zone: string): string {
  return new Date(Date.parse(spanOf(at, zone).after) - 1).toISOString();
}

/**
 * What an entity was, as `EntityHistory.state` has it.
 *
 * @throws NotFound also if it was deleted by then
 */
export async function stateAt<S extends { readonly deleted: boolean }, E>(
  past: EntityHistory,
  decider: Decider<S, E>,
  id: string,
  point: PointInTime,
) {
  const found = await past.state(decider, id, point);
  if (found.state.deleted) throw notFound(decider.category, id, ' then');
  return found;
}

/** @param of the entity, which starts the code */
export function notFound(of: string, id: string, then = ''): NotFound {
  return new NotFound(`${of}.not-found`, `There ${then ? 'was' : 'is'} no ${of} ${id}${then}.`);
}
