import { isSecretReference } from '../../capture/secrets.ts';

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

/** A document that goes into a command as JSON within a text. */
export class JsonText {
  readonly document: unknown;
  constructor(document: unknown) {
    this.document = document;
  }
}

/** What `parsedJson` read, as a command gives it back. */
export function jsonText(document: unknown): unknown {
  const whole = typeof document !== 'object' || document === null || isSecretReference(document);
  return whole ? document : new JsonText(document);
}

/** Settings with JSON in some of their texts, as a command gives them back. */
export function jsonTexts(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, jsonText(value)]));
}
