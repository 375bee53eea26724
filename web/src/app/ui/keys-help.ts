import { afterNextRender, Component, type ElementRef, output, viewChild } from '@angular/core';
import { PAGES } from '../pages/pages.js';

/** The keys. */
@Component({
  selector: 'k-keys-help',
  template: `
    <dialog #dialog class="dialog" aria-labelledby="keys-title" (cancel)="closed.emit()" (close)="closed.emit()">
      <div class="dialog-body">
        <h2 id="keys-title">Keys</h2>
        <dl>
          @for (line of lines; track line.does) {
            <div>
              <dt>{{ line.does }}</dt>
              <dd>
                @for (key of line.keys; track $index) {
                  <kbd>{{ key }}</kbd>
                }
              </dd>
            </div>
          }
        </dl>
        <div class="dialog-actions"><button type="button" class="button" (click)="dialog.close()">Close</button></div>
      </div>
    </dialog>
  `,
  styles: `
    dl {
      display: grid;
      gap: 6px;
    }

    dl div {
      display: flex;
      justify-content: space-between;
      gap: 12px;
    }

    dd {
      display: flex;
      gap: 4px;
    }
  `,
})
export class KeysHelp {
  readonly closed = output<void>();
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  protected readonly lines = [
    { does: 'Search, jump and act', keys: ['Ctrl', 'K'] },
    ...PAGES.filter(({ key }) => key).map(({ title, key }) => ({ does: title, keys: ['g', key as string] })),
    { does: 'Search on the page', keys: ['/'] },
    { does: 'The next or the previous event, in the log', keys: ['↓', '↑'] },
    { does: 'Close what is open', keys: ['Esc'] },
    { does: 'These keys', keys: ['?'] },
  ];

  constructor() {
    afterNextRender(() => this.dialog().nativeElement.showModal());
  }
}
