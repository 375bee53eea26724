import {
  Component,
  computed,
  effect,
  inject,
  type OutputEmitterRef,
  signal,
  untracked,
  ViewContainerRef,
  viewChild,
} from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import type { LiveState } from './api/channel.js';
import { Tabs } from './api/channel.js';
import { Live } from './api/live.js';
import { Session } from './api/session.js';
import { Changes } from './outbox/changes.js';
import { PAGES } from './pages/pages.js';
import { Actions } from './ui/actions.js';
import { Drawer } from './ui/drawer.js';
import { counted } from './ui/format.js';
import { Icon } from './ui/icon.js';
import { Keys } from './ui/keys.js';
import { SignIn } from './ui/sign-in.js';
import { chooseTheme, type Theme, theme } from './ui/theme.js';
import { ToastList, Toasts } from './ui/toasts.js';

const LIVE_WORDS: Readonly<Record<LiveState, string>> = {
  connecting: 'Connecting',
  live: 'Live',
  polling: 'Reconnecting',
  down: 'Offline',
};

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

const START_RETRY_MS = 2_000;

/** The frame of all pages. */
@Component({
  selector: 'k-app',
  imports: [Drawer, Icon, RouterLink, RouterLinkActive, RouterOutlet, SignIn, ToastList],
  templateUrl: './app.html',
  styleUrl: './app.css',
})
export class App {
  private readonly tabs = inject(Tabs);
  private readonly toasts = inject(Toasts);
  protected readonly session = inject(Session);
  protected readonly live = inject(Live);
  protected readonly changes = inject(Changes);
  protected readonly keys = inject(Keys);
  private readonly overlay = viewChild('overlay', { read: ViewContainerRef });
  protected readonly pages = PAGES;
  protected readonly theme = theme;
  protected readonly isDrawerOpen = signal(false);
  protected readonly liveWords = computed(() => LIVE_WORDS[this.live.state()]);
  protected readonly counted = counted;
  private readonly told = new Set<string>();

  constructor() {
    void this.start();
    inject(Actions).add(() => [
      ...THEMES.filter((each) => each !== theme()).map((each) => ({
        title: each === 'system' ? 'Theme of the system' : `${each === 'dark' ? 'Dark' : 'Light'} theme`,
        run: () => chooseTheme(each),
      })),
      { title: 'Changes of this browser', run: () => this.isDrawerOpen.set(true) },
      { title: 'Keys', run: () => this.keys.open.set('help') },
    ]);
    effect(() => {
      const open = this.keys.open();
      untracked(() => void this.showOverlay(open));
    });
    this.live.reset$.subscribe(() => this.toasts.show('The log of the server was restored. This page shows it as it is now.'));
    effect(() => {
      const troubles = this.changes.troubles();
      untracked(() => {
        const current = new Set(troubles.map(({ id, key }) => id + key));
        for (const { id, key, label, state } of troubles) {
          if (this.told.has(id + key)) continue;
          this.told.add(id + key);
          this.toasts.closeOf(id);
          const text = `${state === 'conflict' ? 'Conflict' : 'Not saved'}: ${label}`;
          this.toasts.show(text, { kind: 'bad', action: { label: 'Details', run: () => this.isDrawerOpen.set(true) } });
        }
        for (const known of this.told) if (!current.has(known)) this.told.delete(known);
      });
    });
  }

  protected nextTheme(): void {
    chooseTheme(THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length] ?? 'system');
  }

  /** What opens by a key is loaded then. */
  private async showOverlay(what: 'palette' | 'help' | undefined): Promise<void> {
    this.overlay()?.clear();
    if (!what) return;
    const component =
      what === 'palette' ? (await import('./ui/palette.js')).Palette : (await import('./ui/keys-help.js')).KeysHelp;
    if (this.keys.open() !== what) return;
    const created = this.overlay()?.createComponent<{ closed: OutputEmitterRef<void> }>(component);
    // It may tell that twice, and by the second time, the next one may be open.
    const closing = created?.instance.closed.subscribe(() => {
      closing?.unsubscribe();
      this.keys.close(what);
    });
  }

  /** Until the server answers; a sign-in goes on by itself. */
  private async start(): Promise<void> {
    while (!(await this.session.load()))
      await new Promise((resolve) => setTimeout(resolve, this.session.needsSignIn() ? START_RETRY_MS / 4 : START_RETRY_MS));
    this.tabs.stand();
  }
}
