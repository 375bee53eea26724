import { Injectable } from '@nestjs/common';
import type { EventClass, RecordedEvent } from '../event-log/events.js';

// biome-ignore lint/suspicious/noExplicitAny: any class whose instances are rows
export type RowClass<R = any> = new () => R;

/** The values of the row's key columns, by property. */
export type Key<R> = Partial<R>;

/** The change of a row by a batch of events; `before` or `after` is null if there was or is no row. */
export interface Change<R> {
  readonly before: R | null;
  readonly after: R | null;
}

/** The third argument of a fold method. */
export interface At<R> {
  /** The key of the row to fold into. */
  readonly key: Key<R>;
  /** The event with its position; for a fold of changes, the latest event of the batch behind the change. */
  readonly recorded: RecordedEvent;
}

/** A fold method of a view: the rows that an input affects, and the method that folds it into each. */
export interface Fold {
  readonly source: EventClass | RowClass;
  readonly row: RowClass;
  readonly keys: (input: never) => Key<unknown>[];
  readonly method: string | symbol;
}

/** A method that derives rows from a row of an earlier table. */
export interface Derivation {
  readonly source: RowClass;
  readonly row: RowClass;
  readonly method: string | symbol;
}

export interface ViewOptions {
  /** The name of the view's subscription, and in `/v1/subscriptions`. */
  readonly name: string;
  /** Must be raised whenever rows or folds change. The tables are then built from the log again. */
  readonly version: number;
  /** The view's tables, TypeORM entities of schema `read`, in the order in which they are folded. */
  readonly rows: readonly RowClass[];
  /**
   * Events that no method folds into the row with a column `version`, although each raises the version of its entity
   * (see `VersionCheck`). Such a `version` is not valid as `If-Match`.
   */
  readonly ignores?: readonly EventClass[];
}

const VIEW_OPTIONS = Symbol('view');
const FOLDS = Symbol('folds');
const DERIVATIONS = Symbol('derivations');

/**
 * Marks a view (others call it a projection): tables folded from the log. The class has a method marked `@On` for each
 * event type that it handles. A method gets a row (null: there is none) and returns the new row (null: delete it). It
 * must not change its arguments.
 */
export function View(options: ViewOptions): ClassDecorator {
  return (target) => {
    Injectable()(target);
    Reflect.defineMetadata(VIEW_OPTIONS, options, target);
  };
}

/**
 * Folds events of a type into rows of a table.
 *
 * @param event the class of the events
 * @param row the class of the table's rows
 * @param keys the keys of the rows that an event affects; a repeated key counts once
 */
export function On<E extends { data: unknown }, R>(
  event: EventClass<E>,
  row: RowClass<R>,
  keys: (event: E) => Key<R> | Key<R>[],
) {
  return foldDecorator<R, E>(event, row, keys);
}

/** Folds the changes of rows of an earlier table of the same view into rows of another one. */
export function OnChange<S, R>(source: RowClass<S>, row: RowClass<R>, keys: (change: Change<S>) => Key<R> | Key<R>[]) {
  return foldDecorator<R, Change<S>>(source, row, keys);
}

/**
 * Derives a table from an earlier table of the same view. The method gets a row of the earlier table and returns the
 * rows that follow from it alone. Two rows of the earlier table must not lead to the same key. The table has no other
 * method. It is not read before it is written, because its old rows follow from the old row of the earlier table.
 */
export function From<S, R>(source: RowClass<S>, row: RowClass<R>) {
  return <M extends (row: S) => R[]>(target: object, method: string | symbol, _: TypedPropertyDescriptor<M>): void => {
    const derivations: Derivation[] = Reflect.getOwnMetadata(DERIVATIONS, target) ?? [];
    Reflect.defineMetadata(DERIVATIONS, [...derivations, { source, row, method }], target);
  };
}

/** The values that a row adds to its row of sums, by column. */
type Summands<R> = { readonly [K in keyof R]?: Extract<R[K], number | bigint> };

/**
 * Sums up rows of an earlier table of the same view in groups, such as by user or by the quarter of an hour of their
 * creation. The method gets a row and returns its summands, always for the same columns: `orders: 1` counts. When a
 * row changes, the engine subtracts the old values and adds the new ones. A row whose sums are all 0 is deleted.
 *
 * @param source the class of the earlier table's rows
 * @param row the class of the rows of sums
 * @param key the key of the row of sums that a row belongs to
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
    foldDecorator<R, Change<S>>(source, row, keys)(target, method, { value: sum });
  };
}

function isSameKey<R>(key: Key<R>, other: Key<R>): boolean {
  return (Object.keys(key) as (keyof R)[]).every((column) => plain(key[column]) === plain(other[column]));
}

/** @returns a value that `===` compares: of a date its milliseconds */
export const plain = (value: unknown) => (value instanceof Date ? value.getTime() : value);

function foldDecorator<R, I>(source: EventClass | RowClass, row: RowClass<R>, keys: (input: I) => Key<R> | Key<R>[]) {
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

/** @returns the arguments of a class's `@View`; undefined if the class is no view */
export function viewOptions(type: unknown): ViewOptions | undefined {
  return typeof type === 'function' ? Reflect.getMetadata(VIEW_OPTIONS, type) : undefined;
}

/** @returns the fold methods of a view */
export function viewFolds(view: object): Fold[] {
  return Reflect.getMetadata(FOLDS, Object.getPrototypeOf(view)) ?? [];
}

/** @returns the derivations of a view's tables, by row class */
export function viewDerivations(view: object): Map<RowClass, Derivation> {
  const derivations: Derivation[] = Reflect.getMetadata(DERIVATIONS, Object.getPrototypeOf(view)) ?? [];
  return new Map(derivations.map((derivation) => [derivation.row, derivation]));
}
