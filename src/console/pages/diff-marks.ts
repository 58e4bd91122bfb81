import { html } from 'hono/html';
import type { IncidentDetail } from '../../lib/api/incident-shapes.ts';
import type { Markup } from './markup.ts';
import { spoken } from './shown.ts';

/** Names to look for are bounded by themselves; more of them than this help nobody. */
const MOST = 60;

/** What is marked in a line, and what a screen reader is told before it. */
interface Mark {
  readonly pattern: RegExp;
  readonly says: string;
}

/** What the findings speak of: lost features in lines that are gone, retired content in lines that are new. */
export interface Marks {
  readonly gone?: Mark;
  readonly new?: Mark;
}

/** The marks of an incident's diff. */
export function marksOf({ findings }: Pick<IncidentDetail, 'findings'>): Marks {
  const lost = findings.flatMap(({ code, token }) => (code.startsWith('token.') && token ? [token] : []));
  const returned = findings.flatMap(({ code, token, phrase }) =>
    code === 'retired.returned' ? [token ?? phrase ?? ''] : [],
  );
  return {
    ...(lost.length > 0 && { gone: { pattern: patternOf(lost), says: 'lost feature: ' } }),
    ...(returned.length > 0 && { new: { pattern: patternOf(returned), says: 'retired content: ' } }),
  };
}

/** The text of a line with every mark in it; the mark is also said, not only coloured. */
export function marked(text: string, mark: Mark | undefined): Markup {
  if (!mark) return html`${text}`;
  const parts = text.split(mark.pattern);
  return html`${parts.map((part, at) => (at % 2 === 1 ? html`<mark>${spoken(mark.says)}${part}</mark>` : part))}`;
}

/** One group around everything, so that `split` keeps what it finds. Longer names first: they may hold shorter ones. */
function patternOf(names: readonly string[]): RegExp {
  const sources = [...new Set(names)]
    .filter((name) => name.trim() !== '')
    .toSorted((one, other) => other.length - one.length)
    .slice(0, MOST)
    .map(sourceOf);
  return new RegExp(`(${sources.join('|') || '(?!)'})`, 'giu');
}

/** As a phrase may stand in markup: any white space between its words, and an ampersand as an entity too. */
function sourceOf(name: string): string {
  return name
    .trim()
    .split(/\s+/)
    .map((word) =>
      RegExp.escape(word)
        .replaceAll('&', '&(?:amp;)?')
        .replaceAll(String.raw`\x26`, '&(?:amp;)?'),
    )
    .join(String.raw`(?:\s|&nbsp;)+`);
}
