import { randomUUID } from 'node:crypto';
import { forbidden } from './owners.js';

/** The actor of a request that names none. */
export const ANONYMOUS = 'anonymous';

/** Makes a command take effect once, however often it is sent and whatever crashes; see `EventLog.transaction`. */
export interface Once {
  /** Identifies the command. */
  readonly key: string;
  /** Identifies the content of the request, so that a key that is used for another request is refused. */
  readonly fingerprint: string;
  /** The fingerprint of the same request as earlier releases computed it; absent: theirs was the same. */
  readonly earlierFingerprint?: string;
  /** The position of the event that caused a saga's command; absent for a client's command. */
  readonly cause?: number;
  /** The incarnation of the log that the cause is on; see `LogReplaced`. Absent for a client's command. */
  readonly incarnation?: string;
  /** True: wait while the same command is in progress. Absent: refuse the command then. */
  readonly wait?: boolean;
  /**
   * Called after a commit with the command's receipt, new or found. For a command in parts it is called after each
   * part.
   */
  readonly onRecorded?: () => void;
}

/**
 * Sender, cause and time of a command, and the versions that it expects. The first four ids are saved with each of its
 * events.
 */
export class CommandMeta {
  /** Unique per command. A saga's command has the same id each time it is executed. */
  readonly commandId: string;
  readonly actor: string;
  /** Shared by all commands and events that follow from one request. */
  readonly correlationId: string;
  /** The position of the event that caused this command; null if it came from outside. */
  readonly causationId: string | null;
  /** The trace of the request (W3C's `traceparent`), saved with each event as well; absent: none. */
  readonly traceparent?: string;
  /** The only user whose entities the command may change; absent: all users. */
  readonly boundTo?: number;
  /** The entity must have one of these versions; absent: any version. */
  readonly ifMatch?: readonly number[];
  /** Absent: the command is executed each time it is sent. */
  readonly once?: Once;
  /** When the command was received, ISO 8601, UTC. Deciders have no clock and use this as the present. */
  readonly now: string;

  constructor(given: Partial<Omit<CommandMeta, 'part' | 'within' | 'requireUser'>> = {}) {
    this.commandId = given.commandId ?? randomUUID();
    this.actor = given.actor ?? ANONYMOUS;
    this.correlationId = given.correlationId ?? this.commandId;
    this.causationId = given.causationId ?? null;
    this.traceparent = given.traceparent;
    this.boundTo = given.boundTo;
    this.ifMatch = given.ifMatch;
    this.once = given.once;
    this.now = given.now ?? new Date().toISOString();
  }

  /** The same command with another trace context. */
  within(traceparent: string | undefined): CommandMeta {
    return traceparent === this.traceparent ? this : new CommandMeta({ ...this, traceparent });
  }

  /**
   * To be called before a command gives something to a user. `Transaction` checks it again, but only after the command
   * has done its work.
   *
   * @throws Forbidden `access.forbidden` if the sender is bound to another user
   */
  requireUser(userId: number): void {
    if (this.boundTo !== undefined && this.boundTo !== userId) throw forbidden(this.boundTo);
  }

  /**
   * The meta data of one transaction of a command that needs several. Each transaction takes effect once, like a
   * command of its own.
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
 * The answer to a command. It has no data, only where to find the effect: id and version of the entity, and the
 * position of the entity's latest event.
 */
export interface Receipt {
  readonly id: number | string;
  readonly version: number;
  readonly position: number;
  /** True: this is the receipt of an earlier execution, and nothing was done. */
  readonly repeated?: true;
}
