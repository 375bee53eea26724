import * as published from 'dinero.js/currencies';

/**
 * Decimal digits where the package differs from ISO 4217 (list one as of Amendment 180); null: the code was withdrawn.
 */
const CORRECTIONS: Readonly<Record<string, number | null>> = {
  // Amendment 180: Bulgaria has had the euro since 2026-01-01.
  BGN: null,
  // The package has the minted subunit, a fifth; ISO 4217 gives both currencies two digits.
  MGA: 2,
  MRU: 2,
};

/** The decimal digits of each active ISO 4217 code with minor units, including funds such as CLF. */
const DIGITS: ReadonlyMap<string, number> = new Map(
  Object.values(published)
    .map(({ code, exponent }): [string, number | null | undefined] => [code, code in CORRECTIONS ? CORRECTIONS[code] : exponent])
    .filter((entry): entry is [string, number] => typeof entry[1] === 'number')
    .sort(),
);

/** The accepted currencies, sorted by their ISO 4217 codes, with the number of digits of their minor units. */
export const CURRENCIES: readonly { readonly code: string; readonly digits: number }[] = [...DIGITS].map(([code, digits]) => ({
  code,
  digits,
}));

/** The accepted ISO 4217 codes, sorted: all active currencies with minor units. */
export const CURRENCY_CODES: readonly string[] = [...DIGITS.keys()];

/**
 * Codes that Kronika accepted earlier and stored orders may have: withdrawn by ISO 4217 since (Amendments 174 to 180),
 * or without minor units. Add every code that leaves the list.
 */
const FORMER_CODES = 'ANG BGN CUC HRK SLL ZWL XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX'.split(' ');

/** All codes that a stored amount may have. */
export const STORED_CURRENCY_CODES: readonly string[] = [...CURRENCY_CODES, ...FORMER_CODES];

export const isCurrency = (code: string): boolean => DIGITS.has(code);

/** How many digits the minor units of a currency have. */
export const digitsOf = (code: string): number => DIGITS.get(code) ?? FORMER_DIGITS;

/** Decimal digits of a code that is not on the list: all former codes had two. */
const FORMER_DIGITS = 2;

/**
 * Formats an amount for display, in English.
 *
 * @param amount in minor units; of any size without rounding
 * @param currency any code of three capital letters
 * @returns for example `€12.50`, `¥1,250`, `HUF 1,250.00`
 */
export function money(amount: number | bigint, currency: string): string {
  const digits = DIGITS.get(currency) ?? FORMER_DIGITS;
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  // A string, because a division would round large amounts.
  return format.format(`${amount}E-${digits}` as unknown as number);
}
