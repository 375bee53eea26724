import { Transform } from 'class-transformer';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { CURRENCY_CODES } from './money/currencies.js';
import { Settings } from './shared/settings.js';

const wholeNumber = Transform(({ value }) => (/^\d+$/.test(value) ? Number(value) : value));

const AD_LIFETIME_FAULT = 'AD_LIFETIME must be a whole number of seconds from 1 to 3600';

/** What the environment may set for orders and campaigns, besides what it may set for the engine. */
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
}
