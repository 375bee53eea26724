import 'reflect-metadata';

/** The first event of an event handler or a saga: the first one on the log, or the first one after its first start. */
export type StartPosition = 'origin' | 'end';

const START_AT = Symbol('START_AT');

/**
 * Says at which event an `@EventsHandler` class, a `@Saga()` method, or all sagas of a class begin. Without it they begin at the
 * end of the log, because the past must not be acted on unasked.
 *
 * It counts once: when the app starts and the subscription has no checkpoint yet. To start again, stop the app and run
 * `npm run view -- forget "<subscription>"`.
 */
export function StartAt(start: StartPosition): ClassDecorator & PropertyDecorator {
  return (target: object, method?: string | symbol) => {
    if (method === undefined) Reflect.defineMetadata(START_AT, start, target);
    else Reflect.defineMetadata(START_AT, start, target.constructor, method);
  };
}

/** What `@StartAt` says of a class, or of a saga method, for which its class speaks where it does not. */
export function startOf(type: object, method?: string): StartPosition {
  const ofMethod = method === undefined ? undefined : Reflect.getMetadata(START_AT, type, method);
  return ofMethod ?? Reflect.getMetadata(START_AT, type) ?? 'end';
}
