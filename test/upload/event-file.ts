import { readFileSync } from 'node:fs';

/** A fresh copy of a sample event, as text and parsed. */
export function eventFile(path: string): { readonly text: string; readonly json: Record<string, unknown> } {
  const text = readFileSync(new URL(`../../events/${path}`, import.meta.url), 'utf8');
  const parsed: unknown = JSON.parse(text);
  return { text, json: Object.fromEntries(Object.entries(Object(parsed))) };
}
