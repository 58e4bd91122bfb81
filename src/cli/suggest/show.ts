import type { Site, TokenSource } from '../../lib/site/site.ts';
import { sourceLines } from '../../lib/suggest/source-yaml.ts';
import { SUGGESTION_KINDS, type Suggestion, type SuggestionKind } from '../../lib/suggest/suggestion.ts';
import { counted, printable, shortened } from '../printable.ts';
import type { Survey } from './survey.ts';

/** The suggestions for people, by kind, each with its source, why, and where. */
export function showSuggestions(site: string, { pages, unread }: Survey, suggestions: readonly Suggestion[]): string {
  const read = `${counted(pages - unread.length, 'page')} of ${site}`;
  const heading =
    suggestions.length === 0
      ? `${read}: nothing is left to propose.`
      : `${read}: ${counted(suggestions.length, 'feature')} that no source finds yet.`;
  const kinds = Object.keys(SUGGESTION_KINDS).filter(isKind);
  const groups = kinds.flatMap((kind) => showKind(kind, suggestions));
  const rest =
    unread.length > 0 ? [`${counted(unread.length, 'page')} could not be read: npx holdfast scan ${site}`] : [];
  return [printable(heading), ...groups, ...rest].join('\n\n');
}

function isKind(word: string): word is SuggestionKind {
  return Object.hasOwn(SUGGESTION_KINDS, word);
}

function showKind(kind: SuggestionKind, suggestions: readonly Suggestion[]): string[] {
  const own = suggestions.filter((each) => each.kind === kind);
  return own.length === 0 ? [] : [[SUGGESTION_KINDS[kind].heading, ...own.flatMap(showOne)].join('\n')];
}

function showOne({ name, source, why, confidence, pages }: Suggestion): string[] {
  const [first] = pages;
  const more = pages.length > 1 ? ` and ${counted(pages.length - 1, 'page')} more` : '';
  const place = first && `${shortened(first.page)}:${first.line}${more}: ${shortened(first.excerpt)}`;
  const sure = confidence === 'high' ? '' : ` (${confidence} confidence)`;
  return [`  ${name}  ${finds(source)}`, `    ${why}${sure}`, ...(place === undefined ? [] : [`    ${place}`])].map(
    printable,
  );
}

function finds(source: TokenSource): string {
  if ('selector' in source) return source.selector;
  if ('pattern' in source) return `/${source.pattern}/`;
  return 'attribute' in source ? `attribute ${source.attribute}` : `comment ${source.comment}`;
}

/** The suggestions as they stand in `holdfast.yml`; the default, which a list of one's own replaces, is kept. */
export function suggestedYaml({ tokens }: Pick<Site, 'tokens'>, suggestions: readonly Suggestion[]): string {
  const isDefault = JSON.stringify(tokens) === JSON.stringify([{ attribute: 'data-feature' }]);
  const sources = [...(isDefault ? tokens : []), ...suggestions.map(({ source }) => source)];
  return ['    tokens:', ...sources.flatMap((source) => sourceLines(source, '      '))].join('\n');
}
