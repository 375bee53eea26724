/** What TypeORM says of a connection that broke between two statements. */
const RELEASED_RUNNER_NAMES = /^QueryRunner(Provider)?AlreadyReleasedError$/;
const POOL_MESSAGES = /connection (terminated|timeout|error)|timeout exceeded when trying to connect/i;

/**
 * SQLSTATEs of a connection that does not know the statements that were prepared on it, or knows others by their
 * names.
 */
const STALE_STATEMENT_SQLSTATES = /^(26000|42P05)$/;

/** SQLSTATEs after which the same work may succeed, and SQLSTATEs of a wrong schema or a broken server. */
const TRANSIENT_SQLSTATES = /^(08...|53...|57P0.|40...|55P03|57014|25P0[34])$/;
const BROKEN_SQLSTATES = /^(28...|3[DF]...|42...|58...|XX...|F0...)$/;

/** SQLSTATEs of a connection that is of no use any more. */
const CONNECTION_SQLSTATES = /^(08...|57P0.)$/;

/** SQLSTATEs of a deadlock, of a conflict with others or with the replay of a standby, and of an ended process. */
const RETRYABLE_SQLSTATES = /^(40P01|40001|57P01)$/;

/** What pg says of statements on a connection that has ended, but for the one that Postgres told of its end. */
const TERMINATED_MESSAGES = /^(Connection terminated unexpectedly|Client has encountered a connection error)/;

/** SQLSTATE of a statement that took too long, or that somebody cancelled. */
const CANCELED_SQLSTATE = '57014';

/** Codes of failed sockets, to the database or to anything else. */
const SOCKET_CODES =
  /^(ECONN.*|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|E(HOST|NET)(UNREACH|DOWN)|EADDRNOTAVAIL|UND_ERR_(CONNECT|SOCKET|.*TIMEOUT).*)$/;

interface ThrownError {
  readonly code?: string;
  readonly message?: string;
  readonly name?: string;
  readonly cause?: ThrownError;
  readonly driverError?: ThrownError;
}

/** Whether the same work may succeed when it is tried again. */
export function isTransient(error: unknown): boolean {
  return isPassing(error) || isOfSocket(error);
}

/** Whether the database caused it: for the moment, or for every event until an operator repairs it. */
export function isOfDatabase(error: unknown): boolean {
  return isPassing(error) || BROKEN_SQLSTATES.test(errorCodeOf(error));
}

/** Whether a connection failed, to the database or to anything else. */
export function isOfSocket(error: unknown): boolean {
  return SOCKET_CODES.test(errorCodeOf(error));
}

/** Whether the connection failed, or none could be had. */
export function isOfConnection(error: unknown): boolean {
  return (
    isOfSocket(error) ||
    CONNECTION_SQLSTATES.test(errorCodeOf(error)) ||
    POOL_MESSAGES.test((error as ThrownError | undefined)?.message ?? '')
  );
}

/** Whether a query is worth to be asked once more at the same server. */
export function isWorthRetry(error: unknown): boolean {
  return (
    RETRYABLE_SQLSTATES.test(errorCodeOf(error)) || TERMINATED_MESSAGES.test((error as ThrownError | undefined)?.message ?? '')
  );
}

/** Whether another server may answer the same query. */
export function isOfServer(error: unknown): boolean {
  return (isTransient(error) || isOfDatabase(error)) && errorCodeOf(error) !== CANCELED_SQLSTATE;
}

/** Whether Postgres has no room for what it is to write. */
export function isDiskFull(error: unknown): boolean {
  return errorCodeOf(error) === '53100';
}

/** Whether the connection is useless, because statements were prepared on another one. */
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
