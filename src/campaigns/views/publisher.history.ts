import type { Publisher } from '../publisher/publisher.decider.js';
import type { PublisherEvent } from '../publisher/publisher.events.js';
import { inQuotes, type Words } from './history.js';

/** How each event of a publisher is described to a person. */
export const publisherWords: Words<Publisher, PublisherEvent> = {
  PublisherCreated: ({ name }) => ({
    summary: `Created ${inQuotes(name)}`,
    changes: [{ field: 'name', from: null, to: name }],
  }),
  PublisherNameSet: ({ name }, before) => ({
    summary: `Renamed from ${inQuotes(before.name)} to ${inQuotes(name)}`,
    changes: [{ field: 'name', from: before.name, to: name }],
  }),
  PublisherDeleted: () => ({ summary: 'Deleted', changes: [{ field: 'deleted', from: false, to: true }] }),
};
