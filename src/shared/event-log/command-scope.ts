import type { Session } from '../database/session.js';
import type { CommandMeta } from './command-meta.js';
import type { CommandSession } from './command-session.js';
import { requireVersion } from './if-match.js';
import { Collision, type LockMode } from './in-group-locks.js';
import { SenderScope } from './owners.js';

/** The entity that a command's receipt is about. */
export interface CommandSubject {
  readonly id: number | string;
  readonly stream: string;
  version: number;
}

/** The state of one command that the parts of its transaction share. */
export class CommandScope {
  /** Whether a statement has changed something, which only a rollback can undo. */
  hasWritten = false;
  /** The first entity that the command locked, created or changed; absent until there is one. */
  subject?: CommandSubject;
  /** What the command's sender may see and change. */
  readonly sender: SenderScope;

  /** @param shared the session, and the other commands in it */
  constructor(
    readonly shared: CommandSession,
    readonly meta: CommandMeta,
  ) {
    this.sender = new SenderScope(shared.session, shared.types, meta.boundTo);
  }

  get session(): Session {
    return this.shared.session;
  }

  /** @throws Collision if another command of the group holds the lock, unless both modes are `shared` */
  lockInGroup(key: string, mode: LockMode): void {
    this.shared.lockInGroup(key, mode, this);
  }

  /**
   * To be called before work that may wait, or that reads or changes something that no lock within the group protects.
   *
   * @throws Collision if the command runs in a group
   */
  requireAlone(): void {
    if (!this.shared.isAlone) throw new Collision();
  }

  /** @throws VersionMismatch `<category>.version-mismatch` if the command names another version */
  requireVersion(category: string, subject: CommandSubject): Promise<void> {
    return requireVersion(this.session, this.shared.types, this.meta, category, subject);
  }
}
