import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { changeSection } from './change-section.js';
import { setAdRules } from './portfolio.decider.js';
import type { AdRules } from './portfolio.events.js';

export class SetAdRules extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly section: string,
    readonly rules: AdRules,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(SetAdRules)
export class SetAdRulesHandler implements ICommandHandler<SetAdRules> {
  constructor(private readonly log: EventLog) {}

  execute({ id, section, rules, meta }: SetAdRules) {
    return this.log.transaction(meta, (transaction) =>
      changeSection(transaction, id, section, (portfolio) => setAdRules(portfolio, section, rules)),
    );
  }
}
