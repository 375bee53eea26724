import { Transform } from 'class-transformer';
import { IsIn, IsInt, Matches, Max, Min, ValidateBy } from 'class-validator';
import { CURRENCY_CODES } from './money/currencies.js';
import { Settings } from './shared/settings.js';

const wholeNumber = Transform(({ value }) => (/^\d+$/.test(value) ? Number(value) : value));

const AD_LIFETIME_FAULT = 'AD_LIFETIME must be a whole number of seconds from 1 to 3600';

/** One unit of a currency in units of `CURRENCY`. */
const RATE = /^([A-Z]{3})=(\d{1,9}(?:\.\d{1,9})?)$/;

const RATES_FAULT = 'EXCHANGE_RATES must look like USD=0.92,GBP=1.17: one unit of each currency in units of CURRENCY';

function areRates(value: unknown): boolean {
  const rates = String(value).split(',');
  const codes = rates.map((rate) => RATE.exec(rate)?.[1] ?? '');
  return (
    value === '' ||
    (codes.every((code) => CURRENCY_CODES.includes(code)) &&
      new Set(codes).size === codes.length &&
      rates.every((rate) => Number(RATE.exec(rate)?.[2]) > 0))
  );
}

const needsProxy = (_: unknown, { object }: { object?: object } = {}) => {
  const { TRUST_COUNTRY_HEADER, TRUST_PROXY } = object as ShopSettings;
  return TRUST_COUNTRY_HEADER === '' || TRUST_PROXY.length > 0;
};

/** What the environment may set for orders, campaigns and ads, besides what it may set for the engine. */
export class ShopSettings extends Settings {
  /** The currency of orders and campaigns that name none. */
  @IsIn([...CURRENCY_CODES], { message: 'CURRENCY must be an ISO 4217 code such as EUR' })
  CURRENCY = 'EUR';

  /** Seconds in which an ad that was given out must be shown to be billed. */
  @wholeNumber
  @IsInt({ message: AD_LIFETIME_FAULT })
  @Min(1, { message: AD_LIFETIME_FAULT })
  @Max(3600, { message: AD_LIFETIME_FAULT })
  AD_LIFETIME = 900;

  /** Ads a minute that a network gets without showing them, before its ads are not billed; 0: no limit. */
  @wholeNumber
  @IsInt({ message: 'AD_UNSEEN_LIMIT must be a whole number of ads a minute, 0 for no limit' })
  AD_UNSEEN_LIMIT = 300;

  /** By these, prices of campaigns in other currencies are compared. A campaign without a rate comes last in its tier. */
  @ValidateBy({ name: 'rates', validator: { validate: areRates, defaultMessage: () => RATES_FAULT } })
  EXCHANGE_RATES = '';

  /** A header in which a trusted proxy tells the country of a viewer. Absent: countries are unknown. */
  @Matches(/^([a-z\d-]+)?$/i, { message: 'TRUST_COUNTRY_HEADER must be the name of a header such as CF-IPCountry' })
  @ValidateBy({
    name: 'proxy',
    validator: {
      validate: needsProxy,
      defaultMessage: () => 'TRUST_COUNTRY_HEADER needs TRUST_PROXY, because anybody else could send that header',
    },
  })
  TRUST_COUNTRY_HEADER = '';

  get exchangeRates(): ReadonlyMap<string, number> {
    const rates = this.EXCHANGE_RATES === '' ? [] : this.EXCHANGE_RATES.split(',');
    return new Map(rates.map((rate) => [rate.slice(0, 3), Number(rate.slice(4))]));
  }
}
