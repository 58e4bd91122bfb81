import { shownLine } from '../alert/shown-text.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that others chose, fit for an SVG or HTML document: at most `most` characters before it is escaped. */
export function svgText(text: string, most: number): string {
  return shownLine(text, most).replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}
