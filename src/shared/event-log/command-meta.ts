import { randomUUID } from 'node:crypto';

/** Who wants a command, why, and against which version; all but `ifMatch` is saved with each event that comes of it. */
export class CommandMeta {
  /** Unique to the command; the same again when a saga's command is executed again. */
  readonly commandId: string;
  readonly actor: string;
  /** Shared by all that follows from one wish of one person. */
  readonly correlationId: string;
  /** What made this command: the id of an event as `position`, or null if it came from outside. */
  readonly causationId: string | null;
  /** The versions one of which the entity must have; absent: any. */
  readonly ifMatch?: readonly number[];

  constructor(given: Partial<CommandMeta> = {}) {
    this.commandId = given.commandId ?? randomUUID();
    this.actor = given.actor ?? 'anonymous';
    this.correlationId = given.correlationId ?? this.commandId;
    this.causationId = given.causationId ?? null;
    this.ifMatch = given.ifMatch;
  }
}

/**
 * What a command answers: not data, but the place of what happened.
 * `id` and `version` are the entity's, `position` is that of the entity's latest event.
 */
export interface Receipt {
  readonly id: number;
  readonly version: number;
  readonly position: number;
}
