import { Component, computed, inject, input, linkedSignal, untracked } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Session } from '../../api/session.js';
import { Changes } from '../../outbox/changes.js';
import { ago, amountText, counted, dateField, day, exactTime, lastDay, minorOf, money } from '../../ui/format.js';
import { entityPage } from '../../ui/history/entity-page.js';
import { VersionDifference } from '../../ui/history/version-difference.js';
import { VersionHistory } from '../../ui/history/version-history.js';
import { Icon } from '../../ui/icon.js';
import { ParkedBadge } from '../../ui/parked-badge.js';
import { PlacementsPicker } from '../../ui/section-tree/placements-picker.js';
import {
  CAMPAIGNS_VIEW,
  type Campaign,
  CampaignChanges,
  nameFault,
  priceFault,
  REASON_WORDS,
  reasonsOf,
  streamOf,
} from '../campaigns/campaign-changes.js';
import { CampaignCreatives } from '../creatives/campaign-creatives.js';
import { CampaignTerms } from './campaign-terms.js';
import { Delivery } from './delivery.js';
import { TERMS } from './terms.js';
import { WhyNot } from './why-not.js';

interface Form {
  readonly name: string;
  readonly price: string;
  readonly currency: string;
  readonly start: string;
  readonly end: string;
}

/** What the page shows of a version. */
const FIELDS: readonly { title: string; text: (campaign: Campaign) => string }[] = [
  { title: 'Name', text: ({ name }) => name },
  {
    title: 'Price of 1,000 views',
    text: ({ price, currency }) => (price === null ? `none, ${currency}` : money(price, currency)),
  },
  {
    title: 'Dates',
    text: ({ schedule: { start, end } }) => (start && end ? `${day(start)} – ${lastDay(end)}` : 'none'),
  },
  { title: 'Placed in', text: ({ placements }) => (placements.length ? counted(placements.length, 'section') : 'nothing') },
  ...TERMS,
  { title: 'Paused', text: ({ paused }) => (paused ? 'yes' : 'no') },
];

/** One campaign: what it is, what it was, and the way back there. */
@Component({
  selector: 'k-campaign-page',
  imports: [
    ...[CampaignCreatives, CampaignTerms, Delivery, Icon, ParkedBadge, PlacementsPicker, RouterLink],
    ...[VersionDifference, VersionHistory, WhyNot],
  ],
  templateUrl: './campaign.page.html',
  styleUrl: './campaign.page.css',
})
export class CampaignPage {
  // From the address.
  readonly id = input.required<string>();
  readonly version = input<string>();
  /** A change that was not saved: the form is as it was filled. */
  readonly draft = input<string>();

  private readonly router = inject(Router);
  private readonly changes = inject(Changes);
  private readonly commands = inject(CampaignChanges);
  protected readonly session = inject(Session);
  protected readonly page = entityPage<Campaign>({
    ...{ collection: 'campaigns', view: CAMPAIGNS_VIEW, stream: streamOf },
    ...{ id: this.id, version: this.version, draft: this.draft },
  });
  protected readonly campaign = this.page.row;
  protected readonly reasons = computed(() => {
    const campaign = this.campaign();
    return campaign ? reasonsOf(campaign).map((reason) => REASON_WORDS[reason] ?? reason) : [];
  });
  protected readonly difference = computed(() => {
    const [old, now] = [this.page.old(), this.campaign()];
    if (!old || !now) return [];
    const placements = old.placements.toSorted().join() !== now.placements.toSorted().join();
    return FIELDS.map(({ title, text }) => {
      const [was, is] = [text(old), text(now)];
      return { title, was, is, differs: was !== is || (title === 'Placed in' && placements) };
    });
  });
  /** What the user has typed. The other fields follow the campaign. */
  private readonly typed = linkedSignal<string | undefined, Partial<Form>>({
    source: () => `${this.id()} ${this.page.failed()?.id ?? ''}`,
    computation: () => {
      const [failed, campaign] = [untracked(this.page.failed), untracked(this.campaign)];
      if (!failed || !campaign) return {};
      const filled = formOf({ ...campaign, ...failed.changes[0]?.patch });
      const before = formOf(campaign);
      return Object.fromEntries(Object.entries(filled).filter(([field, text]) => text !== before[field as keyof Form]));
    },
  });
  protected readonly form = computed<Form>(() => ({ ...formOf(this.campaign()), ...this.typed() }));
  protected readonly isTyped = computed(() => {
    const [form, before] = [this.form(), formOf(this.campaign())];
    return Object.keys(before).some((field) => form[field as keyof Form] !== before[field as keyof Form]);
  });
  protected readonly currencies = computed(() => this.session.about()?.currencies.map(({ code }) => code) ?? []);
  protected readonly fault = computed(() => {
    const [form, campaign] = [this.form(), this.campaign()];
    if (!campaign) return '';
    const isDated = form.start || form.end;
    return (
      nameFault(form.name) ??
      (form.price ? priceFault(form.price, form.currency) : undefined) ??
      (!form.price && campaign.price !== null ? 'A price can be changed, not removed.' : undefined) ??
      (isDated && !(form.start && form.end) ? 'Both days, or none.' : undefined) ??
      (isDated && form.end < form.start ? 'The end is before the start.' : '')
    );
  });

  protected readonly ago = ago;
  protected readonly exact = exactTime;

  protected type(field: keyof Form, text: string): void {
    this.typed.update((typed) => ({ ...typed, [field]: text }));
  }

  protected save(campaign: Campaign): void {
    const [form, before] = [this.form(), formOf(campaign)];
    if (this.fault()) return;
    if (form.name !== before.name) void this.commands.set(campaign, 'name', form.name);
    const price = form.price ? (minorOf(form.price, form.currency) as number) : null;
    if (form.currency !== before.currency) void this.commands.setCurrency(campaign, form.currency, price);
    else if (price !== null && form.price !== before.price) void this.commands.set(campaign, 'price', price);
    if (form.start !== before.start || form.end !== before.end)
      void this.commands.set(campaign, 'schedule', {
        start: form.start ? moment(form.start) : null,
        end: form.end ? moment(form.end, 1) : null,
      });
    // It was said again, so what failed is settled.
    const failed = this.page.failed();
    if (failed) void this.changes.dismiss(failed.id);
    this.reset();
  }

  /** Shows what is saved, not what was typed. */
  protected reset(): void {
    this.typed.set({});
    if (this.draft())
      void this.router.navigate([], { queryParams: { draft: null }, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected pause(campaign: Campaign): void {
    void this.commands.set(campaign, 'paused', !campaign.paused);
  }

  protected place({ id, name, placements, version }: Campaign, sections: readonly string[]): void {
    if (sections.join() === placements.join()) return;
    void this.changes.add({
      label: `Place “${name}” in ${counted(sections.length, 'section')}`,
      page: this.router.url,
      request: { method: 'PUT', url: `/v1/campaigns/${id}/placements`, body: { sections } },
      changes: [{ lane: streamOf(id), patch: { placements: sections }, fields: ['placements'], seen: version || undefined }],
    });
  }

  protected goBack(now: Campaign, old: Campaign): void {
    const { name, price, currency, schedule, placements, paused, limits, targeting, rank } = old;
    void this.changes.add({
      label: `Make “${now.name}” what it was at version ${old.version}`,
      page: `/campaigns/${now.id}`,
      request: { method: 'POST', url: `/v1/campaigns/${now.id}/undo`, body: { version: old.version } },
      changes: [
        {
          lane: streamOf(now.id),
          patch: { name, price, currency, schedule, placements, paused, limits, targeting, rank },
          fields: ['*'],
          seen: now.version,
        },
      ],
    });
    this.page.show();
  }
}

function formOf(campaign: Campaign | undefined): Form {
  if (!campaign) return { name: '', price: '', currency: '', start: '', end: '' };
  const { name, price, currency, schedule } = campaign;
  return {
    name,
    price: price === null ? '' : amountText(price, currency),
    currency,
    start: schedule.start ? dateField(new Date(schedule.start)) : '',
    // The end is the moment when the next day begins.
    end: schedule.end ? dateField(new Date(new Date(schedule.end).getTime() - 1)) : '',
  };
}

/** The start of a day in the user's zone, or of one after it. */
function moment(text: string, more = 0): string {
  const [year, month, date] = text.split('-').map(Number) as [number, number, number];
  return new Date(year, month - 1, date + more).toISOString();
}
