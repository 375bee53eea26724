import { Injectable, inject, signal } from '@angular/core';
import { Router } from '@angular/router';
import { PAGES } from '../pages/pages.js';

/** How long after `g` the second key may come, in ms. */
const SECOND_KEY_MS = 1_500;

/** What keys do everywhere. */
@Injectable({ providedIn: 'root' })
export class Keys {
  private readonly router = inject(Router);
  private goingAt = -Infinity;
  /** What is open over the page. */
  readonly open = signal<'palette' | 'help' | undefined>(undefined);

  constructor() {
    document.addEventListener('keydown', leaveClosedDialog, { capture: true });
    document.addEventListener('keydown', (event) => this.pressed(event));
  }

  /** An action of the palette may have opened something else. */
  close(what: 'palette' | 'help'): void {
    this.open.update((open) => (open === what ? undefined : open));
  }

  private pressed(event: KeyboardEvent): void {
    const { key, ctrlKey, metaKey, altKey, target, timeStamp } = event;
    if (key.toLowerCase() === 'k' && (ctrlKey || metaKey) && !altKey) {
      event.preventDefault();
      // A dialog keeps what is typed in it.
      if (this.open() === 'palette') this.open.set(undefined);
      else if (!isDialogOpen() || this.open()) this.open.set('palette');
      return;
    }
    if (ctrlKey || metaKey || altKey || isDialogOpen()) return;
    if (target instanceof Element && target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]')) return;
    // When the keys were pressed counts, not when a busy page came to them.
    const isSecond = timeStamp - this.goingAt < SECOND_KEY_MS;
    this.goingAt = -Infinity;
    const page = isSecond ? PAGES.find((each) => each.key === key) : undefined;
    if (page) {
      event.preventDefault();
      void this.router.navigateByUrl(`/${page.path}`);
    } else if (key === 'g') this.goingAt = timeStamp;
    else if (key === '?') this.open.set('help');
    else if (key === '/') {
      const search = document.querySelector<HTMLInputElement>('main input[type=search]');
      if (!search) return;
      event.preventDefault();
      search.focus();
    }
  }
}

/**
 * A dialog that closes leaves the focus in its field until the browser draws the page, unless something had the focus
 * before. A key pressed by then is meant for the page: in the field, it would be lost, or Enter would submit twice.
 */
function leaveClosedDialog(event: KeyboardEvent): void {
  const { target } = event;
  if (!(target instanceof HTMLElement) || !target.closest('dialog:not([open])')) return;
  event.stopImmediatePropagation();
  target.blur();
  if (!document.body.dispatchEvent(new KeyboardEvent(event.type, event))) event.preventDefault();
}

const isDialogOpen = () => document.querySelector('dialog[open]') !== null;
