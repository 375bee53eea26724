import { Component, computed, type ElementRef, effect, inject, input, signal, untracked, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Names } from '../../api/names.js';
import { Session } from '../../api/session.js';
import { Changes } from '../../outbox/changes.js';
import { isTrouble } from '../../outbox/entry.js';
import { Icon } from '../../ui/icon.js';
import { ParkedBadge } from '../../ui/parked-badge.js';
import {
  addressFault,
  approvalWords,
  bytesText,
  type Creative,
  CreativeChanges,
  contentText,
  MAX_NAME_LENGTH,
  type NewCreative,
  nameFault,
  STANDARD_WEIGHT,
  secondsOf,
  weightOf,
} from './creative-changes.js';
import { creativeList, type Filters } from './creative-list.js';
import { UploadBox } from './upload-box.js';
import { UPLOAD_TYPES, Uploads } from './uploads.js';

/** A new creative, as a person types it. */
interface Form {
  readonly kind: 'video' | 'tag';
  readonly name: string;
  readonly clickThrough: string;
  readonly skipAfter: string;
  readonly weight: string;
  readonly tag: string;
}

const EMPTY: Form = { kind: 'video', name: '', clickThrough: '', skipAfter: '', weight: String(STANDARD_WEIGHT), tag: '' };

type Asked = { readonly what: 'create' } | { readonly what: 'reject' | 'delete' | 'preview'; readonly row: Creative };

/** Creatives of a campaign or of all: watch, approve, upload, create and delete them. */
@Component({
  selector: 'k-creative-table',
  imports: [Icon, ParkedBadge, RouterLink, UploadBox],
  templateUrl: './creative-table.html',
  styleUrl: './creative-table.css',
})
export class CreativeTable {
  readonly filters = input<Filters>({});
  /** Whose creatives they are; undefined: those of all, which say it. */
  readonly campaignId = input<string>();
  /** A creation that was not saved: its form opens as it was filled. */
  readonly draft = input<string>();

  private readonly router = inject(Router);
  private readonly changes = inject(Changes);
  private readonly uploads = inject(Uploads);
  protected readonly names = inject(Names);
  protected readonly session = inject(Session);
  protected readonly commands = inject(CreativeChanges);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  readonly list = creativeList(computed(() => this.filters()));
  readonly hasLeft = computed(() => this.list.rows().some(({ left }) => left));
  /** A user does not approve its own creatives. */
  protected readonly mayApprove = computed(() => this.session.mayCommand() && typeof this.session.who()?.userId !== 'number');
  protected readonly asks = signal<Asked | undefined>(undefined);
  protected readonly form = signal(EMPTY);
  protected readonly file = signal<File | undefined>(undefined);
  /** Why the form was not saved before. */
  protected readonly why = signal('');
  protected readonly fault = signal('');

  protected readonly maxName = MAX_NAME_LENGTH;
  protected readonly types = UPLOAD_TYPES;
  protected readonly bytes = bytesText;
  protected readonly content = contentText;
  protected readonly approval = approvalWords;

  constructor() {
    effect(() => {
      const entry = this.changes.entries().find(({ id }) => id === this.draft());
      if (!entry || !isTrouble(entry) || !entry.changes[0]?.patch.created) return;
      untracked(() => {
        const content = entry.request.body as unknown as NewCreative & { readonly id: string };
        const file = this.uploads.all().get(content.id)?.file;
        this.uploads.cancel(content.id);
        void this.changes.dismiss(entry.id);
        this.create(formOf(content), file, entry.problem?.detail);
        void this.router.navigate([], { queryParams: { draft: null }, queryParamsHandling: 'merge', replaceUrl: true });
      });
    });
  }

  /** Opens the form of a new creative. */
  create(form = EMPTY, file?: File, why = ''): void {
    this.form.set(form);
    this.file.set(file);
    this.why.set(why);
    this.open({ what: 'create' });
  }

  protected open(asked: Asked): void {
    this.fault.set('');
    this.asks.set(asked);
    setTimeout(() => this.dialog().nativeElement.showModal());
  }

  protected close(): void {
    this.dialog().nativeElement.close();
  }

  protected type(change: Partial<Form>): void {
    this.fault.set('');
    this.form.update((form) => ({ ...form, ...change }));
  }

  protected async save(): Promise<void> {
    const campaignId = this.campaignId();
    const content = contentOf(this.form());
    if (typeof content === 'string') return this.fault.set(content);
    if (!campaignId) return;
    const file = content.tag === null ? this.file() : undefined;
    this.close();
    const id = await this.commands.create({ campaignId, ...content }, `/creatives?campaignId=${campaignId}`);
    if (file) this.uploads.start(id, file);
  }

  protected approve(row: Creative): void {
    void this.commands.set(row, 'approval', { state: 'approved', reason: null });
  }

  protected reject(row: Creative, reason: string): void {
    this.close();
    void this.commands.set(row, 'approval', { state: 'rejected', reason: reason.trim() || null });
  }

  protected delete(row: Creative): void {
    this.close();
    this.uploads.cancel(row.id);
    this.commands.delete(row);
  }

  protected hasUpload(row: Creative): boolean {
    return (!row.media && !row.tag && !row.deleted) || this.uploads.all().has(row.id);
  }
}

function formOf({ name, clickThrough, skipAfter, weight, tag }: NewCreative): Form {
  return {
    kind: tag === null ? 'video' : 'tag',
    name,
    clickThrough: clickThrough ?? '',
    skipAfter: skipAfter === null ? '' : String(skipAfter),
    weight: String(weight),
    tag: tag ?? '',
  };
}

/** What was typed, or what is wrong with it. */
function contentOf({ kind, name, clickThrough, skipAfter, weight, tag }: Form): Omit<NewCreative, 'campaignId'> | string {
  const isVideo = kind === 'video';
  const [number, seconds] = [weightOf(weight), secondsOf(skipAfter)];
  const address = isVideo ? clickThrough.trim() : tag.trim();
  const fault = nameFault(name) ?? (address ? addressFault(address) : undefined);
  if (fault) return fault;
  if (!isVideo && !address) return 'A tag needs its address.';
  if (number === undefined) return 'A weight is a whole number from 1 to 1,000.';
  if (isVideo && skipAfter.trim() && seconds === undefined) return 'Seconds are a whole number from 0 to 3,600.';
  return {
    name,
    weight: number,
    clickThrough: (isVideo && address) || null,
    skipAfter: isVideo ? (seconds ?? null) : null,
    tag: isVideo ? null : address,
  };
}
