/**
 * What AWS hands out as JSON within a text, e.g. a policy: the object or list it says, so that its layout does not count; the text
 * itself where it says something else.
 */
export function parsedJson(text: string | undefined): unknown {
  if (text === undefined || !/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The text again that `parsedJson` read. */
export function jsonText(document: unknown): string {
  return typeof document === 'string' ? document : JSON.stringify(document);
}
