import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';
import { CommandBus, EventBus, type ISaga, QueryBus } from '@nestjs/cqrs';
import pLimit from 'p-limit';
import { EventTypes } from '../event-log/events.js';
import { StartError } from '../settings.js';
import { HandlerSubscription } from './handlers.js';
import { batchSizeOf } from './in-batches.js';
import { SagaSubscription } from './sagas.js';
import { startPositionOf } from './start-at.js';
import { Subscriptions } from './subscriptions.js';

/** Maximum number of events that the sagas of a process work on at once: as many commands as one commit takes. */
const MAX_SAGA_EVENTS = 32;

/** Where @nestjs/cqrs 12 keeps the metadata of its decorators. It does not export these keys. */
const NEST_METADATA_KEYS = {
  command: '__commandHandler__',
  query: '__queryHandler__',
  events: '__eventsHandler__',
  sagas: '__saga__',
};

/**
 * Makes Nest's `@EventsHandler` and `@Saga` durable. When the app starts, `CqrsModule` registers handlers and sagas on
 * the `EventBus`. This class replaces the methods that it calls, so that each handler class and each saga method
 * becomes a subscription of the log instead. Events on the `EventBus` reach only its own subscribers, without a
 * guarantee.
 */
@Injectable()
export class DurableCqrs implements OnModuleInit {
  private readonly sagaSlots = pLimit(MAX_SAGA_EVENTS);

  constructor(
    private readonly eventBus: EventBus,
    private readonly commandBus: CommandBus,
    private readonly queryBus: QueryBus,
    private readonly subscriptions: Subscriptions,
    private readonly types: EventTypes,
  ) {}

  onModuleInit(): void {
    this.eventBus.register = (handlers = []) => {
      for (const handler of handlers) this.addHandler(handler);
    };
    this.eventBus.registerSagas = (sagas = []) => {
      for (const saga of sagas) this.addSagas(saga);
    };
    refuseSecondHandlers(this.commandBus, 'command');
    refuseSecondHandlers(this.queryBus, 'query');
  }

  private addHandler(wrapper: InstanceWrapper): void {
    const type = requireStatic(wrapper);
    const events: { name: string; type?: string }[] = Reflect.getMetadata(NEST_METADATA_KEYS.events, type);
    const unknown = events.find((event) => !event.type || !this.types.knows(event.type));
    if (unknown) throw new StartError(`${type.name} handles ${unknown.name}, which no module registers as an event of the log.`);
    const types = events.map((event) => event.type as string);
    this.subscriptions.add(
      new HandlerSubscription(
        `handler ${type.name}`,
        types,
        wrapper.instance,
        this.types,
        startPositionOf(type),
        batchSizeOf(type),
      ),
    );
  }

  private addSagas(wrapper: InstanceWrapper): void {
    const type = requireStatic(wrapper);
    const methods: string[] = Reflect.getMetadata(NEST_METADATA_KEYS.sagas, type);
    for (const method of methods) {
      const saga: ISaga = wrapper.instance[method].bind(wrapper.instance);
      this.subscriptions.add(
        new SagaSubscription(
          `saga ${type.name}.${method}`,
          saga,
          this.commandBus,
          this.types,
          this.sagaSlots,
          startPositionOf(type, method),
        ),
      );
    }
  }
}

/**
 * @returns the class of a provider
 * @throws StartError if Nest creates an instance per request, because events of the log belong to no request
 */
function requireStatic(wrapper: InstanceWrapper): { name: string } {
  if (wrapper.isDependencyTreeStatic()) return wrapper.instance.constructor;
  const name = (wrapper.metatype as { name?: string })?.name;
  throw new StartError(`${name} is request-scoped, but events of the log belong to no request: make it a singleton.`);
}

/**
 * Makes a second handler of a command or query an error at the start. Nest only warns and uses the last one, which
 * depends on the order of modules.
 */
function refuseSecondHandlers(bus: CommandBus | QueryBus, kind: 'command' | 'query'): void {
  const known = new Map<string, string>();
  const bind = bus.bind.bind(bus) as (handler: InstanceWrapper, id: string) => void;
  bus.bind = (handler: InstanceWrapper, id: string) => {
    const type = handler.instance?.constructor ?? handler.metatype;
    const first = known.get(id);
    const wanted = Reflect.getMetadata(NEST_METADATA_KEYS[kind], type)?.name;
    if (first) throw new StartError(`The ${kind} ${wanted} has two handlers, ${first} and ${type.name}; there must be one.`);
    known.set(id, type.name);
    bind(handler, id);
  };
}
