import { html } from 'hono/html';
import type { IncidentDetail } from '../../lib/api/incident-shapes.ts';
import type { FindingCode } from '../../lib/site/policy.ts';
import type { Markup } from './markup.ts';
import { spoken } from './shown.ts';

/** Names to look for are bounded by themselves; more of them than this help nobody. */
const MOST = 60;

/** A line is read, not counted: where one name stands more often in it, the first ones show what it is about. */
const MOST_PLACES = 20;

/** What is marked in a line, and what a screen reader is told before it. */
interface Mark {
  readonly pattern: RegExp;
  readonly says: (found: string) => string;
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/**
 * What the findings speak of: lost features in lines that are gone, retired content in lines that are new, emptied
 * features in both; and what of it there is, in words.
 */
export interface Marks {
  readonly gone?: Mark;
  readonly new?: Mark;
  readonly about?: readonly string[];
}

/** The marks of an incident's diff. */
export function marksOf({ findings }: Pick<IncidentDetail, 'findings'>): Marks {
  const namesOf = (...codes: readonly FindingCode[]) =>
    findings.flatMap(({ code, token, phrase }) => (codes.includes(code) ? [token ?? phrase ?? ''] : []));
  const [lost, hollow] = [namesOf('token.lost', 'token.moved'), namesOf('token.hollow')];
  const returned = namesOf('retired.returned');
  const [gone, come] = [markOf(lost, 'lost feature: ', hollow), markOf(returned, 'retired content: ', hollow)];
  return {
    ...(gone && { gone }),
    ...(come && { new: come }),
    about: [
      ...(lost.length > 0 ? ['features that were lost'] : []),
      ...(hollow.length > 0 ? ['features that were emptied'] : []),
      ...(returned.length > 0 ? ['retired content that came back'] : []),
    ],
  };
}

function markOf(names: readonly string[], says: string, hollow: readonly string[]): Mark | undefined {
  if (names.length + hollow.length === 0) return undefined;
  const emptied = new Set(hollow.map((name) => name.toLowerCase()));
  return {
    pattern: patternOf([...names, ...hollow]),
    says: (found) => (emptied.has(found.toLowerCase()) ? 'emptied feature: ' : says),
  };
}

/** Where a line is marked, from the front: at most `MOST_PLACES` times, for every mark is markup as well. */
export function placesOf(text: string, mark: Mark | undefined): readonly Place[] {
  if (!mark) return [];
  const found = text.matchAll(mark.pattern).take(MOST_PLACES);
  return [...found].map(({ index, 0: { length } }) => ({ start: index, end: index + length }));
}

/** The text of a line with its marks in it; each mark is also said, not only coloured. */
export function marked(text: string, mark: Mark | undefined): Markup {
  let done = 0;
  const parts = placesOf(text, mark).map(({ start, end }) => {
    const before = text.slice(done, start);
    done = end;
    const found = text.slice(start, end);
    return html`${before}<mark>${spoken(mark?.says(found) ?? '')}${found}</mark>`;
  });
  return html`${parts}${text.slice(done)}`;
}

/** Longer names first: they may hold shorter ones. */
function patternOf(names: readonly string[]): RegExp {
  const sources = [...new Set(names)]
    .filter((name) => name.trim() !== '')
    .toSorted((one, other) => other.length - one.length)
    .slice(0, MOST)
    .map(sourceOf);
  return new RegExp(sources.join('|') || '(?!)', 'giu');
}

/** As a phrase may stand in markup: any white space between its words, and an ampersand as an entity too. */
function sourceOf(name: string): string {
  return name
    .trim()
    .split(/\s+/)
    .map((word) =>
      word
        .split('&')
        .map((part) => RegExp.escape(part))
        .join('&(?:amp;)?'),
    )
    .join(String.raw`(?:\s|&nbsp;)+`);
}
