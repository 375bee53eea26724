import { Module } from '@nestjs/common';
import { AdKeys } from './ad-keys.js';
import { CountedViews } from './counted-views.js';
import { Counting } from './counting.js';
import { LedgerUpkeep } from './ledger-upkeep.js';

/** Shows campaigns in video players: the decision, the documents of ads, and their beacons. */
@Module({
  providers: [AdKeys, CountedViews, { provide: Counting, useExisting: CountedViews }, LedgerUpkeep],
})
export class DeliveryModule {}
