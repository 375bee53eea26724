import { Injectable, inject } from '@angular/core';
import { Router } from '@angular/router';
import type { components } from '../../api/schema.js';
import { Session } from '../../api/session.js';
import { Changes } from '../../outbox/changes.js';
import type { Change } from '../../outbox/entry.js';
import { uuid } from '../../outbox/uuid.js';
import { amountText, characterCount, counted, minorOf, money } from '../../ui/format.js';
import { Toasts } from '../../ui/toasts.js';

export type Campaign = components['schemas']['CampaignDocument'] & { readonly deleted?: boolean };

/** The field of a campaign that is set by a command of its own. */
export type CampaignField = 'name' | 'price' | 'schedule' | 'paused' | 'limits' | 'targeting' | 'rank';

export type Values = Pick<Campaign, CampaignField>;

/** The view that lists and pages of campaigns are read from. */
export const CAMPAIGNS_VIEW = 'campaigns';

export const streamOf = (id: string): string => `campaign-${id}`;

/** The longest name, as the server has it. */
export const MAX_NAME_LENGTH = 50;

/** Why a name would be refused; undefined: it would not. */
export function nameFault(name: string): string | undefined {
  if (!name.trim()) return 'A campaign needs a name.';
  return characterCount(name) > MAX_NAME_LENGTH ? `At most ${MAX_NAME_LENGTH} characters.` : undefined;
}

/** Why an amount would be refused; undefined: it would not. */
export function priceFault(text: string, currency: string): string | undefined {
  const amount = minorOf(text, currency);
  if (amount === undefined) return `An amount of ${currency}, such as ${amountText(1250, currency)}.`;
  return amount < 1 ? 'More than 0.' : undefined;
}

/** The reasons against running, with those that changes not yet in the list lead to. */
export function reasonsOf({ reasons, paused, schedule, placements }: Campaign): readonly string[] {
  const others = reasons.filter((reason) => !FOLLOWING.has(reason));
  return [
    ...(paused ? ['paused'] : []),
    ...(schedule.start ? [] : ['no-schedule']),
    ...(placements.length ? [] : ['no-placement']),
    ...others,
  ];
}

/** Reasons that follow from what is shown. */
const FOLLOWING: ReadonlySet<string> = new Set(['paused', 'no-schedule', 'no-placement']);

export const REASON_WORDS: Readonly<Record<string, string>> = {
  paused: 'Paused',
  ended: 'Ended',
  fulfilled: 'Limits reached',
  'no-schedule': 'No dates',
  'no-placement': 'No placement',
};

export { stateWords } from '../../outbox/state-words.js';

export const BULK_COMMANDS = { pause: 'Pause', resume: 'Resume', delete: 'Delete', 'set-price': 'Set the price of' } as const;
export type BulkCommand = keyof typeof BULK_COMMANDS;

export const NO_LIMITS: Campaign['limits'] = {
  ...{ impressions: null, perDay: null, budget: null, pacing: 'even', timeZone: null, viewer: null },
};
export const NO_TARGETING: Campaign['targeting'] = { hours: null, devices: [], languages: [], countries: [] };
export const STANDARD_RANK: Campaign['rank'] = { tier: 5, weight: 100, advertiser: null, exclusions: [] };

/** The most rows of one request. */
const MAX_BULK = 500;

/** What a bulk makes of a row, or why it leaves it alone. @param price as typed, with `set-price` */
export function bulkChange(
  row: Campaign,
  command: BulkCommand,
  price = '',
): { patch: object; amount?: number } | { left: string } {
  if (row.deleted) return { left: 'deleted already' };
  if (command === 'delete') return { patch: { deleted: true } };
  if (command === 'pause') return row.paused ? { left: 'paused already' } : { patch: { paused: true } };
  if (command === 'resume') return row.paused ? { patch: { paused: false } } : { left: 'not paused' };
  const amount = minorOf(price, row.currency);
  if (!amount) return { left: `no amount of ${row.currency}` };
  return amount === row.price ? { left: 'at that price already' } : { patch: { price: amount }, amount };
}

/** Commands to campaigns, in words and with a way back. */
@Injectable({ providedIn: 'root' })
export class CampaignChanges {
  private readonly changes = inject(Changes);
  private readonly session = inject(Session);
  private readonly toasts = inject(Toasts);
  private readonly router = inject(Router);

  /** @param currency undefined: the server's own @returns the new id */
  create(name: string, userId: number, currency = this.session.about()?.currency ?? ''): string {
    const id = uuid();
    const now = new Date().toISOString();
    const patch = {
      ...{ id, name, userId, currency, price: null, schedule: { start: null, end: null }, placements: [], paused: false },
      ...{ limits: NO_LIMITS, targeting: NO_TARGETING, rank: STANDARD_RANK, fulfilled: false },
      ...{ ended: false, runnable: false, reasons: ['no-placement'], createdAt: now, updatedAt: now, created: true },
    };
    void this.changes.add({
      label: `Create “${name}”`,
      page: '/campaigns',
      request: { method: 'POST', url: '/v1/campaigns', body: { id, name, userId, currency } },
      changes: [{ lane: streamOf(id), patch, fields: ['*'] }],
    });
    return id;
  }

  /** Sets one field of a campaign, and offers the way back for a while. */
  async set<F extends CampaignField>(row: Campaign, field: F, value: Campaign[F]): Promise<void> {
    if (JSON.stringify(row[field]) === JSON.stringify(value)) return;
    const id = await this.changes.add(this.command(row, field, value));
    const before = row[field];
    const isFirstPrice = field === 'price' && before === null;
    const undo = async () => {
      if (await this.changes.cancel(id)) return;
      await this.changes.add(this.command({ ...row, [field]: value }, field, before));
    };
    const action = isFirstPrice ? undefined : { label: 'Undo', run: () => void undo() };
    this.toasts.show(this.labelOf(row, field, value), { command: id, action });
  }

  /** Sets the currency, and the price in it. @param amount null: there is no price */
  async setCurrency(row: Campaign, currency: string, amount: number | null): Promise<void> {
    await this.changes.add({
      label: `Set the price of “${row.name}” to ${amount === null ? currency : money(amount, currency)}`,
      page: `/campaigns/${row.id}`,
      request: {
        method: 'PUT',
        url: `/v1/campaigns/${row.id}/currency`,
        body: { currency, ...(amount === null ? {} : { amount }) },
      },
      changes: [{ lane: streamOf(row.id), patch: { currency, price: amount }, fields: ['currency', 'price'], seen: row.version }],
    });
  }

  delete(row: Campaign): void {
    void this.changes.add({
      label: `Delete “${row.name}”`,
      page: `/campaigns/${row.id}`,
      request: { method: 'DELETE', url: `/v1/campaigns/${row.id}` },
      changes: [{ lane: streamOf(row.id), patch: { deleted: true }, fields: ['*'], seen: row.version }],
    });
  }

  /**
   * The same for many campaigns, as requests with a result for each row. Rows that it would not change are left out.
   *
   * @param price as typed, with `set-price`: in the currency of each
   */
  async bulk(rows: readonly Campaign[], command: BulkCommand, price?: string): Promise<void> {
    const parts = rows.flatMap((row) => {
      const change = bulkChange(row, command, price);
      return 'patch' in change ? [{ row, ...change }] : [];
    });
    if (!parts.length) return;
    const sent: { id: string; rows: readonly Campaign[] }[] = [];
    for (let n = 0; n < parts.length; n += MAX_BULK) {
      const some = parts.slice(n, n + MAX_BULK);
      const id = await this.changes.add(
        this.bulkOf(some, `${BULK_COMMANDS[command]} ${counted(some.length, 'campaign')}`, ({ row, patch, amount }) => ({
          command: { command, id: row.id, ...(amount === undefined ? {} : { amount }) },
          change: { lane: streamOf(row.id), name: row.name, patch: { ...patch }, fields: Object.keys(patch) },
        })),
      );
      sent.push({ id, rows: some.map(({ row }) => row) });
    }
    const undo = () => sent.forEach(({ id, rows: some }) => void this.undoBulk(id, some, command));
    this.toasts.show(
      `${BULK_COMMANDS[command]} ${counted(parts.length, 'campaign')}`,
      command === 'delete'
        ? {}
        : { action: { label: 'Undo', run: undo }, after: Promise.all(sent.map(({ id }) => this.changes.ended(id))) },
    );
  }

  private async undoBulk(id: string, rows: readonly Campaign[], command: BulkCommand): Promise<void> {
    if (await this.changes.cancel(id)) return;
    // Only then are the versions known that it goes back from.
    await this.changes.ended(id);
    const done = this.changes.entries().find((entry) => entry.id === id)?.changes ?? [];
    // Rows that were refused have nothing to go back from, nor does a first price.
    const back = rows.filter((row, n) => !done[n]?.problem && (command !== 'set-price' || row.price !== null));
    if (!back.length) return;
    await this.changes.add(
      this.bulkOf(back, `Undo: ${BULK_COMMANDS[command]} ${counted(back.length, 'campaign')}`, ({ id, name, price, paused }) => {
        const lane = streamOf(id);
        const seen = done.find((change) => change.lane === lane)?.version;
        if (command === 'set-price')
          return {
            command: { command, id, amount: price },
            change: { lane, name, patch: { price }, fields: ['price'], seen },
          };
        return {
          command: { command: paused ? 'pause' : 'resume', id },
          change: { lane, name, patch: { paused }, fields: ['paused'], seen },
        };
      }),
    );
  }

  private bulkOf<R>(rows: readonly R[], label: string, of: (row: R) => { command: object; change: Change }) {
    const parts = rows.map(of);
    const body = { commands: parts.map(({ command }) => command) };
    const request = { method: 'POST', url: '/v1/campaigns/bulk', body };
    return { label, page: this.router.url, request, changes: parts.map(({ change }) => change), isBulk: true };
  }

  private command<F extends CampaignField>(row: Campaign, field: F, value: Campaign[F]) {
    const bodies: Record<CampaignField, () => Record<string, unknown>> = {
      name: () => ({ name: value }),
      price: () => ({ amount: value }),
      paused: () => ({ paused: value }),
      schedule: () => ({ ...(value as Campaign['schedule']) }),
      limits: () => {
        const { timeZone, ...limits } = value as Campaign['limits'];
        return timeZone === null ? limits : { ...limits, timeZone };
      },
      targeting: () => ({ ...(value as Campaign['targeting']) }),
      rank: () => ({ ...(value as Campaign['rank']) }),
    };
    return {
      label: this.labelOf(row, field, value),
      page: `/campaigns/${row.id}`,
      request: { method: 'PUT', url: `/v1/campaigns/${row.id}/${field}`, body: bodies[field]() },
      changes: [{ lane: streamOf(row.id), patch: { [field]: value }, fields: [field], seen: row.version }],
    };
  }

  private labelOf<F extends CampaignField>({ name, currency }: Campaign, field: F, value: Campaign[F]): string {
    const words: Record<CampaignField, () => string> = {
      name: () => `Rename “${name}” to “${value}”`,
      price: () => `Set the price of “${name}” to ${money(value as number, currency)}`,
      paused: () => `${value ? 'Pause' : 'Resume'} “${name}”`,
      schedule: () => `Set the dates of “${name}”`,
      limits: () => `Set the limits of “${name}”`,
      targeting: () => `Set the targeting of “${name}”`,
      rank: () => `Set the rank of “${name}”`,
    };
    return words[field]();
  }
}
