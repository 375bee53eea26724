import type { components } from '../../api/schema.js';
import type { LoggedEvent } from '../../outbox/entry.js';
import { categoryOf } from '../../ui/entities.js';

export type Explanation = components['schemas']['ExplanationDocument'];
export type Candidate = Explanation['candidates'][number];

/** What becomes of a campaign in an ad request, in words. */
export const OUTCOMES: Readonly<Record<Candidate['outcome'], { title: string; text: string; kind: 'good' | 'warn' | 'bad' }>> = {
  chosen: { title: 'Eligible', text: 'It is the ad, in one draw of this request.', kind: 'good' },
  possible: { title: 'Eligible', text: 'It may be drawn as well.', kind: 'good' },
  outranked: { title: 'Outranked', text: 'It may be shown, but others come first.', kind: 'warn' },
  refused: { title: 'Not shown', text: '', kind: 'bad' },
};

const CATEGORIES: ReadonlySet<string> = new Set(['campaign', 'creative', 'portfolio']);

/** Whether an event may change which ads there are. */
export const isExplainedAnew = (event: LoggedEvent): boolean => CATEGORIES.has(categoryOf(event));

/** The moment of a `datetime-local` field, in the user's zone; undefined: now. */
export function momentOf(text: string | undefined): string | undefined {
  const moment = text ? new Date(text) : undefined;
  return moment && !Number.isNaN(moment.getTime()) ? moment.toISOString() : undefined;
}
