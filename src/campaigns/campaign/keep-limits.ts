import type { Transaction } from '#kronika';
import { CampaignLimitsSet } from './campaign.events.js';

/**
 * Writes new limits where leases of views are granted, in the command's own transaction. So no view is given out under
 * the old limits once the command is answered. To be called when the transaction has decided.
 */
export async function keepLimits({ newEvents, follow }: Transaction): Promise<void> {
  for (const { stream, type, data } of newEvents) {
    if (type !== CampaignLimitsSet.type) continue;
    const { impressions, perDay, budget, pacing } = data as CampaignLimitsSet['data'];
    await follow(KEEP_SQL, [stream.slice('campaign-'.length), impressions, perDay, budget, pacing]);
  }
}

const KEEP_SQL = `
  INSERT INTO delivery.limits (campaign_id, impressions, per_day, budget, pacing) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (campaign_id) DO UPDATE SET impressions = excluded.impressions, per_day = excluded.per_day,
    budget = excluded.budget, pacing = excluded.pacing, is_fulfilled = false`;
