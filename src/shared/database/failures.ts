/** What TypeORM says of a connection that broke between two statements. */
const RELEASED = /^QueryRunner(Provider)?AlreadyReleasedError$/;
const POOL = /connection (terminated|timeout|error)|timeout exceeded when trying to connect/i;

/**
 * SQLSTATEs of a connection that does not know the statements that were prepared on it, or knows others by their
 * names.
 */
const STALE = /^(26000|42P05)$/;

/** SQLSTATEs after which the same work may succeed, and SQLSTATEs of a wrong schema or a broken server. */
const PASSING = /^(08...|53...|57P0.|40...|55P03|57014|25P0[34])$/;
const BROKEN = /^(28...|3[DF]...|42...|58...|XX...|F0...)$/;

/** Codes of failed sockets, to the database or to anything else. */
const SOCKET =
  /^(ECONN.*|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|E(HOST|NET)(UNREACH|DOWN)|EADDRNOTAVAIL|UND_ERR_(CONNECT|SOCKET|.*TIMEOUT).*)$/;

interface Failure {
  readonly code?: string;
  readonly message?: string;
  readonly name?: string;
  readonly cause?: Failure;
  readonly driverError?: Failure;
}

/** Whether the same work may succeed when it is tried again. */
export function isTransient(error: unknown): boolean {
  return isPassing(error) || isOfSocket(error);
}

/** Whether the database caused it: for the moment, or for every event until an operator repairs it. */
export function isOfDatabase(error: unknown): boolean {
  return isPassing(error) || BROKEN.test(codeOf(error));
}

/** Whether a connection failed, to the database or to anything else. */
export function isOfSocket(error: unknown): boolean {
  return SOCKET.test(codeOf(error));
}

/** Whether the connection is useless, because statements were prepared on another one. */
export function isStaleStatement(error: unknown): boolean {
  return STALE.test(codeOf(error));
}

function isPassing(error: unknown): boolean {
  const { message, name } = (error ?? {}) as Failure;
  return PASSING.test(codeOf(error)) || STALE.test(codeOf(error)) || RELEASED.test(name ?? '') || POOL.test(message ?? '');
}

function codeOf(error: unknown): string {
  const { code, cause, driverError } = (error ?? {}) as Failure;
  return code ?? driverError?.code ?? cause?.code ?? '';
}
