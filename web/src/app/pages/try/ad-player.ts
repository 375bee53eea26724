import { Component, computed, DestroyRef, type ElementRef, inject, input, signal, viewChild } from '@angular/core';
import { Icon } from '../../ui/icon.js';
import { type PlayableAd, readVast } from './vast.js';

/** An event that was reported, and whether the server has accepted it. */
interface Reported {
  readonly event: string;
  /** Undefined: not answered yet. */
  readonly isAccepted?: boolean;
}

type State = 'idle' | 'asking' | 'playing' | 'ended' | 'empty' | 'failed';

/** Shares of the length at which an event is due. */
const QUARTILES: readonly [share: number, event: string][] = [
  [0.25, 'firstQuartile'],
  [0.5, 'midpoint'],
  [0.75, 'thirdQuartile'],
];

/** VAST's code for a video that can't be loaded. */
const FILE_NOT_FOUND = '401';

/** Time in ms for which half of an ad must be visible before the ad counts as seen. */
const VIEWABLE_MS = 2_000;

/**
 * Asks for ads as a player does, plays them one after the other, and reports their events. It asks as a browser that
 * loads ahead, whose views count as invalid traffic: no limit is used up, and no advertiser pays for a try.
 */
@Component({
  selector: 'k-ad-player',
  imports: [Icon],
  template: `
    <div class="screen" [class.live]="state() === 'playing'">
      @if (ad()?.video; as video) {
        <video #screen playsinline autoplay preload="auto" [src]="local(video)" [attr.aria-label]="'Ad: ' + ad()!.title"
          (playing)="playing(screen)" (timeupdate)="moved(screen)" (ended)="ended()" (pause)="paused(screen)"
          (volumechange)="volumeChanged(screen)" (error)="failed()" (click)="click()"></video>
      } @else {
        <p class="muted">{{ words() }}</p>
      }
    </div>
    <div class="controls">
      <button type="button" class="button primary" [disabled]="!address() || state() === 'asking'" (click)="play()">
        <k-icon name="play" />{{ state() === 'idle' ? 'Play an ad' : 'Play another' }}
      </button>
      @if (state() === 'playing') {
        <button type="button" class="button" (click)="turn()"><k-icon [name]="isPaused() ? 'play' : 'pause'" />{{ isPaused() ? 'Resume' : 'Pause' }}</button>
        <button type="button" class="button" (click)="mute()">{{ isMuted() ? 'Unmute' : 'Mute' }}</button>
        @if (ad()?.clickThrough) {
          <button type="button" class="button" (click)="click()"><k-icon name="link" />Landing page</button>
        }
        @if (ad()?.skipAfter !== undefined) {
          <button type="button" class="button" [disabled]="second() < ad()!.skipAfter!" (click)="skip()">
            {{ second() < ad()!.skipAfter! ? 'Skip in ' + (ad()!.skipAfter! - second()) + ' s' : 'Skip' }}
          </button>
        }
      }
    </div>
    @if (reported().length) {
      <p class="events" aria-live="polite">
        <span class="muted">Reported:</span>
        @for (each of reported(); track $index) {
          <span class="badge" [class.good]="each.isAccepted" [class.bad]="each.isAccepted === false">{{ each.event }}{{
            each.isAccepted === false ? ' not accepted' : '' }}</span>
        }
      </p>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 10px;
      min-width: 0;
    }

    .screen {
      display: grid;
      place-items: center;
      overflow: hidden;
      aspect-ratio: 16 / 9;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--hover);
      text-align: center;
    }

    .screen.live {
      background: #000;
    }

    .screen p {
      padding: 12px;
    }

    video {
      width: 100%;
      height: 100%;
      object-fit: contain;
      cursor: pointer;
    }

    .controls,
    .events {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 6px 8px;
    }
  `,
})
export class AdPlayer {
  /** The address of the ads on this server, without its origin; undefined: nothing can be played. */
  readonly address = input.required<string | undefined>();

  private readonly screen = viewChild<ElementRef<HTMLVideoElement>>('screen');
  protected readonly state = signal<State>('idle');
  protected readonly ad = signal<PlayableAd | undefined>(undefined);
  protected readonly reported = signal<readonly Reported[]>([]);
  protected readonly isPaused = signal(false);
  protected readonly isMuted = signal(false);
  /** Whole seconds that the ad has played. */
  protected readonly second = signal(0);
  protected readonly words = computed(() => {
    if (this.fault()) return this.fault();
    const { idle, asking, empty, ended } = {
      idle: 'The ad is shown here.',
      asking: 'Asking for an ad',
      empty: 'There was no ad. The explanation says why.',
      ended: 'The ads are over.',
    };
    return { idle, asking, empty, ended, playing: '', failed: '' }[this.state()];
  });
  private readonly fault = signal('');
  private queue: readonly PlayableAd[] = [];
  private done = new Set<string>();
  private viewing?: ReturnType<typeof setTimeout>;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.viewing));
  }

  /** Asks for ads and plays them. */
  protected async play(): Promise<void> {
    const address = this.address();
    if (!address) return;
    this.ad.set(undefined);
    this.fault.set('');
    this.reported.set([]);
    this.state.set('asking');
    const answer = await fetch(address, { headers: { Purpose: 'prefetch' }, cache: 'no-store' }).catch(() => undefined);
    const ads = answer?.ok ? readVast(await answer.text()) : undefined;
    if (!ads) {
      this.fault.set(answer ? `The server answered with ${answer.status}.` : 'The server does not answer.');
      return this.state.set('failed');
    }
    this.queue = ads;
    if (ads.length) this.next();
    else this.state.set('empty');
  }

  private next(): void {
    clearTimeout(this.viewing);
    const [ad, ...others] = this.queue;
    this.queue = others;
    this.done = new Set();
    this.second.set(0);
    this.ad.set(ad);
    this.state.set(ad ? 'playing' : 'ended');
    if (ad?.wrapped && !ad.video) {
      this.fault.set(`The ad is of a third party: a player would fetch ${ad.wrapped} now. The admin asks no other server.`);
      this.state.set('ended');
    }
  }

  protected playing(video: HTMLVideoElement): void {
    if (this.done.has('start')) this.report('resume');
    this.isPaused.set(false);
    this.once('impression');
    this.once('start');
    this.viewing ??= setTimeout(() => {
      this.viewing = undefined;
      if (isHalfVisible(video)) this.once('viewable');
    }, VIEWABLE_MS);
  }

  protected moved({ currentTime, duration }: HTMLVideoElement): void {
    this.second.set(Math.floor(currentTime));
    for (const [share, event] of QUARTILES) if (duration > 0 && currentTime >= share * duration) this.once(event);
  }

  protected ended(): void {
    for (const [, event] of QUARTILES) this.once(event);
    this.once('complete');
    this.next();
  }

  protected paused({ ended }: HTMLVideoElement): void {
    clearTimeout(this.viewing);
    this.viewing = undefined;
    if (ended || !this.ad()) return;
    this.isPaused.set(true);
    this.report('pause');
  }

  protected volumeChanged({ muted }: HTMLVideoElement): void {
    if (muted !== this.isMuted()) this.report(muted ? 'mute' : 'unmute');
    this.isMuted.set(muted);
  }

  protected failed(): void {
    this.report('error');
    this.fault.set('The video could not be loaded.');
    this.next();
  }

  protected click(): void {
    const clickThrough = this.ad()?.clickThrough;
    if (!clickThrough) return;
    this.report('click');
    window.open(clickThrough, '_blank', 'noopener,noreferrer');
  }

  protected skip(): void {
    this.report('skip');
    this.next();
  }

  protected turn(): void {
    const video = this.screen()?.nativeElement;
    if (video?.paused) void video.play();
    else video?.pause();
  }

  protected mute(): void {
    const video = this.screen()?.nativeElement;
    if (video) video.muted = !video.muted;
  }

  /**
   * The same address at this server, since the policy of the admin lets it ask no other one. Documents have the address
   * by which players elsewhere reach it.
   */
  protected local(address: string): string {
    const start = address.indexOf('/v1/ads/');
    return start < 0 ? address : address.slice(start);
  }

  private once(event: string): void {
    if (this.done.has(event)) return;
    this.done.add(event);
    this.report(event);
  }

  private report(event: string): void {
    for (const address of this.ad()?.beacons.get(event) ?? []) {
      const index = this.reported().length;
      this.reported.update((before) => [...before, { event }]);
      const url = this.local(address.replaceAll('[ERRORCODE]', FILE_NOT_FOUND));
      void fetch(url, { method: 'POST', keepalive: true }).then(
        ({ ok }) => this.answered(index, event, ok),
        () => this.answered(index, event, false),
      );
    }
  }

  private answered(index: number, event: string, isAccepted: boolean): void {
    this.reported.update((before) =>
      before.map((each, n) => (n === index && each.event === event ? { event, isAccepted } : each)),
    );
  }
}

function isHalfVisible(video: HTMLVideoElement): boolean {
  const { top, bottom, height, left, right, width } = video.getBoundingClientRect();
  const [seenHeight, seenWidth] = [
    Math.min(bottom, innerHeight) - Math.max(top, 0),
    Math.min(right, innerWidth) - Math.max(left, 0),
  ];
  return !document.hidden && seenHeight > 0 && seenWidth > 0 && 2 * seenHeight * seenWidth >= height * width;
}
