import { Module } from '@nestjs/common';
import { AdKeys } from './ad-keys.js';
import { Counting, UncountedViews } from './counting.js';

/** Shows campaigns in video players: the decision, the documents of ads, and their beacons. */
@Module({
  providers: [AdKeys, { provide: Counting, useClass: UncountedViews }],
})
export class DeliveryModule {}
