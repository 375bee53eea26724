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

/** What the command is to make is there already, made of something else; or the entity has ended, and nothing follows that. */
export class Conflict extends Refusal {}

/** The same command is under way; its outcome can be had soon. */
export class InProgress extends Refusal {}

/** A refusal in the form of data, so that the same command can be refused in the same way again. */
export interface SavedRefusal {
  readonly kind: keyof typeof KINDS;
  readonly code: string;
  readonly detail: string;
  readonly extra: Record<string, unknown>;
}

/** The classes that HTTP tells apart and a command may end with, each before the one it extends. */
const KINDS = { NotFound, VersionMismatch, Conflict, Refusal };

export function saveRefusal(refusal: Refusal): SavedRefusal {
  const { code, message: detail, extra } = refusal;
  const kind = (Object.keys(KINDS) as (keyof typeof KINDS)[]).find((name) => refusal instanceof KINDS[name]) ?? 'Refusal';
  return { kind, code, detail, extra };
}

export function restoreRefusal({ kind, code, detail, extra }: SavedRefusal): Refusal {
  return new KINDS[kind](code, detail, extra);
}
