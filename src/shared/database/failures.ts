/** Names of the errors of TypeORM after a connection broke between two statements. */
const RELEASED_RUNNER_NAMES = /^QueryRunner(Provider)?AlreadyReleasedError$/;
/** Messages of pg about a connection that broke or could not be had from the pool. */
const POOL_MESSAGES = /connection (terminated|timeout|error)|timeout exceeded when trying to connect/i;

/**
 * SQLSTATEs of a connection on which the prepared statements are unknown, or their names belong to other statements.
 */
const STALE_STATEMENT_SQLSTATES = /^(26000|42P05)$/;

/** SQLSTATEs after which a retry may succeed. */
const TRANSIENT_SQLSTATES = /^(08...|53...|57P0.|40...|55P03|57014|25P0[34])$/;
/** SQLSTATEs of a wrong schema or a broken server. */
const BROKEN_SQLSTATES = /^(28...|3[DF]...|42...|58...|XX...|F0...)$/;

/** SQLSTATEs after which a connection can't be used any more. */
const CONNECTION_SQLSTATES = /^(08...|57P0.)$/;

/** SQLSTATEs of a deadlock, a conflict with another transaction or with replay, and a terminated process. */
const RETRYABLE_SQLSTATES = /^(40P01|40001|57P01)$/;

/** pg's messages for pending statements on a connection that has ended. One of them may get Postgres's own error. */
const TERMINATED_MESSAGES = /^(Connection terminated unexpectedly|Client has encountered a connection error)/;

/** SQLSTATE of a statement that timed out or was cancelled. */
const CANCELED_SQLSTATE = '57014';

/** Error codes of sockets, to the database or to anything else. */
const SOCKET_CODES =
  /^(ECONN.*|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|E(HOST|NET)(UNREACH|DOWN)|EADDRNOTAVAIL|UND_ERR_(CONNECT|SOCKET|.*TIMEOUT).*)$/;

interface ThrownError {
  readonly code?: string;
  readonly message?: string;
  readonly name?: string;
  readonly cause?: ThrownError;
  readonly driverError?: ThrownError;
}

/** Whether a retry of the same work may succeed. */
export function isTransient(error: unknown): boolean {
  return isPassing(error) || isOfSocket(error);
}

/** Whether the database is the cause, either for a moment or for every event until an operator repairs it. */
export function isOfDatabase(error: unknown): boolean {
  return isPassing(error) || BROKEN_SQLSTATES.test(errorCodeOf(error));
}

/** Whether a socket failed, to the database or to anything else. */
export function isOfSocket(error: unknown): boolean {
  return SOCKET_CODES.test(errorCodeOf(error));
}

/** Whether a connection failed or could not be opened. */
export function isOfConnection(error: unknown): boolean {
  return (
    isOfSocket(error) ||
    CONNECTION_SQLSTATES.test(errorCodeOf(error)) ||
    POOL_MESSAGES.test((error as ThrownError | undefined)?.message ?? '')
  );
}

/** Whether a query should be retried once on the same server. */
export function isWorthRetry(error: unknown): boolean {
  return (
    RETRYABLE_SQLSTATES.test(errorCodeOf(error)) || TERMINATED_MESSAGES.test((error as ThrownError | undefined)?.message ?? '')
  );
}

/** Whether another server may answer the same query. */
export function isOfServer(error: unknown): boolean {
  return (isTransient(error) || isOfDatabase(error)) && errorCodeOf(error) !== CANCELED_SQLSTATE;
}

/** Whether Postgres lacks disk space for a write. */
export function isDiskFull(error: unknown): boolean {
  return errorCodeOf(error) === '53100';
}

/** Whether the connection can't be used any more, because it lacks statements prepared on another one. */
export function isStaleStatement(error: unknown): boolean {
  return STALE_STATEMENT_SQLSTATES.test(errorCodeOf(error));
}

function isPassing(error: unknown): boolean {
  const { message, name } = (error ?? {}) as ThrownError;
  return (
    TRANSIENT_SQLSTATES.test(errorCodeOf(error)) ||
    STALE_STATEMENT_SQLSTATES.test(errorCodeOf(error)) ||
    RELEASED_RUNNER_NAMES.test(name ?? '') ||
    POOL_MESSAGES.test(message ?? '')
  );
}

function errorCodeOf(error: unknown): string {
  const { code, cause, driverError } = (error ?? {}) as ThrownError;
  return code ?? driverError?.code ?? cause?.code ?? '';
}
