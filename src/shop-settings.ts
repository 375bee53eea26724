import { IsIn } from 'class-validator';
import { CURRENCY_CODES } from './money/currencies.js';
import { Settings } from './shared/settings.js';

/** What the environment may set for orders and campaigns, besides what it may set for the engine. */
export class ShopSettings extends Settings {
  /** The currency of orders and campaigns that name none. */
  @IsIn([...CURRENCY_CODES], { message: 'CURRENCY must be an ISO 4217 code such as EUR' })
  CURRENCY = 'EUR';
}
