import { IsIn, Matches, ValidateBy } from 'class-validator';
import { CURRENCY_CODES } from './money/currencies.js';
import { Settings } from './shared/settings.js';

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
