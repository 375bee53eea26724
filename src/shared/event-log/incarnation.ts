/**
 * Identifies the server process and the table that a connection reads the log from. It changes when the server
 * restarts, when another server takes over, and when the database or the table is created anew. Only then can known
 * events be gone.
 */
export const INCARNATION_SQL = `concat_ws(' ', extract(epoch FROM pg_postmaster_start_time()), pg_relation_filepath('log.events'))`;

/** The command of a saga met another incarnation of the log than its event came from, which may lack that event. */
export class LogReplaced extends Error {
  constructor() {
    super('The log was replaced while a saga worked on one of its events.');
  }
}
