import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { creativeDecider, setCreativeWeight } from './creative.decider.js';

export class SetCreativeWeight extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly weight: number,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(SetCreativeWeight)
export class SetCreativeWeightHandler implements ICommandHandler<SetCreativeWeight> {
  constructor(private readonly log: EventLog) {}

  execute({ id, weight, meta }: SetCreativeWeight) {
    return this.log.transaction(meta, ({ streams }) =>
      streams.change(creativeDecider, id, (creative) => setCreativeWeight(creative, weight)),
    );
  }
}
