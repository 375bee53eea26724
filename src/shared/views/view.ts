import { Injectable } from '@nestjs/common';
import type { EventClass, RecordedEvent } from '../event-log/events.js';

// biome-ignore lint/suspicious/noExplicitAny: any class whose instances are rows
export type RowClass<R = any> = new () => R;

/** The values of the row's key columns, by property. */
export type Key<R> = Partial<R>;

/** How a row came out of a batch of events; `before` or `after` is null where there is no row. */
export interface Change<R> {
  readonly before: R | null;
  readonly after: R | null;
}

/** What a fold method is told besides row and event. */
export interface At<R> {
  /** The key of the row that it is called for. */
  readonly key: Key<R>;
  /** The event on the log; for a fold of changes, the latest event of the batch. */
  readonly recorded: RecordedEvent;
}

/** One fold method of a view: which rows an input concerns, and what each becomes. */
export interface Fold {
  readonly source: EventClass | RowClass;
  readonly row: RowClass;
  readonly keys: (input: never) => Key<unknown>[];
  readonly method: string | symbol;
}

/** The method that says what rows there are for a row of an earlier table. */
export interface Derivation {
  readonly source: RowClass;
  readonly row: RowClass;
  readonly method: string | symbol;
}

export interface ViewOptions {
  /** The name of its subscription and in `/v1/subscriptions`. */
  readonly name: string;
  /** Raise it whenever rows or folds change: the tables are then built anew from the log. */
  readonly version: number;
  /** Its tables, TypeORM entities of schema `read`, in the order in which they are folded. */
  readonly rows: readonly RowClass[];
  /**
   * Events that are not folded into its rows with a column `version`, although each event raises the version of its
   * entity (see `VersionCheck`). Such a `version` is not valid as `If-Match`.
   */
  readonly ignores?: readonly EventClass[];
}

const VIEW_OPTIONS = Symbol('view');
const FOLDS = Symbol('folds');
const DERIVATIONS = Symbol('derivations');

/**
 * A read model folded from the log. The class has a method for each event it wants, marked `@On`; a method gets the row
 * (null: there is none) and returns what it becomes (null: it goes), without changing its arguments.
 */
export function View(options: ViewOptions): ClassDecorator {
  return (target) => {
    Injectable()(target);
    Reflect.defineMetadata(VIEW_OPTIONS, options, target);
  };
}

/**
 * Folds an event into rows of one table.
 *
 * @param event which events
 * @param row which of the view's tables
 * @param keys the rows concerned; a key that comes twice counts once
 */
export function On<E extends { data: unknown }, R>(
  event: EventClass<E>,
  row: RowClass<R>,
  keys: (event: E) => Key<R> | Key<R>[],
) {
  return fold<R, E>(event, row, keys);
}

/** Folds what became of the rows of an earlier table of the same view into rows of another. */
export function OnChange<S, R>(source: RowClass<S>, row: RowClass<R>, keys: (change: Change<S>) => Key<R> | Key<R>[]) {
  return fold<R, Change<S>>(source, row, keys);
}

/**
 * Fills a table whose rows each follow from one row of an earlier table of the same view, as it is, and from nothing else. The method gets
 * that row and returns what there is for it; no two rows of the earlier table may have one with the same key. Such a table has
 * no other method, and is never read to be written: what there was follows from what the other row was.
 */
export function From<S, R>(source: RowClass<S>, row: RowClass<R>) {
  return <M extends (row: S) => R[]>(target: object, method: string | symbol, _: TypedPropertyDescriptor<M>): void => {
    const derivations: Derivation[] = Reflect.getOwnMetadata(DERIVATIONS, target) ?? [];
    Reflect.defineMetadata(DERIVATIONS, [...derivations, { source, row, method }], target);
  };
}

/** What a row adds to the row of sums that it counts in, by column. */
type Summands<R> = { readonly [K in keyof R]?: Extract<R[K], number | bigint> };

/**
 * Sums up the rows of an earlier table of the same view in a table whose key is what they have in common, such as
 * their user or the quarter of an hour in which they were created. The method gets a row and returns what it adds, always
 * in the same columns: `orders: 1` counts. When a row changes, the engine takes off what it was and adds what it is. A row
 * whose sums are all 0 goes.
 *
 * @param source the earlier table
 * @param row the table of sums
 * @param key the key of the row of sums that a row counts in
 */
export function SumBy<S, R>(source: RowClass<S>, row: RowClass<R>, key: (row: S) => Key<R>) {
  return <M extends (row: S) => Summands<R>>(
    target: object,
    method: string | symbol,
    descriptor: TypedPropertyDescriptor<M>,
  ): void => {
    const summandsOf = descriptor.value as M;
    function sum(this: unknown, found: R | null, { before, after }: Change<S>, at: At<R>): R | null {
      const sums: Record<string, number | bigint> = {};
      const add = (each: S | null, sign: 1 | -1) => {
        if (each === null || !isSameKey(key(each), at.key)) return;
        for (const [column, value] of Object.entries(summandsOf.call(this, each)) as [string, number | bigint][]) {
          const sum = sums[column] ?? (found as Record<string, number | bigint> | null)?.[column];
          if (typeof value === 'bigint') sums[column] = ((sum as bigint | undefined) ?? 0n) + BigInt(sign) * value;
          else sums[column] = ((sum as number | undefined) ?? 0) + sign * value;
        }
      };
      add(before, -1);
      add(after, 1);
      return Object.values(sums).every((sum) => !sum) ? null : ({ ...found, ...sums, ...at.key } as R);
    }
    descriptor.value = sum as unknown as M;
    const keys = ({ before, after }: Change<S>) => [before, after].filter((each) => each !== null).map((each) => key(each as S));
    fold<R, Change<S>>(source, row, keys)(target, method, { value: sum });
  };
}

function isSameKey<R>(key: Key<R>, other: Key<R>): boolean {
  return (Object.keys(key) as (keyof R)[]).every((column) => plain(key[column]) === plain(other[column]));
}

const plain = (value: unknown) => (value instanceof Date ? value.getTime() : value);

function fold<R, I>(source: EventClass | RowClass, row: RowClass<R>, keys: (input: I) => Key<R> | Key<R>[]) {
  return <M extends (row: R | null, input: I, at: At<R>) => R | null>(
    target: object,
    method: string | symbol,
    _: TypedPropertyDescriptor<M>,
  ): void => {
    const folds: Fold[] = Reflect.getOwnMetadata(FOLDS, target) ?? [];
    const keysOf = (input: I) => {
      const found = keys(input);
      return Array.isArray(found) ? found : [found];
    };
    folds.push({ source, row, keys: keysOf, method });
    Reflect.defineMetadata(FOLDS, folds, target);
  };
}

/** @returns what `@View` says of a class, or undefined if it is no view */
export function viewOptions(type: unknown): ViewOptions | undefined {
  return typeof type === 'function' ? Reflect.getMetadata(VIEW_OPTIONS, type) : undefined;
}

/** @returns the fold methods of a view */
export function viewFolds(view: object): Fold[] {
  return Reflect.getMetadata(FOLDS, Object.getPrototypeOf(view)) ?? [];
}

/** @returns what says of a view's tables how they follow from earlier ones, by table */
export function viewDerivations(view: object): Map<RowClass, Derivation> {
  const derivations: Derivation[] = Reflect.getMetadata(DERIVATIONS, Object.getPrototypeOf(view)) ?? [];
  return new Map(derivations.map((derivation) => [derivation.row, derivation]));
}
