import { Component, computed, input, output } from '@angular/core';
import { Icon } from '../icon.js';

/** One field of an entity: its value at an earlier version, and its value now. */
export interface FieldDifference {
  readonly title: string;
  readonly was: string;
  readonly is: string;
  readonly differs: boolean;
  /** False if restoring the earlier version does not change this field. */
  readonly goesBack?: boolean;
}

/** Compares an earlier version of an entity with its current state, and offers to restore it. */
@Component({
  selector: 'k-version-difference',
  imports: [Icon],
  template: `
    <dl>
      @for (line of lines(); track line.title) {
        <div [class.differs]="line.differs">
          <dt>{{ line.title }}</dt>
          <dd>{{ line.was }}</dd>
          @if (line.differs) {
            <dd class="muted">now {{ line.is }}{{ line.goesBack === false ? ', which does not go back' : '' }}</dd>
          }
        </div>
      }
    </dl>
    <div class="buttons">
      <button type="button" class="button primary" [disabled]="against() || !mayChange()" (click)="restored.emit()">
        <k-icon name="undo" />Go back to this
      </button>
      <button type="button" class="button quiet" (click)="closed.emit()">Show it as it is now</button>
    </div>
    @if (against(); as why) {
      <p class="muted">{{ why }}</p>
    }
  `,
  styles: `
    :host,
    dl {
      display: grid;
      gap: 14px;
    }

    dl > div {
      padding: 6px 10px;
      border-left: 2px solid var(--line);
    }

    dl > .differs {
      border-color: var(--accent);
      background: var(--selected);
    }

    dt {
      color: var(--ink-2);
      font-size: 12px;
    }

    dd {
      overflow-wrap: anywhere;
    }
  `,
})
export class VersionDifference {
  readonly lines = input.required<readonly FieldDifference[]>();
  /** Why the earlier version can't be restored, if the page knows a reason. */
  readonly obstacle = input<string>();
  readonly mayChange = input.required<boolean>();
  readonly restored = output();
  readonly closed = output();

  protected readonly against = computed(() => {
    const differing = this.lines().filter(({ differs }) => differs);
    if (!differing.length) return 'It is the same now.';
    return this.obstacle() || (differing.some(({ goesBack }) => goesBack !== false) ? '' : 'Nothing differs that goes back.');
  });
}
