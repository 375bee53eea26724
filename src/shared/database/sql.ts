/** The JavaScript type of each parameter type. A number may be a string, because values may exceed 2^53-1. */
interface ParameterTypes {
  integer: number | string;
  bigint: number | string;
  numeric: number | string;
  boolean: boolean;
  text: string;
  /** `char(n)` without a length. */
  bpchar: string;
  uuid: string;
  date: string;
  timestamptz: string;
  'text[]': readonly string[];
  'uuid[]': readonly string[];
  'interval[]': readonly string[];
  'timestamptz[]': readonly string[];
}

export type ParameterType = keyof ParameterTypes;

/** A statement for `ReadDatabase.query`. */
export interface Statement {
  /** With the parameters `$1`, `$2` … */
  readonly text: string;
  readonly values: unknown[];
  /** Whether Postgres keeps the plan, which must then be the best for all values. Absent: planned each time. */
  readonly isPrepared?: boolean;
}

class SqlParameter {
  constructor(
    readonly type: ParameterType,
    readonly value: unknown,
  ) {}
}

type SqlPart = string | SqlParameter | Sql;

/**
 * A statement or a fragment of one. Its text comes only from code, because values are sent as typed parameters. A
 * fragment may occur in several places; its parameters are sent once.
 */
export class Sql implements Statement {
  constructor(private readonly parts: readonly SqlPart[]) {}

  get text(): string {
    return this.compile(({ type }, place) => `${place}::${type}`).text;
  }

  get values(): unknown[] {
    return this.compile((_, place) => place).values;
  }

  /**
   * The statement with a plan that Postgres keeps. Each value is wrapped in a subquery that hides it from the planner,
   * because Postgres might otherwise prefer to plan for each value.
   */
  prepared(): Statement {
    return { ...this.compile(({ type }, place) => `(SELECT ${place}::${type})`), isPrepared: true };
  }

  private compile(write: (parameter: SqlParameter, place: string) => string): Statement {
    const places = new Map<SqlParameter, string>();
    const written = (fragment: Sql): string =>
      fragment.parts
        .map((part) => {
          if (typeof part === 'string') return part;
          if (part instanceof Sql) return written(part);
          const place = places.get(part) ?? `$${places.size + 1}`;
          places.set(part, place);
          return write(part, place);
        })
        .join('');
    const text = written(this);
    return { text, values: [...places.keys()].map(({ value }) => value) };
  }
}

/**
 * Composes a statement from fragments.
 *
 * @throws TypeError for anything but a fragment, because it would become text of the statement; see `param`
 */
export function sql(strings: TemplateStringsArray, ...fragments: Sql[]): Sql {
  if (!fragments.every((fragment) => fragment instanceof Sql)) throw new TypeError('A value in SQL must be a `param`.');
  return new Sql(strings.flatMap((text, n): SqlPart[] => (fragments[n] ? [text, fragments[n]] : [text])));
}

/** A value, sent separately from the text. */
export function param<T extends ParameterType>(type: T, value: ParameterTypes[T]): Sql {
  return new Sql([new SqlParameter(type, value)]);
}

/** A whole number in the text, for a `LIMIT`, because a kept plan can't rely on the value of a parameter. */
export function literal(value: number): Sql {
  if (!Number.isSafeInteger(value)) throw new TypeError(`${value} is no whole number`);
  return new Sql([String(value)]);
}

/** A quoted column name. */
export function identifier(name: string): Sql {
  return new Sql([`"${name.replaceAll('"', '""')}"`]);
}

/** Joins fragments with commas. */
export function list(fragments: readonly Sql[]): Sql {
  return joined(fragments, ', ');
}

/** Joins conditions that must all hold. Without conditions, every row matches. */
export function and(conditions: readonly Sql[]): Sql {
  return conditions.length ? joined(conditions, ' AND ') : sql`true`;
}

/** Joins statements of which each adds rows. */
export function unionAll(statements: readonly Sql[]): Sql {
  return joined(statements, ' UNION ALL ');
}

function joined(fragments: readonly Sql[], separator: string): Sql {
  return new Sql(fragments.flatMap((fragment, n) => (n ? [separator, fragment] : [fragment])));
}

/** @returns the condition on a value, as a list for `and`; empty if the value is absent */
export function given<V>(value: V | undefined, condition: (value: V) => Sql): Sql[] {
  return value === undefined ? [] : [condition(value)];
}
