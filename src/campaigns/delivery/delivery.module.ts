import { Module } from '@nestjs/common';
import { AdKeys } from './ad-keys.js';
import { AdSnapshot } from './ad-snapshot.js';
import { AdsController } from './ads.controller.js';
import { Ads } from './ads.js';
import { CountingModule } from './counting.module.js';
import { ExplainController } from './explain.controller.js';
import { PublicAddress } from './public-address.js';

/** Shows campaigns in video players: the decision, the documents of ads, and their beacons. */
@Module({
  imports: [CountingModule],
  controllers: [AdsController, ExplainController],
  providers: [AdKeys, AdSnapshot, Ads, PublicAddress],
})
export class DeliveryModule {}
