import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';
import { CommandBus, EventBus, type ISaga, QueryBus } from '@nestjs/cqrs';
import { EventTypes } from '../event-log/events.js';
import { StartError } from '../settings.js';
import { HandlerSubscription } from './handlers.js';
import { SagaSubscription } from './sagas.js';
import { Subscriptions } from './subscriptions.js';

/** Where @nestjs/cqrs 12 keeps what its decorators say; it exports the decorators only. */
const METADATA = { command: '__commandHandler__', query: '__queryHandler__', events: '__eventsHandler__', sagas: '__saga__' };

/**
 * Makes Nest's `@EventsHandler` and `@Saga` durable. `CqrsModule` registers them on the `EventBus` when the app starts; by
 * then the methods that do so are ours, and each handler class and each saga method is a subscription fed from the log. What
 * is published on the `EventBus` itself reaches only those who subscribe to it, and may miss something.
 */
@Injectable()
export class DurableCqrs implements OnModuleInit {
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
    refuseTwins(this.commandBus, 'command');
    refuseTwins(this.queryBus, 'query');
  }

  private addHandler(wrapper: InstanceWrapper): void {
    const type = requireStatic(wrapper);
    const events: { name: string; type?: string }[] = Reflect.getMetadata(METADATA.events, type);
    const strange = events.find((event) => !event.type || !this.types.knows(event.type));
    if (strange) throw new StartError(`${type.name} handles ${strange.name}, which no module registers as an event of the log.`);
    const types = events.map((event) => event.type as string);
    this.subscriptions.add(new HandlerSubscription(`handler ${type.name}`, types, wrapper.instance, this.types));
  }

  private addSagas(wrapper: InstanceWrapper): void {
    const type = requireStatic(wrapper);
    const methods: string[] = Reflect.getMetadata(METADATA.sagas, type);
    for (const method of methods) {
      const saga: ISaga = wrapper.instance[method].bind(wrapper.instance);
      this.subscriptions.add(new SagaSubscription(`saga ${type.name}.${method}`, saga, this.commandBus, this.types));
    }
  }
}

/** @returns the class of a provider that is there once */
function requireStatic(wrapper: InstanceWrapper): { name: string } {
  if (wrapper.isDependencyTreeStatic()) return wrapper.instance.constructor;
  const name = (wrapper.metatype as { name?: string })?.name;
  throw new StartError(`${name} is made anew for each request, but what is fed from the log knows no requests.`);
}

/** Nest only warns when two handlers want the same command, and the last one wins: which, is a matter of luck. */
function refuseTwins(bus: CommandBus | QueryBus, kind: 'command' | 'query'): void {
  const known = new Map<string, string>();
  const bind = bus.bind.bind(bus) as (handler: InstanceWrapper, id: string) => void;
  bus.bind = (handler: InstanceWrapper, id: string) => {
    const type = handler.instance?.constructor ?? handler.metatype;
    const twin = known.get(id);
    const wanted = Reflect.getMetadata(METADATA[kind], type)?.name;
    if (twin) throw new StartError(`The ${kind} ${wanted} has two handlers, ${twin} and ${type.name}; there must be one.`);
    known.set(id, type.name);
    bind(handler, id);
  };
}
