import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AppOperations, type CommandMeta, Conflict, EventLog, type Receipt } from '#kronika';

export const DEMO = 'demo';

/** An operator request for demonstration data, which a worker then makes. The receipt has the operation's id. */
export class BeginDemo extends Command<Receipt> {
  constructor(readonly meta: CommandMeta) {
    super();
  }
}

@CommandHandler(BeginDemo)
export class BeginDemoHandler implements ICommandHandler<BeginDemo> {
  constructor(
    private readonly log: EventLog,
    private readonly operations: AppOperations,
  ) {}

  /** @throws Conflict `demo.in-progress`, `demo.log-not-empty` */
  execute({ meta }: BeginDemo) {
    return this.log.transaction(meta, async (transaction) => {
      // Of two simultaneous requests, the second sees the operation of the first.
      await transaction.lockStreams(['demo-operation'], 'exclusive');
      const [open] = await this.operations.open(transaction, DEMO);
      if (open) throw new Conflict('demo.in-progress', `Demo data are being made: /v1/operations/${open} shows how far it is.`);
      if (!(await transaction.events.none()))
        throw new Conflict('demo.log-not-empty', 'There are events on the log already, and demo data are for an empty one.');
      return this.operations.request(transaction, DEMO, meta.actor);
    });
  }
}
