import type { Publisher } from '../publisher/publisher.decider.js';
import type { PublisherEvent } from '../publisher/publisher.events.js';
import { quoted, type Words } from './history.js';

/** What the events of a publisher say to a person. */
export const publisherWords: Words<Publisher, PublisherEvent> = {
  PublisherCreated: ({ name }) => ({
    summary: `Created ${quoted(name)}`,
    changes: [{ field: 'name', from: null, to: name }],
  }),
  PublisherNameSet: ({ name }, before) => ({
    summary: `Renamed from ${quoted(before.name)} to ${quoted(name)}`,
    changes: [{ field: 'name', from: before.name, to: name }],
  }),
  PublisherDeleted: () => ({ summary: 'Deleted', changes: [{ field: 'deleted', from: false, to: true }] }),
};
