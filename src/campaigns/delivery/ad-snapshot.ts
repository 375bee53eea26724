import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { type Following, LogFollower } from '#kronika';
import { digitsOf } from '../../money/currencies.js';
import { ShopSettings } from '../../shop-settings.js';
import { AdPrices } from './ad-prices.js';
import { AdWorld } from './ad-world.js';

/** A snapshot that has not followed the log for so long gives no ad: a campaign may have been paused meanwhile. */
const MAX_AGE_MS = 5_000;

const MAX_CATCH_UP_MS = 1_000;

/** What decisions rest on, in the memory of this process. It follows the log. */
@Injectable()
export class AdSnapshot implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly world: AdWorld;
  private following?: Following;

  constructor(
    private readonly settings: ShopSettings,
    private readonly follower: LogFollower,
  ) {
    this.world = new AdWorld(new AdPrices(settings.CURRENCY, settings.exchangeRates, digitsOf));
  }

  onApplicationBootstrap(): void {
    if (!this.settings.isWeb) return;
    const { world } = this;
    this.following = this.follower.follow({
      types: AdWorld.events,
      apply: (event) => world.apply(event),
      reset: () => world.reset(),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.following?.stop();
  }

  /** Why no ad may be given at the moment, as a sentence; undefined if ads may be given. */
  get fault(): string | undefined {
    const age = this.following?.age ?? Number.POSITIVE_INFINITY;
    if (age <= MAX_AGE_MS) return undefined;
    if (age === Number.POSITIVE_INFINITY) return 'This process has not read the log yet.';
    return `This process has lost touch with the log for ${Math.floor(age / 1_000)} s, so a campaign may have been paused meanwhile.`;
  }

  /** All events up to this position are in it. */
  get position(): number {
    return this.following?.position ?? 0;
  }

  /** Waits until it has all events that this process knows of. */
  async catchUp(): Promise<void> {
    await this.following?.catchUp(MAX_CATCH_UP_MS);
  }
}
