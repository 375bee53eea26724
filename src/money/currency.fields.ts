import { type Fault, type FieldOptions, field } from '#kronika';
import { CURRENCY_CODES, isCurrency, STORED_CURRENCY_CODES } from './currencies.js';

const CURRENCY_CODE = /^[A-Z]{3}$/;

const CURRENCY_SCHEMA = { type: 'string', enum: [...CURRENCY_CODES] } as const;

const NOT_A_CURRENCY: Fault = { code: 'not-a-currency', detail: 'must be an ISO 4217 currency code such as EUR' };

/** An accepted currency (see `CURRENCY_CODES`). */
export function Currency(options: FieldOptions = {}) {
  const rule = (value: unknown) => (typeof value === 'string' && isCurrency(value) ? undefined : NOT_A_CURRENCY);
  return field(rule, CURRENCY_SCHEMA, { example: 'EUR', ...options });
}

/** A currency in a filter; accepts former codes as well, because stored amounts may have them. */
export function StoredCurrency(options: FieldOptions = {}) {
  const rule = (value: unknown) => (STORED_CURRENCY_CODES.includes(value as string) ? undefined : NOT_A_CURRENCY);
  return field(rule, { type: 'string', enum: [...STORED_CURRENCY_CODES] }, { example: 'EUR', ...options });
}

/** Three capital letters. The domain refuses codes that are no accepted currency. */
export function CurrencyCode(options: FieldOptions = {}) {
  const rule = (value: unknown) =>
    typeof value === 'string' && CURRENCY_CODE.test(value)
      ? undefined
      : { code: 'not-a-currency', detail: 'must be three capital letters such as EUR' };
  return field(rule, CURRENCY_SCHEMA, { example: 'EUR', ...options });
}
