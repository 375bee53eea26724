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
  /** The name of its subscription and in `/v1/views`. */
  readonly name: string;
  /** Raise it whenever rows or folds change: the tables are then built anew from the log. */
  readonly version: number;
  /** Its tables, TypeORM entities of schema `read`, in the order in which they are folded. */
  readonly rows: readonly RowClass[];
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
