import { NgTemplateOutlet } from '@angular/common';
import { Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { liveQuery } from '../../api/live-query.js';
import { Names } from '../../api/names.js';
import type { components } from '../../api/schema.js';
import type { LoggedEvent } from '../../outbox/entry.js';
import { categoryOf, iconOf, placeOf, readerWords } from '../../ui/entities.js';
import { count, exactTime, preciseTime } from '../../ui/format.js';
import { Icon } from '../../ui/icon.js';
import { Toasts } from '../../ui/toasts.js';
import { gapText } from './event-words.js';
import { treeOf } from './trace.js';

type TraceDocument = components['schemas']['TraceDocument'];

const TITLES: Readonly<Record<string, string>> = { commandId: 'Command', traceparent: 'Trace parent' };

/** One event: its data, where it came from, what it led to, and who reads it. */
@Component({
  selector: 'k-event',
  imports: [Icon, NgTemplateOutlet, RouterLink],
  templateUrl: './event.html',
  styleUrl: './event.css',
})
export class EventDetails {
  readonly position = input.required<string | number>();
  /** Whether it stands beside the list, and can be closed. */
  readonly isPanel = input(false);
  readonly closed = output<void>();

  private readonly names = inject(Names);
  private readonly toasts = inject(Toasts);
  protected readonly query = liveQuery<LoggedEvent>(() => `/v1/events/${this.position()}`);
  private readonly traceQuery = liveQuery<TraceDocument>(
    () => `/v1/events/${this.position()}/trace`,
    // What it leads to comes after it.
    ({ metadata }) => metadata.correlationId === this.event()?.metadata.correlationId && metadata.causationId !== null,
  );
  protected readonly event = computed(() => {
    const event = this.query.answer()?.body;
    return event && String(event.position) === String(this.position()) ? event : undefined;
  });
  protected readonly trace = computed(() => {
    const answer = this.traceQuery.answer();
    return answer?.url === `/v1/events/${this.position()}/trace` ? answer.body : undefined;
  });
  protected readonly tree = computed(() => {
    const trace = this.trace();
    return trace ? treeOf(trace) : [];
  });
  protected readonly size = computed(() => {
    const commands = this.trace()?.commands ?? [];
    const events = commands.reduce((sum, command) => sum + command.events.length, 0);
    return { commands: commands.length, events };
  });
  protected readonly json = computed(() => JSON.stringify(this.event()?.data, null, 2));
  protected readonly metadata = computed(() => {
    const { actor: _a, correlationId: _b, causationId: _c, ...others } = this.event()?.metadata ?? {};
    return Object.entries(others).map(([name, value]) => ({ name: TITLES[name] ?? name, value: String(value) }));
  });

  protected readonly placeOf = placeOf;
  protected readonly readerWords = readerWords;
  protected readonly categoryOf = categoryOf;
  protected readonly iconOf = iconOf;
  protected readonly count = count;
  protected readonly exact = exactTime;
  protected readonly precise = preciseTime;
  protected readonly gapText = gapText;

  protected nameOf({ entityId }: Pick<LoggedEvent, 'entityId'>): string {
    return this.names.of(entityId) ?? entityId;
  }

  // Beside the list, another event opens there too.
  protected readonly handling = computed(() => (this.isPanel() ? ('merge' as const) : null));

  protected pathTo(position: string | number) {
    return this.isPanel() ? ['/log'] : ['/log', position];
  }

  protected queryTo(position: string | number) {
    return this.isPanel() ? { event: position } : {};
  }

  protected async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(JSON.stringify(this.event(), null, 2));
      this.toasts.show('The event is copied as JSON.');
    } catch {
      this.toasts.show('The browser does not allow copying here.', { kind: 'bad' });
    }
  }
}
