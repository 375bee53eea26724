import { type Stringifier, stringify } from 'csv-stringify';

/**
 * A stream that takes objects and gives CSV (RFC 4180) with a line of names. A text that a spreadsheet would take for a
 * formula (it starts with = + - @, a tab or a carriage return) is led by an apostrophe.
 *
 * @param columns the properties, in order
 */
export function csv(columns: readonly string[]): Stringifier {
  return stringify({
    header: true,
    columns: [...columns],
    record_delimiter: '\r\n',
    escape_formulas: true,
    cast: { bigint: (value) => value.toString() },
  });
}
