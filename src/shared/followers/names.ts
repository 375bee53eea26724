/** The subscription of a follower in its own database. */
export const SUBSCRIPTION = 'kronika';

/** How the slots of followers begin at their origin. */
export const SLOT_PREFIX = 'kronika_';

/** The publications of an origin, by whether followers get the keys of persons' texts. */
export const PUBLICATIONS = { withKeys: 'kronika', withoutKeys: 'kronika_without_keys' } as const;

/**
 * What followers get: events and keys to read them, the mark, and the id of the log. Without keys, the column `secret`
 * is null in a follower, as after the restore of a backup without keys.
 */
export const PUBLISHED_TABLES = ['log.events', 'log.mark', 'log.instances', 'personal.keys'] as const;
export const KEY_COLUMNS_WITHOUT_SECRET = ['entity', 'generation', 'erased_at'] as const;
