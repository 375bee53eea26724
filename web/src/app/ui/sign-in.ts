import { afterNextRender, Component, type ElementRef, inject, signal, viewChild } from '@angular/core';
import { Session } from '../api/session.js';

/** Asks for a key in place, so that the page and what is not saved yet stay. */
@Component({
  selector: 'k-sign-in',
  template: `
    <dialog #dialog class="dialog" aria-labelledby="sign-in-title" (cancel)="$event.preventDefault()">
      <form (submit)="$event.preventDefault(); signIn(key.value)">
        <h2 id="sign-in-title">Sign in to Kronika</h2>
        <p class="muted">Your changes are kept in this browser, and are sent once you have signed in.</p>
        <div class="field">
          <label for="sign-in-key">API key</label>
          <input #key id="sign-in-key" class="input" type="password" autocomplete="current-password" required
            [attr.aria-invalid]="fault() ? true : null" aria-describedby="sign-in-fault">
          <span id="sign-in-fault" class="fault" role="alert">{{ fault() }}</span>
        </div>
        <div class="dialog-actions">
          <a class="button quiet" href="/sign-in">Other ways</a>
          <button type="submit" class="button primary" [disabled]="isBusy()">Sign in</button>
        </div>
      </form>
    </dialog>
  `,
})
export class SignIn {
  private readonly session = inject(Session);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  protected readonly fault = signal('');
  protected readonly isBusy = signal(false);

  constructor() {
    afterNextRender(() => this.dialog().nativeElement.showModal());
  }

  protected async signIn(key: string): Promise<void> {
    this.isBusy.set(true);
    this.fault.set((await this.session.signIn(key.trim())) ?? '');
    this.isBusy.set(false);
  }
}
