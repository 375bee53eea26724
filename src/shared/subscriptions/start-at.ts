import 'reflect-metadata';

/**
 * The first event that a handler or a saga gets: the first one on the log, or the first one after its own first start.
 */
export type StartPosition = 'origin' | 'end';

const START_AT = Symbol('START_AT');

/**
 * Sets where in the log an `@EventsHandler` class, a `@Saga()` method, or all sagas of a class begin. The default is
 * the end: a new handler does not act on past events. With `origin`, timers that are already due fire immediately.
 *
 * Applies only to the first start of a subscription. Later starts continue from its checkpoint; under a new name it
 * begins anew.
 */
export function StartAt(start: StartPosition): ClassDecorator & PropertyDecorator {
  return (target: object, method?: string | symbol) => {
    if (method === undefined) Reflect.defineMetadata(START_AT, start, target);
    else Reflect.defineMetadata(START_AT, start, target.constructor, method);
  };
}

/**
 * The start position of a class or a saga method. A method without one has that of its class.
 */
export function startPositionOf(type: object, method?: string): StartPosition {
  const ofMethod = method === undefined ? undefined : Reflect.getMetadata(START_AT, type, method);
  return ofMethod ?? Reflect.getMetadata(START_AT, type) ?? 'end';
}
