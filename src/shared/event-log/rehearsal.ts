import type { CommandMeta } from './command-meta.js';
import type { CommandSession } from './command-session.js';
import type { Work } from './event-log.js';
import { Transaction } from './transaction.js';

/**
 * Runs the work of commands and rolls it back, as a group does with a command that then runs alone. Work that is not
 * safe to run again shows it in the run that follows, so suites that pass with rehearsals guard that rule.
 *
 * @param shared a session of its own objects on the connection, because its locks in the group end with the rehearsal
 */
export async function rehearse(
  shared: CommandSession,
  commands: readonly { readonly meta: CommandMeta; readonly work: Work }[],
): Promise<void> {
  await shared.session.query('SAVEPOINT rehearsal');
  // Errors are left to the real run.
  await Promise.allSettled(commands.map(async ({ meta, work }) => work(new Transaction(shared, meta))));
  await shared.session.query('ROLLBACK TO SAVEPOINT rehearsal');
}
