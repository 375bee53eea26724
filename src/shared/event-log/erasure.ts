import type { Decider } from './decider.js';

/** An admin requested the erasure of a user's texts. It then proceeds entity by entity. */
export class UserErasureRequested {
  static readonly type = 'UserErasureRequested';
  readonly type = UserErasureRequested.type;
  constructor(readonly data: { readonly userId: number }) {}
}

/**
 * The erasure is complete: nothing at or after this position has a text that the user had at the time of the request.
 * Systems with copies of such texts must remove them on this event.
 */
export class UserErased {
  static readonly type = 'UserErased';
  readonly type = UserErased.type;
  constructor(readonly data: { readonly userId: number }) {}
}

type ErasureEvent = UserErasureRequested | UserErased;

interface Erasure {
  readonly isPending: boolean;
}

/** The erasures of a user, one after the other. The id is that of the user. */
export const erasureDecider: Decider<Erasure, ErasureEvent> & { readonly category: 'erasure' } = {
  category: 'erasure',
  version: 1,
  evolve: (_, { type }) => ({ isPending: type === 'UserErasureRequested' }),
};

/** @param isNeeded whether there is anything to erase, or the user was never erased */
export function requestErasure(erasure: Erasure | null, userId: number, isNeeded: boolean): ErasureEvent[] {
  return erasure?.isPending || !isNeeded ? [] : [new UserErasureRequested({ userId })];
}

export function endErasure(erasure: Erasure, userId: number): ErasureEvent[] {
  return erasure.isPending ? [new UserErased({ userId })] : [];
}
