import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AppOperations, type CommandMeta, EventLog, type Receipt } from '#kronika';

export const VERIFY_LEDGER = 'verify-ledger';

/** An operator request to compare the ledger of views with its sums. The receipt has the operation's id. */
export class VerifyLedger extends Command<Receipt> {
  constructor(readonly meta: CommandMeta) {
    super();
  }
}

@CommandHandler(VerifyLedger)
export class VerifyLedgerHandler implements ICommandHandler<VerifyLedger> {
  constructor(
    private readonly log: EventLog,
    private readonly operations: AppOperations,
  ) {}

  execute({ meta }: VerifyLedger) {
    return this.log.transaction(meta, (transaction) => this.operations.request(transaction, VERIFY_LEDGER, meta.actor));
  }
}
