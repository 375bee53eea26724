import type { CommandMeta } from './command-meta.js';
import type { CommandSession } from './command-session.js';
import type { Work } from './event-log.js';
import { Transaction } from './transaction.js';

/**
 * Runs the work of commands and rolls it back, as a group does before a command runs alone. Work that is not safe to
 * run again then fails in the following run, so test suites that pass with rehearsals check that rule.
 *
 * @param shared a session of its own on the same connection, because the in-group locks of the rehearsal end with it
 */
export async function rehearse(
  shared: CommandSession,
  commands: readonly { readonly meta: CommandMeta; readonly work: Work }[],
): Promise<void> {
  await shared.session.query('SAVEPOINT rehearsal');
  // Errors appear again in the real run.
  await Promise.allSettled(commands.map(async ({ meta, work }) => work(new Transaction(shared, meta))));
  await shared.session.query('ROLLBACK TO SAVEPOINT rehearsal');
}
