/**
 * A rule of the domain forbids the command, which changed nothing. `shared/http/problems.ts` turns it into a problem
 * document.
 *
 * @param code stable and public, such as `goods.order-not-found`
 * @param detail a sentence for the person who sent the command
 * @param extra more members of the problem document
 */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    detail: string,
    readonly extra: Record<string, unknown> = {},
  ) {
    super(detail);
  }
}

/** The entity that the command or query names does not exist. */
export class NotFound extends Refusal {}

/** The sender may not do this. */
export class Forbidden extends Refusal {}

/** The entity has another version than the sender expects. */
export class VersionMismatch extends Refusal {}

/** The command creates an entity under an id that is taken, or changes an entity that was deleted. */
export class Conflict extends Refusal {}

/** The same command is in progress; a retry gets its outcome. */
export class InProgress extends Refusal {}

/**
 * The request can't be answered now, and its sender is not at fault. `shared/http/problems.ts` turns it into a problem
 * document with status 503.
 *
 * @param retryAfterSeconds when the same request may succeed
 */
export class Unavailable extends Error {
  constructor(
    readonly code: string,
    detail: string,
    readonly retryAfterSeconds: number,
    readonly extra: Record<string, unknown> = {},
  ) {
    super(detail);
  }
}

/** The refusal of an id that is taken. */
export function idTaken(category: string): Conflict {
  return new Conflict(`${category}.id-taken`, `The id of this ${category} is taken: something else was created with it.`);
}

/** The refusal of a command to a deleted entity. */
export function deleted(category: string): Conflict {
  return new Conflict(`${category}.deleted`, `The ${category} was deleted. Nothing can be done to it any more.`);
}
