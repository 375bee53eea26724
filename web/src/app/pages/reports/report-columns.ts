import type { components } from '../../api/schema.js';
import { count, percent } from '../../ui/format.js';

export type ReportDocument = components['schemas']['DeliveryReportDocument'];
export type ReportRow = ReportDocument['data'][number];

/** What rows can be grouped by, in the order of the columns. */
export const GROUPS = ['day', 'hour', 'campaign', 'section', 'creative', 'device'] as const;
export type Group = (typeof GROUPS)[number];

export const GROUP_TITLES: Readonly<Record<Group, string>> = {
  day: 'Day',
  hour: 'Hour',
  campaign: 'Campaign',
  section: 'Section',
  creative: 'Creative',
  device: 'Device',
};

/** A column of numbers. */
export interface Column {
  readonly key: string;
  readonly title: string;
  readonly hint: string;
  /** Null: the number is not known by group. */
  readonly of: (row: ReportRow) => number | null;
  readonly text: (value: number) => string;
}

const counted = (key: keyof ReportRow, title: string, hint: string): Column => ({
  ...{ key, title, hint, text: count },
  of: (row) => row[key] as number | null,
});

const rate = (key: 'clickRate' | 'completionRate' | 'fillRate', title: string, hint: string): Column => ({
  ...{ key, title, hint, text: percent },
  of: (row) => row[key],
});

export const COLUMNS: readonly Column[] = [
  counted('requests', 'Requests', 'A request has no campaign, creative or device'),
  counted('fills', 'Fills', 'Ads that were given out'),
  rate('fillRate', 'Fill rate', 'Requests with an ad per request'),
  counted('impressions', 'Views', 'Views, late ones included'),
  counted('viewable', 'Viewable', 'Views of which the player said that they could be seen'),
  counted('firstQuartiles', '25%', 'Views to the first quarter'),
  counted('midpoints', '50%', 'Views to the middle'),
  counted('thirdQuartiles', '75%', 'Views to the third quarter'),
  counted('completes', '100%', 'Views to the end'),
  rate('completionRate', 'VTR', 'Views to the end per view'),
  counted('skips', 'Skips', 'Views that were skipped'),
  counted('clicks', 'Clicks', 'Clicks'),
  rate('clickRate', 'CTR', 'Clicks per view'),
  {
    ...{ key: 'errors', title: 'Errors', hint: 'Views with an error', text: count },
    of: ({ errors }) => Object.values(errors).reduce((sum, views) => sum + views, 0),
  },
  counted('late', 'Late', 'Views after their ad had expired, which are not billed'),
  counted('invalid', 'Invalid', 'Views of bots, prefetches and floods, which no other column counts'),
  counted('billed', 'Billed', 'Views that are billed'),
];
