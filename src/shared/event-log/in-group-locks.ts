/**
 * A command of a group needs something that another command or process has locked, or that no group can lock. The
 * command then runs in a transaction of its own, where it may wait.
 */
export class Collision extends Error {}

export type LockMode = 'shared' | 'exclusive';

/**
 * The locks between the commands of one transaction. Postgres can't separate these commands, because it grants a
 * transaction every lock that it already holds.
 */
export class InGroupLocks {
  private readonly modes = new Map<string, Map<object, LockMode>>();

  /** @throws Collision if another command holds the lock, unless both modes are `shared` */
  take(key: string, mode: LockMode, owner: object): void {
    const owners = this.modes.get(key) ?? new Map<object, LockMode>();
    for (const [other, held] of owners)
      if (other !== owner && (mode === 'exclusive' || held === 'exclusive')) throw new Collision();
    if (owners.get(owner) !== 'exclusive') owners.set(owner, mode);
    this.modes.set(key, owners);
  }
}
