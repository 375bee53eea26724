const STRING_OR_LONG_INTEGER = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

const MARK = '\u0000integer:';

/**
 * Parses JSON. Integers beyond 2^53 become a `bigint`, where `JSON.parse` would round them; such as the totals of very
 * large orders.
 */
export function exactJson<T>(text: string): T {
  if (!/(?:^|[:,[\s])-?\d{16}/.test(text)) return JSON.parse(text);
  // No text that the server keeps has a NUL, so none begins with the mark.
  const marked = text.replace(STRING_OR_LONG_INTEGER, (found) =>
    found[0] === '"' || Number.isSafeInteger(Number(found)) ? found : JSON.stringify(`${MARK}${found}`),
  );
  return JSON.parse(marked, (_, value) =>
    typeof value === 'string' && value.startsWith(MARK) ? BigInt(value.slice(MARK.length)) : value,
  );
}
