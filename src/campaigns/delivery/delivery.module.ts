import { Module } from '@nestjs/common';
import { AdKeys } from './ad-keys.js';
import { AdSnapshot } from './ad-snapshot.js';
import { AdsController } from './ads.controller.js';
import { Ads } from './ads.js';
import { CountedViews } from './counted-views.js';
import { Counting } from './counting.js';
import { ExplainController } from './explain.controller.js';
import { LedgerUpkeep } from './ledger-upkeep.js';
import { PublicAddress } from './public-address.js';

/** Shows campaigns in video players: the decision, the documents of ads, and their beacons. */
@Module({
  controllers: [AdsController, ExplainController],
  providers: [
    AdKeys,
    AdSnapshot,
    Ads,
    PublicAddress,
    CountedViews,
    { provide: Counting, useExisting: CountedViews },
    LedgerUpkeep,
  ],
})
export class DeliveryModule {}
