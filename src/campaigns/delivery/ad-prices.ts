import type { AdCampaign } from './ad-world.js';

/** Compares prices of campaigns in different currencies. */
export class AdPrices {
  /**
   * @param base the currency in which prices are compared
   * @param rates the value of one unit of other currencies in units of the base
   * @param digitsOf how many digits the minor units of a currency have
   */
  constructor(
    readonly base: string,
    private readonly rates: ReadonlyMap<string, number>,
    private readonly digitsOf: (currency: string) => number,
  ) {}

  /** The price of 1,000 views in units of the base currency. Null: there is no rate. A campaign without a price is worth 0. */
  valueOf({ price, currency }: Pick<AdCampaign, 'price' | 'currency'>): number | null {
    if (price === null) return 0;
    const rate = currency === this.base ? 1 : this.rates.get(currency);
    return rate === undefined ? null : (price / 10 ** this.digitsOf(currency)) * rate;
  }
}
