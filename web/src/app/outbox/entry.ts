/** A problem document (RFC 9457), as far as the outbox reads it. */
export interface Problem {
  readonly code: string;
  readonly detail: string;
  /** With 400: what is wrong with the request, each with the parameter, such as `#/to`. */
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[];
  /** With 412: the version that the entity has. */
  readonly version?: number;
  /** With 412: the events since the version that was named. Some may be left out. */
  readonly events?: readonly LoggedEvent[];
}

/** An event as `/v1/events` and the live stream show it. */
export interface LoggedEvent {
  readonly position: number;
  readonly version: number;
  readonly eventType: string;
  readonly entityId: string;
  readonly stream: string;
  readonly datetime: string;
  readonly data: unknown;
  readonly metadata: {
    readonly actor: string;
    readonly correlationId: string;
    readonly causationId: string | null;
    readonly [name: string]: unknown;
  };
}

/** What a command changes about one entity. */
export interface Change {
  /** The entity's stream, such as `campaign-018f…`. Commands of a lane are sent one after the other. */
  readonly lane: string;
  /** The entity, in words; for bulks, whose label names none. */
  readonly name?: string;
  /** Lies over the server's row until a list shows the change. */
  readonly patch: Readonly<Record<string, unknown>>;
  /** Names of the fields that the user set: another person's change of the same ones is a conflict. */
  readonly fields: readonly string[];
  /** The version that the user saw; absent: whatever version it has. */
  readonly seen?: number;
  /** Once acknowledged: the version and position that the command led to. */
  readonly version?: number;
  readonly position?: number;
  /** Of a bulk: why this row was refused. */
  readonly problem?: Problem;
}

/** A request that is sent with a new idempotency key, and then again and again without any difference. */
export interface Wire {
  readonly method: string;
  readonly url: string;
  /** JSON. */
  readonly body?: string;
  readonly key: string;
  readonly ifMatch?: number;
  readonly correlation: string;
}

/**
 * `queued` → `sending` ⇄ `uncertain` → `acked`, or `failed` or `conflict`. `cancelled`: taken back before it was sent.
 * `blocked`: something that it needs failed. `asks`: its key may be forgotten, so a person has to decide.
 */
export type State = 'queued' | 'sending' | 'uncertain' | 'acked' | 'failed' | 'conflict' | 'cancelled' | 'blocked' | 'asks';

/** One command of this browser, from the click to the moment when every list shows it. */
export interface Entry {
  /** Also its correlation id. */
  readonly id: string;
  /** The idempotency key: first the id, a new one after a certain refusal. */
  readonly key: string;
  /** Grows with each command of this browser. */
  readonly seq: number;
  /** What it does, in words: `Rename “Spring sale” to “Summer sale”`. */
  readonly label: string;
  /** The address in the admin where the user was. */
  readonly page: string;
  readonly request: { readonly method: string; readonly url: string; readonly body?: Readonly<Record<string, unknown>> };
  /** One, or of a bulk one for each of `request.body.commands`, in the same order. */
  readonly changes: readonly Change[];
  readonly isBulk: boolean;
  /** Ids of entries that have to be acknowledged before, such as the creation of the entity. */
  readonly needs: readonly string[];
  /**
   * The temporary id of what it creates, where the server chooses the id. Commands that need this one may name it in
   * their lanes, patches, addresses and bodies, until `Location` tells the real one.
   */
  readonly creates?: string;
  /** The real id, once it is acknowledged. */
  readonly created?: string;
  readonly wire?: Wire;
  readonly state: State;
  readonly tries: number;
  readonly rebases: number;
  /** Times in ms. */
  readonly at: number;
  readonly ackedAt?: number;
  /** The log that it was meant for. */
  readonly instance?: string;
  /** Counts the changes of this record, so that an older copy never replaces a newer one. */
  readonly rev: number;
  readonly status?: number;
  readonly problem?: Problem;
}

/** What a caller says of a new command. */
export type Command = Pick<Entry, 'label' | 'page' | 'request' | 'changes'> &
  Partial<Pick<Entry, 'isBulk' | 'needs' | 'creates'>>;

/** The answer to a request; status 0: none came. */
export interface Answer {
  readonly status: number;
  readonly version?: number;
  readonly position?: number;
  /** `Location`: the address of what was created. */
  readonly location?: string;
  readonly problem?: Problem;
  /** In s. */
  readonly retryAfter?: number;
  /** Of a bulk: one for each command. */
  readonly rows?: readonly Pick<Answer, 'status' | 'version' | 'position' | 'problem'>[];
}

/**
 * The command with the real ids of what others have created meanwhile.
 *
 * @param needed the commands that it needs, and itself
 */
export function withRealIds<C extends Pick<Entry, 'page' | 'request' | 'changes'>>(
  entry: C,
  needed: readonly Pick<Entry, 'creates' | 'created'>[],
): C {
  const ids = needed.flatMap(({ creates, created }) => (creates && created ? [[creates, created] as const] : []));
  if (!ids.length) return entry;
  const real = (value: unknown) => {
    const [, id] = ids.find(([temporary]) => temporary === value) ?? [];
    return id === undefined ? value : Number(id);
  };
  const inText = (text: string) => ids.reduce((known, [temporary, id]) => known.replace(temporary, id), text);
  const inAll = <T extends object>(values: T): T =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, real(value)])) as T;
  const { request, changes } = entry;
  return {
    ...entry,
    page: inText(entry.page),
    request: { ...request, url: inText(request.url), body: request.body && inAll(request.body) },
    changes: changes.map((change) => ({ ...change, lane: inText(change.lane), patch: inAll(change.patch) })),
  };
}

const PENDING: ReadonlySet<State> = new Set(['queued', 'sending', 'uncertain']);

/** Whether it is still to be sent, or to be answered. */
export const isPending = ({ state }: Entry): boolean => PENDING.has(state);

/** Whether it has ended in a way that a person should hear of. */
export const isTrouble = ({ state, changes }: Entry): boolean =>
  state === 'failed' ||
  state === 'conflict' ||
  state === 'blocked' ||
  state === 'asks' ||
  (state === 'acked' && changes.some(({ problem }) => problem));
