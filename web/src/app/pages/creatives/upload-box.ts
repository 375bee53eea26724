import { Component, computed, inject, input } from '@angular/core';
import { Session } from '../../api/session.js';
import { Icon } from '../../ui/icon.js';
import { bytesText, type Creative } from './creative-changes.js';
import { isUnderWay, UPLOAD_TYPES, Uploads } from './uploads.js';

/** Chooses the video of a creative, and shows how far its upload is. */
@Component({
  selector: 'k-upload-box',
  imports: [Icon],
  template: `
    <input #picker type="file" hidden [accept]="types" (change)="chosen(picker)" />
    @if (upload(); as it) {
      <div class="upload">
        <span class="file"><strong>{{ it.file.name }}</strong>, {{ bytes(it.file.size) }}</span>
        @if (isUnderWay(it)) {
          @if (it.state === 'checking') {
            <progress [attr.aria-label]="'Upload of ' + it.file.name"></progress>
          } @else {
            <progress [value]="it.sent" [max]="it.file.size || 1" [attr.aria-label]="'Upload of ' + it.file.name"></progress>
          }
          <span class="muted" aria-live="polite">{{ words() }}</span>
          <button type="button" class="button quiet" (click)="uploads.cancel(creative().id)">Cancel</button>
        } @else if (it.state === 'failed') {
          <span class="fault" role="alert"><k-icon name="alert" />Not uploaded. {{ it.why }}</span>
          @if (it.mayRetry) {
            <button type="button" class="button" (click)="uploads.again(creative().id)">Try again</button>
          }
          <button type="button" class="button" (click)="picker.click()">Choose another file</button>
          <button type="button" class="button quiet" (click)="uploads.cancel(creative().id)">Dismiss</button>
        } @else {
          <span class="muted" role="status">{{ isListed() ? 'Uploaded' : 'Uploaded, list catching up' }}</span>
        }
      </div>
    } @else {
      <button type="button" class="button" [disabled]="!session.mayCommand()" (click)="picker.click()"
        [attr.aria-label]="(creative().media ? 'Replace the video of ' : 'Upload a video for ') + creative().name">
        <k-icon name="up" />{{ creative().media ? 'Replace video' : 'Upload video' }}
      </button>
    }
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
      border-radius: var(--radius);
    }

    .upload {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 6px 10px;
    }

    .file,
    .fault {
      overflow-wrap: anywhere;
    }

    .fault {
      display: flex;
      gap: 6px;
      color: var(--bad);
    }

    progress {
      flex: 1 1 120px;
      max-width: 240px;
    }
  `,
  host: { '(dragover)': 'over($event)', '(drop)': 'dropped($event)' },
})
export class UploadBox {
  readonly creative = input.required<Creative>();
  protected readonly uploads = inject(Uploads);
  protected readonly session = inject(Session);
  protected readonly upload = computed(() => this.uploads.all().get(this.creative().id));
  protected readonly isListed = computed(() => this.creative().version >= (this.upload()?.version ?? 0));
  protected readonly words = computed(() => {
    const { state, sent, file } = this.upload() ?? {};
    if (state === 'waiting') return 'waits for the creative to be saved';
    if (state === 'checking') return 'sent, being checked';
    return `${Math.floor((100 * (sent ?? 0)) / (file?.size || 1))} %`;
  });
  protected readonly types = UPLOAD_TYPES;
  protected readonly bytes = bytesText;
  protected readonly isUnderWay = isUnderWay;

  protected chosen(picker: HTMLInputElement): void {
    const file = picker.files?.[0];
    if (file) this.uploads.start(this.creative().id, file);
    // The same file again is a choice, too.
    picker.value = '';
  }

  protected over(event: DragEvent): void {
    if (this.session.mayCommand()) event.preventDefault();
  }

  protected dropped(event: DragEvent): void {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file && this.session.mayCommand()) this.uploads.start(this.creative().id, file);
  }
}
