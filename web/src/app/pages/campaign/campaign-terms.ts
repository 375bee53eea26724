import { Component, computed, inject, input, linkedSignal, untracked, type WritableSignal } from '@angular/core';
import { Session } from '../../api/session.js';
import { HourGrid } from '../../ui/hour-grid.js';
import { type Campaign, CampaignChanges } from '../campaigns/campaign-changes.js';
import {
  DEVICES,
  type LimitsForm,
  limitsForm,
  limitsOf,
  type RankForm,
  rankForm,
  rankOf,
  type TargetingForm,
  targetingForm,
  targetingOf,
} from './terms.js';

const TIME_ZONES = Intl.supportedValuesOf('timeZone');

/** What a campaign may deliver, when and to whom it is shown, and how it competes with others. */
@Component({
  selector: 'k-campaign-terms',
  imports: [HourGrid],
  templateUrl: './campaign-terms.html',
  styleUrl: './campaign-terms.css',
})
export class CampaignTerms {
  readonly campaign = input.required<Campaign>();
  /** The fields of a change that was not saved: its form is as it was filled. */
  readonly draft = input<Readonly<Record<string, unknown>>>();

  private readonly commands = inject(CampaignChanges);
  protected readonly session = inject(Session);
  protected readonly devices = DEVICES;
  protected readonly timeZones = TIME_ZONES;

  // What the user has typed. The other fields follow the campaign.
  private readonly typedLimits = this.typed<LimitsForm>('limits', limitsForm);
  private readonly typedTargeting = this.typed<TargetingForm>('targeting', ({ targeting }) => targetingForm(targeting));
  private readonly typedRank = this.typed<RankForm>('rank', ({ rank }) => rankForm(rank));
  protected readonly limits = computed<LimitsForm>(() => ({ ...limitsForm(this.campaign()), ...this.typedLimits() }));
  protected readonly targeting = computed<TargetingForm>(() => ({
    ...targetingForm(this.campaign().targeting),
    ...this.typedTargeting(),
  }));
  protected readonly rank = computed<RankForm>(() => ({ ...rankForm(this.campaign().rank), ...this.typedRank() }));
  protected readonly newLimits = computed(() => limitsOf(this.limits(), this.campaign().currency));
  protected readonly newTargeting = computed(() => targetingOf(this.targeting()));
  protected readonly newRank = computed(() => rankOf(this.rank()));
  protected readonly isTyped = computed(() => ({
    limits: differs(this.limits(), limitsForm(this.campaign())),
    targeting: differs(this.targeting(), targetingForm(this.campaign().targeting)),
    rank: differs(this.rank(), rankForm(this.campaign().rank)),
  }));

  private typed<F>(field: 'limits' | 'targeting' | 'rank', form: (campaign: Campaign) => F): WritableSignal<Partial<F>> {
    return linkedSignal<string, Partial<F>>({
      // A signal, because otherwise every new answer about the campaign would take away what was typed.
      source: computed(() => `${this.campaign().id} ${field in (this.draft() ?? {})}`),
      computation: () => {
        const [draft, campaign] = [untracked(this.draft), untracked(this.campaign)];
        return draft?.[field] ? form({ ...campaign, [field]: draft[field] }) : {};
      },
    });
  }

  protected typeLimit(field: keyof LimitsForm, text: string): void {
    this.typedLimits.update((typed) => ({ ...typed, [field]: text }));
  }

  protected typeRank(field: keyof RankForm, text: string): void {
    this.typedRank.update((typed) => ({ ...typed, [field]: text }));
  }

  protected target(change: Partial<TargetingForm>): void {
    this.typedTargeting.update((typed) => ({ ...typed, ...change }));
  }

  protected targetDevice(device: string, isOn: boolean): void {
    const others = this.targeting().devices.filter((each) => each !== device);
    this.target({ devices: isOn ? DEVICES.filter((each) => each === device || others.includes(each)) : others });
  }

  protected reset(part: 'limits' | 'targeting' | 'rank'): void {
    ({ limits: this.typedLimits, targeting: this.typedTargeting, rank: this.typedRank })[part].set({});
  }

  protected saveLimits(): void {
    const limits = this.newLimits();
    if (typeof limits === 'string') return;
    void this.commands.set(this.campaign(), 'limits', limits);
    this.reset('limits');
  }

  protected saveTargeting(): void {
    const targeting = this.newTargeting();
    if (typeof targeting === 'string') return;
    void this.commands.set(this.campaign(), 'targeting', targeting);
    this.reset('targeting');
  }

  protected saveRank(): void {
    const rank = this.newRank();
    if (typeof rank === 'string') return;
    void this.commands.set(this.campaign(), 'rank', rank);
    this.reset('rank');
  }

  protected faultOf(parsed: object | string): string {
    return typeof parsed === 'string' ? parsed : '';
  }
}

const differs = (one: object, other: object) => JSON.stringify(one) !== JSON.stringify(other);
