import { randomUUID } from 'node:crypto';

/** The actor of a request that names none. */
export const ANONYMOUS = 'anonymous';

/** Makes a command take effect once, however often it is sent and whatever crashes; see `EventLog.transaction`. */
export interface Once {
  /** Identifies the command. */
  readonly key: string;
  /** Identifies the content of the request, so that a key that is used for another request is refused. */
  readonly fingerprint: string;
  /** The fingerprint that releases before this form of it saved for the same request; absent: there was none. */
  readonly earlierFingerprint?: string;
  /** The position of the event that caused a saga's command; absent for a client's command. */
  readonly cause?: number;
  /** True: wait while the same command is in progress. Absent: refuse. */
  readonly wait?: boolean;
  /** Called after a commit with the command's receipt, be it new or found; for a command in parts, after each part. */
  readonly onRecorded?: () => void;
}

/**
 * Sender, cause and time of a command, and the versions that it expects. The first four ids are saved with each of its
 * events.
 */
export class CommandMeta {
  /** Unique per command. A saga's command that is executed again has the same id again. */
  readonly commandId: string;
  readonly actor: string;
  /** Shared by all commands and events that follow from one request. */
  readonly correlationId: string;
  /** The position of the event that caused this command; null if it came from outside. */
  readonly causationId: string | null;
  /** The entity must have one of these versions; absent: any version. */
  readonly ifMatch?: readonly number[];
  /** Absent: the command is executed as often as it is sent. */
  readonly once?: Once;
  /** When the command was received, ISO 8601, UTC. Deciders have no clock and use this as the present. */
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
   * The meta data of one of the transactions of a command that needs several. Each takes effect once, like a command
   * of its own.
   *
   * @param n number of the transaction
   */
  part(n: number): CommandMeta {
    if (!this.once) return this;
    // A client's key has no blank, so it can't collide with the key of a part.
    return new CommandMeta({ ...this, once: { ...this.once, key: `${this.once.key} /${n}` } });
  }
}

/**
 * The answer to a command: no data, only where to find its effect. `id` and `version` are those of the entity,
 * `position` is that of the entity's latest event.
 */
export interface Receipt {
  readonly id: number | string;
  readonly version: number;
  readonly position: number;
  /** The receipt of an earlier execution: this time nothing was done. */
  readonly repeated?: true;
}
