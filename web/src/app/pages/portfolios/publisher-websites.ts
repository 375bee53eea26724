import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { liveList } from '../../api/live-list.js';
import { Changes } from '../../outbox/changes.js';
import { liesOver, shown } from '../../outbox/overlay.js';
import { stateWords } from '../../outbox/state-words.js';
import { count, counted } from '../../ui/format.js';
import { WEBSITES_VIEW, type Website, websiteStream } from './portfolio-changes.js';

/** The websites of a publisher, as links. */
@Component({
  selector: 'k-publisher-websites',
  imports: [RouterLink],
  template: `
    <ul>
      @for (item of rows(); track item.row.id) {
        <li>
          <a class="website" routerLink="/portfolios" [queryParams]="{ website: item.row.id }"
            queryParamsHandling="merge" [class.active]="item.row.id === chosen()" [attr.aria-current]="item.row.id ===
            chosen() ? 'page' : null">
            <span class="name" [title]="item.row.name">{{ item.row.name }}</span>
            @if (item.isParked) {
              <span class="badge bad">in quarantine</span>
            }
            @if (item.words.text) {
              <span class="words" [class]="item.words.kind" [title]="item.words.why ?? ''">{{ item.words.text }}</span>
            } @else {
              <span class="number" [title]="counted(item.row.sections, 'section')">{{ count(item.row.sections) }}</span>
            }
          </a>
        </li>
      } @empty {
        @if (isKnown()) {
          <li class="none">No websites yet</li>
        }
      }
    </ul>
    @if (list.hasMore()) {
      <button type="button" class="button quiet" (click)="list.more()">More websites</button>
    }
  `,
  styleUrl: './publisher-websites.css',
})
export class PublisherWebsites {
  readonly publisher = input.required<string>();
  /** The id of the website that is shown. */
  readonly chosen = input<string>();
  /** The publisher was just created here, so the server has nothing to say of it. */
  readonly isNew = input(false);

  private readonly changes = inject(Changes);
  protected readonly count = count;
  protected readonly counted = counted;
  protected readonly list = liveList<Website>({
    path: '/v1/portfolios',
    view: WEBSITES_VIEW,
    streamOf: websiteStream,
    filters: () => (this.isNew() ? undefined : { publisherId: this.publisher(), sort: 'name' }),
    idsOf: ({ stream, entityId }) => (stream.startsWith('portfolio-') ? [entityId] : []),
    isEnd: ({ eventType }) => eventType === 'PortfolioDeleted',
  });
  /** Whether the server has answered, be it that it can't. */
  readonly isKnown = computed(
    () => this.isNew() || this.list.first.answer() !== undefined || this.list.first.problem() !== undefined,
  );
  protected readonly rows = computed(() => {
    const lanes = this.changes.lanes();
    const rows = this.list.rows().map(({ row, position, isGone, isParked }) => {
      // Every event of a website gives its row a version. Positions also pass events that the view has failed on.
      const { row: seen, pending } = shown<Website>(row, position, lanes.get(websiteStream(row.id)), true);
      return { row: isGone ? { ...seen, deleted: true } : seen, pending, isParked };
    });
    const listed = new Set(rows.map(({ row }) => row.id));
    for (const all of lanes.values()) {
      const [creation] = all;
      const { created, id, publisherId } = creation?.change.patch ?? {};
      if (!creation || !created || publisherId !== this.publisher() || listed.has(id as string)) continue;
      const isShown =
        creation.entry.state === 'acked' && (this.list.first.answer()?.position ?? 0) >= (creation.change.position ?? 0);
      if (liesOver(creation.entry, creation.change) && !isShown)
        rows.push({ ...shown<Website>({ version: 0 } as Website, 0, all), isParked: false });
    }
    return rows
      .filter(({ row }) => !row.deleted)
      .map(({ row, pending, isParked }) => ({
        row,
        isParked,
        words: stateWords(pending, this.changes.troublesByLane().get(websiteStream(row.id)) ?? [], isParked),
      }));
  });
}
