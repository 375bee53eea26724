/**
 * A rule of the domain says no: the command changed nothing. What HTTP makes of it stands in `shared/http/problems.ts`.
 *
 * @param code stable and public, as in `goods.order-not-found`
 * @param detail a sentence for the person who sent the command
 * @param extra further members of the problem document
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

/** The entity that the command or query names is not there. */
export class NotFound extends Refusal {}

/** The entity has moved on since the version that the sender knows. */
export class VersionMismatch extends Refusal {}

/** The command creates an entity whose id is taken by another one, or changes an entity that was deleted. */
export class Conflict extends Refusal {}

/** The same command is under way; its outcome can be had soon. */
export class InProgress extends Refusal {}

/** The refusal of every command to an entity that was deleted, whether it was kept as rows or as events alone. */
export function deleted(category: string): Conflict {
  return new Conflict(`${category}.deleted`, `The ${category} was deleted. Nothing can be done to it any more.`);
}
