/** What a parameter of a type may be in JavaScript. Numbers may be text, as Postgres writes those beyond 2^53-1. */
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

/** What `ReadDatabase.query` runs. */
export interface Statement {
  /** Its parameters are `$1`, `$2` … */
  readonly text: string;
  readonly values: unknown[];
  /** Postgres keeps its plan, so one plan must be the best for all values. Absent: it is planned each time. */
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
 * A statement, or a fragment of one. Only the code of this process is text in it: values are parameters with the type
 * that Postgres gets. A fragment can stand in several places, and its parameters are sent once.
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
   * The statement with a plan that Postgres keeps. Each value stands in a subquery, which hides it from the planner:
   * if Postgres saw it, it could expect a plan for that value alone to be worth the time for planning.
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
 * Composes a statement of fragments.
 *
 * @throws TypeError for anything else than a fragment, because it would be text; see `param`
 */
export function sql(strings: TemplateStringsArray, ...fragments: Sql[]): Sql {
  if (!fragments.every((fragment) => fragment instanceof Sql)) throw new TypeError('A value in SQL must be a `param`.');
  return new Sql(strings.flatMap((text, n): SqlPart[] => (fragments[n] ? [text, fragments[n]] : [text])));
}

/** A value, which is sent apart from the text. */
export function param<T extends ParameterType>(type: T, value: ParameterTypes[T]): Sql {
  return new Sql([new SqlParameter(type, value)]);
}

/** A whole number in the text, for a `LIMIT`: of a parameter there, a kept plan expects any number of rows. */
export function literal(value: number): Sql {
  if (!Number.isSafeInteger(value)) throw new TypeError(`${value} is no whole number`);
  return new Sql([String(value)]);
}

/** The name of a column, in quotes. */
export function identifier(name: string): Sql {
  return new Sql([`"${name.replaceAll('"', '""')}"`]);
}

/** Fragments with a comma between them. */
export function list(fragments: readonly Sql[]): Sql {
  return joined(fragments, ', ');
}

/** Conditions that must all hold; without any, every row matches. */
export function and(conditions: readonly Sql[]): Sql {
  return conditions.length ? joined(conditions, ' AND ') : sql`true`;
}

function joined(fragments: readonly Sql[], separator: string): Sql {
  return new Sql(fragments.flatMap((fragment, n) => (n ? [separator, fragment] : [fragment])));
}

/** @returns the condition on a value, as a list for `and`: an empty one if the value is absent */
export function given<V>(value: V | undefined, condition: (value: V) => Sql): Sql[] {
  return value === undefined ? [] : [condition(value)];
}
