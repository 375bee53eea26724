/** A command of a group needs what another of the group has, or somebody else; alone it can wait for it. */
export class Collision extends Error {}

export type LockMode = 'shared' | 'exclusive';

/**
 * What the commands of one transaction have locked. Postgres keeps transactions from each other, not the commands within one:
 * each would be given what another one has.
 */
export class Claims {
  private readonly modes = new Map<string, Map<object, LockMode>>();

  /** @throws Collision if another command has it, unless both only share it */
  take(key: string, mode: LockMode, owner: object): void {
    const owners = this.modes.get(key) ?? new Map<object, LockMode>();
    for (const [other, its] of owners)
      if (other !== owner && (mode === 'exclusive' || its === 'exclusive')) throw new Collision();
    if (owners.get(owner) !== 'exclusive') owners.set(owner, mode);
    this.modes.set(key, owners);
  }
}
