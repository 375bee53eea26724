import { Component, computed, type ElementRef, inject, input, linkedSignal, signal, untracked, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Names } from '../../api/names.js';
import { Session } from '../../api/session.js';
import { Changes } from '../../outbox/changes.js';
import { ago, exactTime } from '../../ui/format.js';
import { entityPage } from '../../ui/history/entity-page.js';
import { VersionDifference } from '../../ui/history/version-difference.js';
import { VersionHistory } from '../../ui/history/version-history.js';
import { Icon } from '../../ui/icon.js';
import { ParkedBadge } from '../../ui/parked-badge.js';
import {
  addressFault,
  approvalWords,
  CREATIVES_VIEW,
  type Creative,
  CreativeChanges,
  contentText,
  creativeStream,
  nameFault,
  weightOf,
} from './creative-changes.js';
import { UploadBox } from './upload-box.js';
import { Uploads } from './uploads.js';

interface Form {
  readonly name: string;
  readonly clickThrough: string;
  readonly weight: string;
}

/** What the page shows of a version. The approval is not restored with it. */
const FIELDS: readonly { title: string; text: (creative: Creative) => string; goesBack: boolean }[] = [
  { title: 'Name', text: ({ name }) => name, goesBack: true },
  { title: 'Shows', text: contentText, goesBack: true },
  { title: 'A click opens', text: ({ clickThrough }) => clickThrough ?? 'nothing', goesBack: true },
  { title: 'Weight', text: ({ weight }) => String(weight), goesBack: true },
  {
    title: 'Approval',
    text: (creative) => [approvalWords(creative).text, creative.approval.reason].filter(Boolean).join(': '),
    goesBack: false,
  },
];

/** One creative: watch it, decide about it, change it, and the way back. */
@Component({
  selector: 'k-creative-page',
  imports: [Icon, ParkedBadge, RouterLink, UploadBox, VersionDifference, VersionHistory],
  templateUrl: './creative.page.html',
  styleUrl: './creative.page.css',
})
export class CreativePage {
  // From the address.
  readonly id = input.required<string>();
  readonly version = input<string>();
  /** A change that was not saved: the form is as it was filled. */
  readonly draft = input<string>();

  private readonly router = inject(Router);
  private readonly changes = inject(Changes);
  private readonly commands = inject(CreativeChanges);
  private readonly uploads = inject(Uploads);
  protected readonly names = inject(Names);
  protected readonly session = inject(Session);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  protected readonly asks = signal<'reject' | 'delete' | undefined>(undefined);
  protected readonly page = entityPage<Creative>({
    ...{ collection: 'creatives', view: CREATIVES_VIEW, stream: creativeStream },
    ...{ id: this.id, version: this.version, draft: this.draft },
  });
  protected readonly creative = computed(() => {
    const row = this.page.row();
    return row?.deleted ? undefined : row;
  });
  /** A user does not approve its own creatives. */
  protected readonly mayApprove = computed(() => this.session.mayCommand() && typeof this.session.who()?.userId !== 'number');
  protected readonly difference = computed(() => {
    const [old, now] = [this.page.old(), this.creative()];
    if (!old || !now) return [];
    const isOther = old.media?.sha256 !== now.media?.sha256;
    return FIELDS.map(({ title, text, goesBack }) => {
      const [was, is] = [text(old), text(now)];
      return { title, was, is, goesBack, differs: was !== is || (title === 'Shows' && isOther) };
    });
  });
  /** Why the earlier version can't be restored; empty if it can. */
  protected readonly obstacle = computed(() =>
    !this.page.old()?.media && this.creative()?.media ? 'There was no video yet, and a video can’t be removed.' : '',
  );
  /** What the user has typed. The other fields follow the creative. */
  private readonly typed = linkedSignal<string, Partial<Form>>({
    source: () => `${this.id()} ${this.page.failed()?.id ?? ''}`,
    computation: () => {
      const [failed, creative] = [untracked(this.page.failed), untracked(this.creative)];
      if (!failed || !creative) return {};
      const filled = formOf({ ...creative, ...failed.changes[0]?.patch });
      const before = formOf(creative);
      return Object.fromEntries(Object.entries(filled).filter(([field, text]) => text !== before[field as keyof Form]));
    },
  });
  protected readonly form = computed<Form>(() => ({ ...formOf(this.creative()), ...this.typed() }));
  protected readonly isTyped = computed(() => JSON.stringify(this.form()) !== JSON.stringify(formOf(this.creative())));
  protected readonly fault = computed(() => {
    const { name, clickThrough, weight } = this.form();
    return (
      nameFault(name) ??
      (clickThrough ? addressFault(clickThrough) : undefined) ??
      (weightOf(weight) === undefined ? 'A weight is a whole number from 1 to 1,000.' : '')
    );
  });

  protected readonly ago = ago;
  protected readonly exact = exactTime;
  protected readonly content = contentText;
  protected readonly approval = approvalWords;

  protected type(field: keyof Form, text: string): void {
    this.typed.update((typed) => ({ ...typed, [field]: text }));
  }

  protected save(creative: Creative): void {
    const [form, before] = [this.form(), formOf(creative)];
    if (this.fault()) return;
    if (form.name !== before.name) void this.commands.set(creative, 'name', form.name);
    if (form.clickThrough !== before.clickThrough)
      void this.commands.set(creative, 'clickThrough', form.clickThrough.trim() || null);
    if (form.weight !== before.weight) void this.commands.set(creative, 'weight', weightOf(form.weight) as number);
    // It was said again, so what failed is settled.
    const failed = this.page.failed();
    if (failed) void this.changes.dismiss(failed.id);
    this.reset();
  }

  /** Shows what is saved, not what was typed. */
  protected reset(): void {
    this.typed.set({});
    if (this.draft())
      void this.router.navigate([], { queryParams: { draft: null }, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected ask(what: 'reject' | 'delete'): void {
    this.asks.set(what);
    setTimeout(() => this.dialog().nativeElement.showModal());
  }

  protected close(): void {
    this.dialog().nativeElement.close();
  }

  protected approve(creative: Creative): void {
    void this.commands.set(creative, 'approval', { state: 'approved', reason: null });
  }

  protected reject(creative: Creative, reason: string): void {
    this.close();
    void this.commands.set(creative, 'approval', { state: 'rejected', reason: reason.trim() || null });
  }

  protected delete(creative: Creative): void {
    this.close();
    this.uploads.cancel(creative.id);
    this.commands.delete(creative);
    void this.router.navigate(['/campaigns', creative.campaignId]);
  }

  protected goBack(now: Creative, old: Creative): void {
    this.commands.goBack(now, old);
    this.page.show();
  }
}

function formOf(creative: Creative | undefined): Form {
  if (!creative) return { name: '', clickThrough: '', weight: '' };
  const { name, clickThrough, weight } = creative;
  return { name, clickThrough: clickThrough ?? '', weight: String(weight) };
}
