import { Component, Injectable, inject, signal } from '@angular/core';
import { Icon } from './icon.js';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly kind: 'plain' | 'bad';
  readonly action?: { readonly label: string; readonly run: () => void };
  /** The id of the command that it tells of. */
  readonly command?: string;
}

/** How long a toast stays, in ms: as long as a change may be undone. */
const SHOWN_MS = 10_000;

const MAX_TOASTS = 4;

/** Short messages that find the user on any page. */
@Injectable({ providedIn: 'root' })
export class Toasts {
  private readonly list = signal<readonly Toast[]>([]);
  private made = 0;
  readonly all = this.list.asReadonly();

  /** @param after what its time begins with; absent: at once */
  show(
    text: string,
    { kind = 'plain', action, command, after }: Partial<Omit<Toast, 'id' | 'text'>> & { after?: Promise<unknown> } = {},
  ): void {
    const id = ++this.made;
    this.list.update((toasts) => [...toasts, { id, text, kind, action, command }].slice(-MAX_TOASTS));
    void Promise.resolve(after).then(() => setTimeout(() => this.close(id), SHOWN_MS));
  }

  /** Closes what tells of a command as if it were done, and offers to undo it. */
  closeOf(command: string): void {
    this.list.update((toasts) => toasts.filter((toast) => toast.command !== command));
  }

  close(id: number): void {
    this.list.update((toasts) => toasts.filter((toast) => toast.id !== id));
  }
}

@Component({
  selector: 'k-toasts',
  imports: [Icon],
  template: `
    <div class="toasts" role="status" aria-live="polite">
      @for (toast of toasts.all(); track toast.id) {
        <div class="toast" [class.bad]="toast.kind === 'bad'">
          <k-icon [name]="toast.kind === 'bad' ? 'alert' : 'check'" />
          <span class="text">{{ toast.text }}</span>
          @if (toast.action; as action) {
            <button type="button" class="action" (click)="action.run(); toasts.close(toast.id)">{{ action.label }}</button>
          }
          <button type="button" class="icon-button" aria-label="Close message" (click)="toasts.close(toast.id)">
            <k-icon name="close" />
          </button>
        </div>
      }
    </div>
  `,
  styles: `
    .toasts {
      position: fixed;
      right: 16px;
      bottom: 16px;
      z-index: 30;
      display: grid;
      gap: 8px;
      width: min(380px, calc(100vw - 32px));
    }

    .toast {
      display: flex;
      align-items: center;
      gap: 10px;
      min-height: 42px;
      padding: 5px 6px 5px 12px;
      border: 1px solid var(--line);
      border-radius: 8px;
      background: var(--raised);
      box-shadow: var(--shadow);
      animation: rise 0.16s ease-out;
    }

    .toast.bad > k-icon {
      color: var(--bad-dot);
    }

    .toast:not(.bad) > k-icon {
      color: var(--good-dot);
    }

    .text {
      flex: 1;
      min-width: 0;
      overflow-wrap: anywhere;
    }

    .action {
      padding: 6px 8px;
      border: 0;
      border-radius: 4px;
      background: none;
      color: var(--accent-ink);
      font: 600 13px / 1 var(--font);
      cursor: pointer;
    }

    .action:hover {
      background: var(--hover);
    }

    @keyframes rise {
      from {
        opacity: 0;
        transform: translateY(6px);
      }
    }

    @media (max-width: 640px) {
      .toasts {
        bottom: 68px;
      }
    }
  `,
})
export class ToastList {
  protected readonly toasts = inject(Toasts);
}
