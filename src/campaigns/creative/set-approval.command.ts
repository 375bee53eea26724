import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { creativeDecider, setApproval } from './creative.decider.js';
import type { Approval } from './creative.events.js';

export class SetApproval extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly approval: Approval,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(SetApproval)
export class SetApprovalHandler implements ICommandHandler<SetApproval> {
  constructor(private readonly log: EventLog) {}

  execute({ id, approval, meta }: SetApproval) {
    return this.log.transaction(meta, ({ streams }) =>
      streams.change(creativeDecider, id, (creative) => setApproval(creative, approval)),
    );
  }
}
