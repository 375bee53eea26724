import { deleted, idTaken, Refusal } from '#kronika/refusals';
import { refusedField, requireName } from '../campaigns.refusals.js';
import {
  type Approval,
  CreativeApprovalSet,
  CreativeClickThroughSet,
  CreativeCreated,
  CreativeDeleted,
  type CreativeEvent,
  type CreativeMedia,
  CreativeMediaAdded,
  CreativeNameSet,
  CreativeWeightSet,
  type UniversalAdId,
} from './creative.events.js';
import { requireClickThrough, requireTag } from './creative.refusals.js';

/** A creative, folded from its events. Times are ISO 8601, UTC. */
export interface Creative {
  /** The content of its creation, to recognise a repeated `createCreative`. */
  readonly created: CreativeCreated['data'];
  readonly campaignId: string;
  readonly name: string;
  readonly clickThrough: string | null;
  readonly weight: number;
  readonly skipAfter: number | null;
  readonly universalAdId: UniversalAdId | null;
  readonly tag: string | null;
  readonly media: CreativeMedia | null;
  readonly approval: Approval;
  readonly deleted: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const PENDING: Approval = { state: 'pending', reason: null };

/** @param at when the event was recorded */
function evolve(creative: Creative | null, event: CreativeEvent, at: string): Creative {
  if (event.type === 'CreativeCreated') {
    const nothing = { media: null, approval: PENDING, deleted: false };
    return { created: event.data, ...event.data, ...nothing, createdAt: at, updatedAt: at };
  }
  const known = { ...(creative as Creative), updatedAt: at };
  switch (event.type) {
    case 'CreativeMediaAdded':
      return { ...known, media: event.data, approval: PENDING };
    case 'CreativeNameSet':
    case 'CreativeClickThroughSet':
    case 'CreativeWeightSet':
      return { ...known, ...event.data };
    case 'CreativeApprovalSet':
      return { ...known, approval: event.data };
    case 'CreativeDeleted':
      return { ...known, deleted: true };
  }
}

export const creativeDecider = { category: 'creative', version: 1, evolve } as const;

function requireNotDeleted(creative: Creative): void {
  if (creative.deleted) throw deleted('creative');
}

/** Creates a creative. The same content again has no effect, even if the creative has changed since. */
export function createCreative(creative: Creative | null, content: CreativeCreated['data']): CreativeEvent[] {
  if (creative) {
    requireNotDeleted(creative);
    if (!isSame(creative.created, content)) throw idTaken('creative');
    return [];
  }
  const { name, clickThrough, skipAfter, tag } = content;
  requireName('creative', name);
  if (clickThrough !== null) requireClickThrough(clickThrough);
  if (tag !== null) {
    requireTag(tag);
    if (clickThrough !== null) throw clickThroughOfTag();
    if (skipAfter !== null)
      throw refusedField(
        'creative',
        'skipAfter',
        'with-tag',
        'The third party decides whether its ad can be skipped, so a tag has no skipAfter.',
        'creative.tag-with-skip-after',
      );
  }
  return [new CreativeCreated(content)];
}

function isSame(one: CreativeCreated['data'], other: CreativeCreated['data']): boolean {
  const plain = ({ universalAdId, ...content }: CreativeCreated['data']) => ({ ...content, ...universalAdId });
  const [a, b]: Record<string, unknown>[] = [plain(one), plain(other)];
  const fields = new Set([...Object.keys(a as object), ...Object.keys(b as object)]);
  return [...fields].every((field) => a?.[field] === b?.[field]);
}

const clickThroughOfTag = () =>
  refusedField(
    'creative',
    'clickThrough',
    'with-tag',
    'The third party decides where a click on its ad leads, so a tag has no clickThrough.',
    'creative.tag-with-click-through',
  );

export function renameCreative(creative: Creative, name: string): CreativeEvent[] {
  requireNotDeleted(creative);
  requireName('creative', name);
  return replaceCreativeName(creative, name);
}

/** Gives a creative another name, also one that was deleted: people still read it in reports. */
export function replaceCreativeName(creative: Creative, name: string): CreativeEvent[] {
  return name === creative.name ? [] : [new CreativeNameSet({ name })];
}

/** @param clickThrough null: a click leads nowhere */
export function setClickThrough(creative: Creative, clickThrough: string | null): CreativeEvent[] {
  requireNotDeleted(creative);
  if (clickThrough === creative.clickThrough) return [];
  if (clickThrough !== null) {
    requireClickThrough(clickThrough);
    if (creative.tag !== null) throw clickThroughOfTag();
  }
  return [new CreativeClickThroughSet({ clickThrough })];
}

export function setCreativeWeight(creative: Creative, weight: number): CreativeEvent[] {
  requireNotDeleted(creative);
  return weight === creative.weight ? [] : [new CreativeWeightSet({ weight })];
}

export function setApproval(creative: Creative, { state, reason }: Approval): CreativeEvent[] {
  requireNotDeleted(creative);
  if (state === 'approved' && creative.media === null && creative.tag === null)
    throw refusedField(
      'creative',
      'state',
      'without-media',
      'There is nothing to approve yet: upload a video first.',
      'creative.without-media',
    );
  const { approval } = creative;
  return state === approval.state && reason === approval.reason ? [] : [new CreativeApprovalSet({ state, reason })];
}

/** @throws Refusal `creative.deleted`, `creative.tag-with-media` */
export function requireMediaAllowed(creative: Creative): void {
  requireNotDeleted(creative);
  if (creative.tag !== null)
    throw new Refusal(
      'creative.tag-with-media',
      'A creative with a tag shows the video of the third party, and has none of its own.',
    );
}

/** The same video again has no effect, so its approval stays. */
export function addMedia(creative: Creative, media: CreativeMedia): CreativeEvent[] {
  requireMediaAllowed(creative);
  return media.sha256 === creative.media?.sha256 ? [] : [new CreativeMediaAdded(media)];
}

export function deleteCreative(creative: Creative): CreativeEvent[] {
  requireNotDeleted(creative);
  return [new CreativeDeleted()];
}

/**
 * Restores an earlier version by the events that a client would cause. The approval is not restored, because it is not
 * the owner's to give: it stays, unless the creative gets back an earlier video, which is then pending.
 *
 * @throws Refusal if a rule forbids the earlier state today
 */
export function goBack(creative: Creative, past: Creative): CreativeEvent[] {
  requireNotDeleted(creative);
  if (past.media === null && creative.media !== null)
    throw refusedField(
      'creative',
      'version',
      'without-media',
      'The creative had no video at that version, and a video cannot be removed.',
    );
  return [
    ...renameCreative(creative, past.name),
    ...setClickThrough(creative, past.clickThrough),
    ...setCreativeWeight(creative, past.weight),
    ...(past.media === null ? [] : addMedia(creative, past.media)),
  ];
}
