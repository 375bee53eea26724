/** What TypeORM says of a connection that broke between two statements. */
const RELEASED = /^QueryRunner(Provider)?AlreadyReleasedError$/;

/** SQLSTATEs and socket errors after which the same work may well succeed. */
const TRANSIENT =
  /^(08...|53...|57P0.|40...|55P03|57014|25P0[34]|ECONN.*|EPIPE|ETIMEDOUT|EAI_AGAIN|UND_ERR_(CONNECT|SOCKET|.*TIMEOUT).*)$/;

/** SQLSTATEs that say the schema or the server is not as it should be, whatever the data. */
const BROKEN = /^(28...|3[DF]...|42...|58...|XX...|F0...)$/;

interface Failure {
  readonly code?: string;
  readonly message?: string;
  readonly name?: string;
  readonly cause?: Failure;
  readonly driverError?: Failure;
}

/** Whether the same work may well succeed when it is tried again. */
export function isTransient(error: unknown): boolean {
  const { code, message, name, cause, driverError } = (error ?? {}) as Failure;
  return (
    TRANSIENT.test(code ?? driverError?.code ?? cause?.code ?? '') ||
    RELEASED.test(name ?? '') ||
    /connection (terminated|timeout|error)|timeout exceeded when trying to connect/i.test(message ?? '')
  );
}

/** Whether the database can't do it for anybody, so that no event is to blame. */
export function isBroken(error: unknown): boolean {
  return BROKEN.test((error as Failure)?.driverError?.code ?? '');
}
