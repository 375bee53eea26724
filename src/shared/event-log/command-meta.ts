import { randomUUID } from 'node:crypto';

/** Who sends what does not say who it is. */
export const ANONYMOUS = 'anonymous';

/** Makes a command that comes again, after whatever crash, take effect once: see `EventLog.transaction`. */
export interface Once {
  /** The same for the same command, and for no other. */
  readonly key: string;
  /** Tells what the command asks for, so that a key is not taken for the one of another command. */
  readonly fingerprint: string;
  /** The position of the event that led to a saga's command; absent: a client's. */
  readonly cause?: number;
  /** Wait for the same command that is under way, instead of being refused. */
  readonly wait?: boolean;
  /** Called after a commit with the command's receipt, be it new or found; for a command in parts, after each part. */
  readonly onRecorded?: () => void;
}

/** The sender of a command, its cause, its time and the versions that it is meant for. Actor, command, correlation and causation are saved with each event. */
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
  /** Absent: the command is executed as often as it comes. */
  readonly once?: Once;
  /** When the command was given, ISO 8601, UTC. A decider takes it for the present, since it has no clock. */
  readonly now: string;

  constructor(given: Partial<Omit<CommandMeta, 'part'>> = {}) {
    this.commandId = given.commandId ?? randomUUID();
    this.actor = given.actor ?? ANONYMOUS;
    this.correlationId = given.correlationId ?? this.commandId;
    this.causationId = given.causationId ?? null;
    this.ifMatch = given.ifMatch;
    this.once = given.once;
    this.now = given.now ?? new Date().toISOString();
  }

  /**
   * @param n which one of the transactions of a command that needs several
   * @returns the meta data of that transaction, which takes effect once like a command of its own
   */
  part(n: number): CommandMeta {
    if (!this.once) return this;
    // No client's key has a blank, so none can be that of a part.
    return new CommandMeta({ ...this, once: { ...this.once, key: `${this.once.key} /${n}` } });
  }
}

/**
 * What a command answers: not data, but the place of what happened.
 * `id` and `version` are the entity's, `position` is that of the entity's latest event.
 */
export interface Receipt {
  readonly id: number | string;
  readonly version: number;
  readonly position: number;
  /** It is that of the first time: now, nothing was done. */
  readonly repeated?: true;
}
