import * as published from 'dinero.js/currencies';

/**
 * Where the package is behind ISO 4217 (list one as of Amendment 180) or counts otherwise: the digits after the point,
 * or null for a code that was withdrawn.
 */
const CORRECTIONS: Readonly<Record<string, number | null>> = {
  // Amendment 180: Bulgaria has had the euro since 2026-01-01.
  BGN: null,
  // The package counts their fifths as they are minted; ISO 4217 gives both two digits.
  MGA: 2,
  MRU: 2,
};

/** Each active code of ISO 4217 that has minor units, funds such as CLF included, with its digits after the point. */
const DIGITS: ReadonlyMap<string, number> = new Map(
  Object.values(published)
    .map(({ code, exponent }): [string, number | null | undefined] => [code, code in CORRECTIONS ? CORRECTIONS[code] : exponent])
    .filter((entry): entry is [string, number] => typeof entry[1] === 'number')
    .sort(),
);

/** The currencies that money can be in, as ISO 4217 codes, sorted. */
export const CURRENCY_CODES: readonly string[] = [...DIGITS.keys()];

/**
 * Codes that orders may have from before: withdrawn by ISO 4217 since (Amendments 174 to 180), or without minor units,
 * which Kronika once took. Add to them what leaves the list.
 */
const FORMER_CODES = 'ANG BGN CUC HRK SLL ZWL XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX'.split(' ');

/** All codes that stored money may have. */
export const STORED_CURRENCY_CODES: readonly string[] = [...CURRENCY_CODES, ...FORMER_CODES];

export const isCurrency = (code: string): boolean => DIGITS.has(code);

/** Digits of a code that is not on the list: all that were withdrawn since Kronika took them had two. */
const FORMER_DIGITS = 2;

/**
 * @param amount in minor units, exact however large it is
 * @param currency three capitals, on the list or not
 * @returns for a person, in English: `€12.50`, `¥1,250`, `HUF 1,250.00`
 */
export function money(amount: number | bigint, currency: string): string {
  const digits = DIGITS.get(currency) ?? FORMER_DIGITS;
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  // As text, since a division would round large amounts.
  return format.format(`${amount}E-${digits}` as unknown as number);
}
