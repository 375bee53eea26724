import { Choice, Choices, Codes, choiceMember, Flags, Lines, Part, Text, TimeZone, Whole, wholeMember } from '#kronika';
import type { Device, Limits, Rank, Targeting, ViewerCap } from './campaign.events.js';
import { HOURS_A_WEEK } from './campaign-terms.refusals.js';

/** A budget is counted in thousandths of a minor unit, which must be exact. */
export const MAX_BUDGET = Math.floor(Number.MAX_SAFE_INTEGER / 1_000);

const IMPRESSIONS = { minimum: 1, maximum: Number.MAX_SAFE_INTEGER, optional: true, nullable: true } as const;

export class LimitsBody {
  @Whole({ ...IMPRESSIONS, description: 'Impressions in total; null or absent: no limit', example: 100_000 })
  impressions?: number | null;

  @Whole({
    ...IMPRESSIONS,
    description: 'Impressions in each day of the time zone, at most those in total; null or absent: no limit',
    example: 5_000,
  })
  perDay?: number | null;

  @Whole({
    minimum: 1,
    maximum: MAX_BUDGET,
    optional: true,
    nullable: true,
    description: 'What may be spent in total, in minor units of the campaign’s currency; null or absent: no limit',
    example: 250_000,
  })
  budget?: number | null;

  @Choice({
    of: ['even', 'asap'],
    optional: true,
    default: 'even',
    description: 'even: spread over the schedule; asap: as soon as possible',
    example: 'even',
  })
  pacing?: Limits['pacing'];

  @TimeZone({ description: 'The time zone of days and of the hours of the targeting; absent: the setting TIME_ZONE' })
  timeZone?: string;

  @Part({
    optional: true,
    nullable: true,
    description: 'How often one viewer may see the campaign; null or absent: no limit',
    example: { views: 3, hours: 24, unknown: 'serve' },
    members: {
      views: wholeMember({ minimum: 1, maximum: 1_000, description: 'Views in the window', example: 3 }),
      hours: wholeMember({ minimum: 1, maximum: 24, description: 'The length of the window', example: 24 }),
      unknown: choiceMember({
        of: ['serve', 'skip'],
        description: 'What a viewer without consent gets: the campaign without this limit, or not at all',
        example: 'serve',
      }),
    },
  })
  viewer?: ViewerCap | null;
}

/** @param zone the time zone of the limits, unless the body has one */
export function limitsOf(body: LimitsBody, zone: string): Limits {
  const { impressions = null, perDay = null, budget = null, pacing = 'even', timeZone = zone, viewer = null } = body;
  return { impressions, perDay, budget, pacing, timeZone, viewer };
}

export class TargetingBody {
  @Flags({
    count: HOURS_A_WEEK,
    optional: true,
    nullable: true,
    description:
      'One flag for each hour of the week, from Monday 00:00 in the time zone of the limits; null or absent: at all hours',
    example: null,
  })
  hours?: boolean[] | null;

  @Choices({
    of: ['desktop', 'mobile', 'tablet', 'tv'],
    minimum: 0,
    optional: true,
    description: 'Only on these devices; empty or absent: on all',
    example: ['desktop', 'mobile'],
  })
  devices?: Device[];

  @Codes({
    pattern: /^[a-z]{2,3}$/,
    maximum: 3,
    maxItems: 100,
    what: 'primary language tags in lower case such as cs',
    optional: true,
    description: 'Only viewers with one of these languages, primary tags of BCP 47 in lower case; empty or absent: all',
    example: ['cs', 'sk'],
  })
  languages?: string[];

  @Codes({
    pattern: /^[A-Z]{2}$/,
    maximum: 2,
    maxItems: 250,
    what: 'countries of ISO 3166-1 in upper case such as CZ',
    optional: true,
    description: 'Only viewers in these countries, ISO 3166-1 alpha-2 in upper case; empty or absent: all',
    example: ['CZ'],
  })
  countries?: string[];
}

export function targetingOf({ hours = null, devices = [], languages = [], countries = [] }: TargetingBody): Targeting {
  return { hours, devices, languages, countries };
}

export class RankBody {
  @Whole({
    minimum: 1,
    maximum: 10,
    optional: true,
    default: 5,
    description: 'Campaigns of tier 1 come before those of tier 2, and so on',
    example: 5,
  })
  tier?: number;

  @Whole({
    minimum: 1,
    maximum: 1_000,
    optional: true,
    default: 100,
    description: 'The share of the draw among campaigns of the same tier and price',
    example: 100,
  })
  weight?: number;

  @Text({
    maximum: 100,
    isTrimmed: true,
    optional: true,
    nullable: true,
    description: 'Whom it advertises: two campaigns of one advertiser never meet in a break; null or absent: unknown',
    example: 'Brewery of Prague',
  })
  advertiser?: string | null;

  @Lines({
    maximum: 50,
    maxItems: 50,
    optional: true,
    description: 'Categories and advertisers that must not meet it in a break; compared, and shown, in lower case',
    example: ['beer'],
  })
  exclusions?: string[];
}

export function rankOf({ tier = 5, weight = 100, advertiser = null, exclusions = [] }: RankBody): Rank {
  return { tier, weight, advertiser, exclusions };
}
