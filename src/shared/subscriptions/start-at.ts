import 'reflect-metadata';

/**
 * The first event that a handler or a saga gets: the first one on the log, or the first one recorded after its first
 * start.
 */
export type StartPosition = 'origin' | 'end';

const START_AT = Symbol('START_AT');

/**
 * Says where in the log an `@EventsHandler` class, a `@Saga()` method, or all sagas of a class begin. The default is
 * the end: a new handler does not act on events of the past. With `origin`, timers that are already due fire at once.
 *
 * It applies only when a subscription starts for the first time. One that has a checkpoint goes on there, and begins
 * anew only under another name.
 */
export function StartAt(start: StartPosition): ClassDecorator & PropertyDecorator {
  return (target: object, method?: string | symbol) => {
    if (method === undefined) Reflect.defineMetadata(START_AT, start, target);
    else Reflect.defineMetadata(START_AT, start, target.constructor, method);
  };
}

/**
 * The start position of a class or of a saga method; that of the class counts for methods without one of their own.
 */
export function startOf(type: object, method?: string): StartPosition {
  const ofMethod = method === undefined ? undefined : Reflect.getMetadata(START_AT, type, method);
  return ofMethod ?? Reflect.getMetadata(START_AT, type) ?? 'end';
}
