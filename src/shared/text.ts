/** Text whose folded form is the text in lower case. */
const ASCII = /^[\0-\x7f]*$/;

/**
 * Folds a text for comparisons by meaning rather than by case and encoding. This is NFKC_Casefold of Unicode
 * (encodings of accents, full width, ligatures, ß as ss, final sigma, without invisible characters), except that İ and
 * ı become i, because the reader's language is not known.
 *
 * Views store folded columns, and a search folds its text. So a change of this function needs new versions of the
 * views.
 */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return (
    text
      .normalize('NFKC')
      .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
      // Lower case first, or ẞ would stay; then upper case, because ß, ŉ and final sigma have no upper case of their
      // own.
      .toLowerCase()
      .toUpperCase()
      .toLowerCase()
      .replaceAll('ς', 'σ')
      .replaceAll(/i\u0307+/g, 'i')
      .normalize('NFKC')
  );
}
