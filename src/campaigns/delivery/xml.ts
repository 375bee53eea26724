/** Control characters and non-characters, which XML 1.0 does not allow in a document, not even escaped. */
const NOT_XML = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu;

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Any text as the content of an element or an attribute. What XML does not allow is left out or replaced. */
export function xmlText(text: string): string {
  const allowed = text.toWellFormed().replace(NOT_XML, '');
  return allowed.replace(/[&<>"']/g, (character) => ESCAPES[character] as string);
}
