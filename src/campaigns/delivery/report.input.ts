import { Choice, Choices, DateOrMoment, InvalidInput, spanOf, startingAt, TimeZone, Uuid } from '#kronika';
import { DAY_MS } from '../../durations.js';
import { EXAMPLE_IDS } from '../campaigns.input.js';
import { DEVICES } from './token.js';

/** What a report can be grouped by. */
export const REPORT_GROUPS = ['day', 'hour', 'campaign', 'section', 'creative', 'device'] as const;
export type ReportGroup = (typeof REPORT_GROUPS)[number];

const MAX_DAYS = 400;

/** A span of time, whose views a report counts by the moments of their decisions. */
export class ReportSpan {
  @DateOrMoment({ description: 'Decided then or later; a date means from the start of that day', example: '2026-01-01' })
  from!: string;

  @DateOrMoment({
    description: `Decided then or earlier; a date means to the end of that day. At most ${MAX_DAYS} days after from`,
    example: '2026-01-31',
  })
  to!: string;

  @TimeZone({ description: 'The time zone of dates, days and hours; absent: the setting TIME_ZONE' })
  time_zone?: string;
}

export class DeliveryReportParameters extends ReportSpan {
  @Choices({
    of: REPORT_GROUPS,
    optional: true,
    description: 'One row for each of these, in their order; of day and hour only one. Absent: one row',
    example: ['day', 'campaign'],
  })
  by?: ReportGroup[];

  @Uuid({ optional: true, description: 'Only views of this campaign', example: EXAMPLE_IDS.campaign })
  campaignId?: string;

  @Uuid({ optional: true, description: 'Only views in this section', example: EXAMPLE_IDS.section })
  sectionId?: string;

  @Uuid({ optional: true, description: 'Only views of this creative', example: EXAMPLE_IDS.creative })
  creativeId?: string;

  @Choice({ of: DEVICES, optional: true, description: 'Only views on such devices', example: 'mobile' })
  device?: (typeof DEVICES)[number];
}

export class ReasonsReportParameters extends ReportSpan {
  @Uuid({ description: 'The campaign', example: EXAMPLE_IDS.campaign })
  campaignId!: string;
}

/** Moments, ISO 8601, UTC: `first` belongs to the span, `after` does not. */
export interface Moments {
  readonly first: string;
  readonly after: string;
}

/** @throws InvalidInput if the span ends before it begins, or is too long */
export function momentsOf({ from, to }: ReportSpan, zone: string): Moments {
  const first = startingAt(from, zone);
  const { after } = spanOf(to, zone);
  if (after <= first) throw new InvalidInput([{ pointer: '#/from', code: 'range-reversed', detail: 'must not be after to' }]);
  if (Date.parse(after) - Date.parse(first) > (MAX_DAYS + 1) * DAY_MS)
    throw new InvalidInput([{ pointer: '#/to', code: 'range-too-long', detail: `must be at most ${MAX_DAYS} days after from` }]);
  return { first, after };
}
