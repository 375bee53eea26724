/** Text whose folded form is the text in small letters. */
const ASCII = /^[\0-\x7f]*$/;

/**
 * The form in which texts are compared that mean the same to a reader: whatever their case and their encoding. This is
 * NFKC_Casefold of Unicode (however accents are encoded, full width, ligatures, ß as ss, final sigma, without what can't be
 * seen), but İ and ı are i, since the reader's language is not known.
 *
 * It folds stored columns and the text that is searched in them, so a change of it needs new versions of the views.
 */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return (
    text
      .normalize('NFKC')
      .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
      // Small first, or ẞ would stay; then capitals, since ß, ŉ and final sigma have none of their own.
      .toLowerCase()
      .toUpperCase()
      .toLowerCase()
      .replaceAll('ς', 'σ')
      .replaceAll(/i\u0307+/g, 'i')
      .normalize('NFKC')
  );
}
