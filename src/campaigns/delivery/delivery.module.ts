import { Module } from '@nestjs/common';
import { AdKeys } from './ad-keys.js';
import { CountingModule } from './counting.module.js';

/** Shows campaigns in video players: the decision, the documents of ads, and their beacons. */
@Module({ imports: [CountingModule], providers: [AdKeys] })
export class DeliveryModule {}
