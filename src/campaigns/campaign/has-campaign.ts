import { streamOf, type Transaction } from '#kronika';
import { refusedField } from '../campaigns.refusals.js';
import { campaignDecider } from './campaign.decider.js';
import { CampaignCreated, CampaignDeleted } from './campaign.events.js';

/**
 * Whether there is a campaign that is not deleted and that the sender may see. If so, it is not deleted until the
 * transaction ends.
 */
export async function hasCampaign({ lockStreams }: Transaction, id: string): Promise<boolean> {
  const stream = streamOf(campaignDecider, id);
  const latest = await lockStreams([stream], 'shared', [CampaignCreated, CampaignDeleted]);
  return latest.get(stream) === CampaignCreated.type;
}

/** The refusal of a creative whose campaign does not exist, or is deleted. */
export const noCampaign = (id: string) =>
  refusedField('creative', 'campaignId', 'not-found', `There is no campaign ${id}.`, 'creative.campaign-not-found');
