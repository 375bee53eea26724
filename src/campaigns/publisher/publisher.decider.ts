import { deleted, idTaken } from '#kronika/refusals';
import { requireName } from '../campaigns.refusals.js';
import { PublisherCreated, PublisherDeleted, type PublisherEvent, PublisherNameSet } from './publisher.events.js';

/** A publisher, folded from its events. Times are ISO 8601, UTC. */
export interface Publisher {
  /** The content of its creation, to recognise a repeated `createPublisher`. */
  readonly created: PublisherCreated['data'];
  readonly name: string;
  readonly deleted: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** @param at when the event was recorded */
function evolve(publisher: Publisher | null, event: PublisherEvent, at: string): Publisher {
  if (event.type === 'PublisherCreated')
    return { created: event.data, name: event.data.name, deleted: false, createdAt: at, updatedAt: at };
  const known = { ...(publisher as Publisher), updatedAt: at };
  switch (event.type) {
    case 'PublisherNameSet':
      return { ...known, name: event.data.name };
    case 'PublisherDeleted':
      return { ...known, deleted: true };
  }
}

export const publisherDecider = { category: 'publisher', version: 1, evolve } as const;

function requireNotDeleted(publisher: Publisher): void {
  if (publisher.deleted) throw deleted('publisher');
}

/** Creates a publisher. The same content again has no effect, even if the publisher has changed since. */
export function createPublisher(publisher: Publisher | null, { name }: PublisherCreated['data']): PublisherEvent[] {
  if (publisher) {
    requireNotDeleted(publisher);
    if (publisher.created.name !== name) throw idTaken('publisher');
    return [];
  }
  requireName('publisher', name);
  return [new PublisherCreated({ name })];
}

export function renamePublisher(publisher: Publisher, name: string): PublisherEvent[] {
  requireNotDeleted(publisher);
  requireName('publisher', name);
  return name === publisher.name ? [] : [new PublisherNameSet({ name })];
}

/** Restores an earlier version by the events that a client would cause. */
export function goBack(publisher: Publisher, { name }: Publisher): PublisherEvent[] {
  return renamePublisher(publisher, name);
}

export function deletePublisher(publisher: Publisher): PublisherEvent[] {
  requireNotDeleted(publisher);
  return [new PublisherDeleted()];
}
