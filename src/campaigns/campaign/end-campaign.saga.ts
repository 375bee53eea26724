import { Injectable } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler, ofType, Saga } from '@nestjs/cqrs';
import { map, merge, type Observable } from 'rxjs';
import { CancelWakeUp, CommandMeta, EventLog, type Receipt, WakeUp, Woken } from '#kronika';
import { campaignDecider, end } from './campaign.decider.js';
import { CampaignDeleted, CampaignScheduleSet } from './campaign.events.js';

/** Ends a campaign at the end of its schedule. Has no effect if the campaign has another schedule by now. */
export class EndCampaign extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly scheduled: string,
    readonly meta = new CommandMeta(),
  ) {
    super();
  }
}

@Injectable()
export class EndCampaignSaga {
  @Saga()
  endCampaign = (events$: Observable<object>) =>
    merge(
      events$.pipe(
        ofType(CampaignScheduleSet),
        map(({ entityId, data }) =>
          data.end === null ? new CancelWakeUp(entityId) : new WakeUp(entityId, { at: new Date(data.end) }, data.end),
        ),
      ),
      events$.pipe(
        ofType(CampaignDeleted),
        map(({ entityId }) => new CancelWakeUp(entityId)),
      ),
      events$.pipe(
        ofType(Woken),
        map(({ key, data }) => new EndCampaign(key, data as string)),
      ),
    );
}

@CommandHandler(EndCampaign)
export class EndCampaignHandler implements ICommandHandler<EndCampaign> {
  constructor(private readonly log: EventLog) {}

  execute({ id, scheduled, meta }: EndCampaign) {
    return this.log.transaction(meta, ({ streams }) =>
      streams.change(campaignDecider, id, (campaign) => end(campaign, scheduled)),
    );
  }
}
