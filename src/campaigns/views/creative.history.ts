import { ERASED } from '#kronika';
import type { Creative } from '../creative/creative.decider.js';
import type { ApprovalState, CreativeEvent, CreativeMedia, UniversalAdId } from '../creative/creative.events.js';
import { counted, inQuotes, type Words } from './history.js';

const APPROVAL_WORDS: Record<ApprovalState, string> = {
  pending: 'Approval is pending again',
  approved: 'Approved',
  rejected: 'Rejected',
};

/** `6 s, 640 × 360, 126 kB` */
function sizeOf({ durationMs, width, height, bytes }: CreativeMedia): string {
  return `${Number((durationMs / 1_000).toFixed(1))} s, ${width} × ${height}, ${Math.ceil(bytes / 1_000)} kB`;
}

const adIdOf = (id: UniversalAdId | null) => id && `${id.idRegistry} ${id.idValue}`;

/** How each event of a creative is described to a person. */
export const creativeWords: Words<Creative, CreativeEvent> = {
  CreativeCreated: ({ universalAdId, ...data }) => {
    const { name, weight, skipAfter, tag } = data;
    const skip = skipAfter === null ? '' : `, to be skipped after ${counted(skipAfter, 'second')}`;
    return {
      summary: `Created ${inQuotes(name)}${tag === null ? '' : ' from the tag of a third party'}, with the weight ${weight}${skip}`,
      changes: Object.entries({ ...data, universalAdId: adIdOf(universalAdId) }).flatMap(([field, to]) =>
        to === null ? [] : [{ field, from: null, to }],
      ),
    };
  },
  CreativeMediaAdded: (media, before) => ({
    summary: before.media
      ? `Video replaced, from ${sizeOf(before.media)} to ${sizeOf(media)}`
      : `Video uploaded: ${sizeOf(media)}`,
    changes: [
      { field: 'media', from: before.media?.sha256 ?? null, to: media.sha256 },
      ...(before.approval.state === 'pending'
        ? []
        : [{ field: 'approval.state', from: before.approval.state, to: 'pending' as const }]),
    ],
  }),
  CreativeNameSet: ({ name }, before) => ({
    summary: name === ERASED ? 'The name was erased' : `Renamed from ${inQuotes(before.name)} to ${inQuotes(name)}`,
    changes: [{ field: 'name', from: before.name, to: name }],
  }),
  CreativeClickThroughSet: ({ clickThrough }, before) => ({
    summary: clickThrough === null ? 'Clicks open nothing any more' : `Clicks open ${clickThrough}`,
    changes: [{ field: 'clickThrough', from: before.clickThrough, to: clickThrough }],
  }),
  CreativeWeightSet: ({ weight }, before) => ({
    summary: `Weight changed from ${before.weight} to ${weight}`,
    changes: [{ field: 'weight', from: before.weight, to: weight }],
  }),
  CreativeApprovalSet: ({ state, reason }, { approval }) => ({
    summary: reason === null ? APPROVAL_WORDS[state] : `${APPROVAL_WORDS[state]}: ${reason}`,
    changes: [
      ...(state === approval.state ? [] : [{ field: 'approval.state', from: approval.state, to: state }]),
      ...(reason === approval.reason ? [] : [{ field: 'approval.reason', from: approval.reason, to: reason }]),
    ],
  }),
  CreativeDeleted: () => ({ summary: 'Deleted', changes: [{ field: 'deleted', from: false, to: true }] }),
};
