import { Injectable, inject } from '@angular/core';
import type { components } from '../../api/schema.js';
import { Changes } from '../../outbox/changes.js';
import { uuid } from '../../outbox/uuid.js';
import { characterCount, counted } from '../../ui/format.js';
import { Toasts } from '../../ui/toasts.js';

export type Creative = components['schemas']['CreativeDocument'] & { readonly deleted?: boolean };
export type Approval = Creative['approval'];
type Media = NonNullable<Creative['media']>;

/** What a new creative begins with. */
export type NewCreative = Pick<Creative, 'campaignId' | 'name' | 'clickThrough' | 'weight' | 'skipAfter' | 'tag'>;

/** The field of a creative that is set by a command of its own. */
export type CreativeField = 'name' | 'clickThrough' | 'weight' | 'approval';

/** The view that lists and pages of creatives are read from. */
export const CREATIVES_VIEW = 'creatives';

export const creativeStream = (id: string): string => `creative-${id}`;

/** The limits of the server. */
export const MAX_NAME_LENGTH = 50;
export const MAX_WEIGHT = 1_000;
const MAX_ADDRESS_LENGTH = 2_000;
const MAX_SKIP_SECONDS = 3_600;

export const STANDARD_WEIGHT = 100;

/** Why a name would be refused; undefined: it would not. */
export function nameFault(name: string): string | undefined {
  if (!name.trim()) return 'A creative needs a name.';
  return characterCount(name) > MAX_NAME_LENGTH ? `At most ${MAX_NAME_LENGTH} characters.` : undefined;
}

/** Why an address would be refused; undefined: it would not. The server also refuses private ones as a tag. */
export function addressFault(text: string): string | undefined {
  if (/^https?:\/\/[!-~]+$/i.test(text) && text.length <= MAX_ADDRESS_LENGTH && URL.canParse(text)) return undefined;
  return 'An address begins with https:// or http:// and has no blanks.';
}

/** The whole number, or undefined if it is none within the limits. */
const wholeOf = (text: string, minimum: number, maximum: number): number | undefined =>
  /^\d{1,4}$/.test(text.trim()) && Number(text) >= minimum && Number(text) <= maximum ? Number(text) : undefined;

export const weightOf = (text: string): number | undefined => wholeOf(text, 1, MAX_WEIGHT);
export const secondsOf = (text: string): number | undefined => wholeOf(text, 0, MAX_SKIP_SECONDS);

/** `128 kB`, `12.3 MB` */
export const bytesText = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

/** `6 s`, `1:05` */
export function durationText(durationMs: number): string {
  const seconds = Math.round(durationMs / 100) / 10;
  if (seconds < 60) return `${seconds} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

export const mediaText = ({ durationMs, width, height, bytes }: Media): string =>
  `${durationText(durationMs)}, ${width} × ${height}, ${bytesText(bytes)}`;

/** What it shows, in words. */
export function contentText({ media, tag }: Creative): string {
  if (media) return `Video, ${mediaText(media)}`;
  return tag ? `Tag of ${new URL(tag).host}` : 'No video yet';
}

const APPROVALS = {
  pending: { text: 'Waits for approval', kind: 'warn' },
  approved: { text: 'Approved', kind: 'good' },
  rejected: { text: 'Rejected', kind: 'bad' },
} as const;

/** Whether it may be shown, in words. */
export function approvalWords({ approval, media, tag }: Creative): { text: string; kind: 'warn' | 'good' | 'bad' | '' } {
  return media || tag || approval.state === 'rejected' ? APPROVALS[approval.state] : { text: 'Nothing to show yet', kind: '' };
}

/** Commands to creatives, in words and with a way back. */
@Injectable({ providedIn: 'root' })
export class CreativeChanges {
  private readonly changes = inject(Changes);
  private readonly toasts = inject(Toasts);

  /** @param page the address in the admin, which shows the form again if it is refused @returns the new id */
  async create(content: NewCreative, page: string): Promise<string> {
    const id = uuid();
    const now = new Date().toISOString();
    const { campaignId, name, weight, clickThrough, skipAfter, tag } = content;
    const approval = { state: 'pending', reason: null };
    const patch = {
      ...{ id, ...content, universalAdId: null, media: null, approval },
      ...{ createdAt: now, updatedAt: now, created: true },
    };
    await this.changes.add({
      label: `Create the creative “${name}”`,
      page,
      request: { method: 'POST', url: '/v1/creatives', body: { id, campaignId, name, weight, clickThrough, skipAfter, tag } },
      changes: [{ lane: creativeStream(id), patch, fields: ['*'] }],
    });
    return id;
  }

  /** Sets one field of a creative, and offers the way back for a while. */
  async set<F extends CreativeField>(row: Creative, field: F, value: Creative[F]): Promise<void> {
    if (JSON.stringify(row[field]) === JSON.stringify(value)) return;
    const before = row[field];
    const id = await this.changes.add(this.command(row, field, value));
    const undo = async () => {
      if (await this.changes.cancel(id)) return;
      await this.changes.add(this.command({ ...row, [field]: value }, field, before));
    };
    this.toasts.show(labelOf(row, field, value), { command: id, action: { label: 'Undo', run: () => void undo() } });
  }

  delete(row: Creative): void {
    void this.changes.add({
      label: `Delete the creative “${row.name}”`,
      page: `/creatives/${row.id}`,
      request: { method: 'DELETE', url: `/v1/creatives/${row.id}` },
      changes: [{ lane: creativeStream(row.id), patch: { deleted: true }, fields: ['*'], seen: row.version }],
    });
  }

  /** Makes a creative what it was at a version. Its approval is not restored, and that of another video is pending. */
  goBack(now: Creative, old: Creative): void {
    const { name, clickThrough, weight, media } = old;
    const isOther = media?.sha256 !== now.media?.sha256;
    const approval = isOther ? { approval: { state: 'pending', reason: null } } : {};
    void this.changes.add({
      label: `Make “${now.name}” what it was at version ${old.version}`,
      page: `/creatives/${now.id}`,
      request: { method: 'POST', url: `/v1/creatives/${now.id}/undo`, body: { version: old.version } },
      changes: [
        {
          lane: creativeStream(now.id),
          patch: { name, clickThrough, weight, media, ...approval },
          fields: ['*'],
          seen: now.version,
        },
      ],
    });
  }

  private command<F extends CreativeField>(row: Creative, field: F, value: Creative[F]) {
    const path = { name: 'name', clickThrough: 'click-through', weight: 'weight', approval: 'approval' }[field];
    return {
      label: labelOf(row, field, value),
      page: `/creatives/${row.id}`,
      request: {
        method: 'PUT',
        url: `/v1/creatives/${row.id}/${path}`,
        body: field === 'approval' ? { ...(value as Approval) } : { [field]: value },
      },
      changes: [{ lane: creativeStream(row.id), patch: { [field]: value }, fields: [field], seen: row.version }],
    };
  }
}

const APPROVAL_VERBS: Readonly<Record<string, (name: string) => string>> = {
  pending: (name) => `Ask again for the approval of “${name}”`,
  approved: (name) => `Approve “${name}”`,
  rejected: (name) => `Reject “${name}”`,
};

function labelOf<F extends CreativeField>({ name }: Creative, field: F, value: Creative[F]): string {
  if (field === 'name') return `Rename “${name}” to “${value}”`;
  if (field === 'weight') return `Set the weight of “${name}” to ${value}`;
  if (field === 'clickThrough')
    return value === null ? `Let clicks on “${name}” open nothing` : `Set the click-through of “${name}”`;
  return APPROVAL_VERBS[(value as Approval).state]?.(name) ?? '';
}

/** `2 creatives` */
export const creativeCount = (number: number): string => counted(number, 'creative');
