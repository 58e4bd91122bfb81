import { isAlias, isMap, isScalar, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Site, TokenSource } from '../site/site.ts';
import { sourceFlow, sourceLines } from './source-yaml.ts';

/** After which settings of a site its tokens are written where it has none. */
const BEFORE_TOKENS: ReadonlySet<unknown> = new Set(['production', 'staging', 'pages', 'assets']);

interface Edit {
  readonly at: number;
  readonly removed: number;
  readonly inserted: string;
}

/**
 * The text of a configuration with token sources added to one site, which has what `site` says, defaults included.
 * Only the list is written to: every other character, comments too, stays. A list that an alias lends becomes one of the
 * site's own. `undefined` where the site is not written out in the file, so that it has to be done by hand.
 */
export function addTokens(
  text: string,
  site: Pick<Site, 'name' | 'tokens'>,
  added: readonly TokenSource[],
): string | undefined {
  const { contents } = parseDocument(text, { stringKeys: true });
  const sites: unknown = isMap(contents) ? contents.get('sites', true) : undefined;
  const node: unknown = isMap(sites) ? sites.get(site.name, true) : undefined;
  if (!isMap(node)) return undefined;
  const edits = editsOf(text, node, site.tokens, added);
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  return edits && applied(text, edits, lineEnd);
}

function editsOf(
  text: string,
  site: YAMLMap,
  now: readonly TokenSource[],
  added: readonly TokenSource[],
): Edit[] | undefined {
  const pair = site.items.find(({ key }) => isScalar(key) && key.value === 'tokens');
  const list: unknown = pair?.value;
  if (!pair) return site.flow ? inFlowSite(text, site, [...now, ...added]) : newList(text, site, [...now, ...added]);
  if (isSeq(list) && !list.flow) return inBlockList(text, list, added);
  const column = columnOf(text, startOf(pair.key));
  if (isAlias(list)) {
    if (site.flow) return [replaced(list, `[${[...now, ...added].map(sourceFlow).join(', ')}]`)];
    return asBlock(text, list, linesOf([...now, ...added], column + 2));
  }
  if (!isSeq(list)) return undefined;
  const written = text.slice(startOf(list), endOf(list));
  if (site.flow || /[\n#]/.test(written)) return inFlowList(text, list, added);
  const kept = list.items.map((item) => `${' '.repeat(column + 2)}- ${text.slice(startOf(item), endOf(item))}`);
  return asBlock(text, list, [...kept, ...linesOf(added, column + 2)]);
}

function linesOf(sources: readonly TokenSource[], column: number): string[] {
  return sources.flatMap((source) => sourceLines(source, ' '.repeat(column)));
}

function newList(text: string, site: YAMLMap, sources: readonly TokenSource[]): Edit[] {
  const named = site.items.filter(({ key }) => isScalar(key) && BEFORE_TOKENS.has(key.value));
  const before = named.at(-1) ?? site.items.at(-1);
  const column = columnOf(text, startOf(site.items[0]?.key));
  const lines = [`${' '.repeat(column)}tokens:`, ...linesOf(sources, column + 2)];
  return [afterLine(text, endOf(before?.value ?? before?.key), lines)];
}

function inBlockList(text: string, list: YAMLSeq, added: readonly TokenSource[]): Edit[] {
  return [afterLine(text, endOf(list.items.at(-1)), linesOf(added, columnOf(text, startOf(list))))];
}

/** Puts a block list in the place of what stands on one line; a comment behind that stays there. */
function asBlock(text: string, node: unknown, lines: readonly string[]): Edit[] {
  const from = text.slice(0, startOf(node)).trimEnd().length;
  return [{ at: from, removed: endOf(node) - from, inserted: '' }, afterLine(text, endOf(node), lines)];
}

function inFlowSite(text: string, site: YAMLMap, sources: readonly TokenSource[]): Edit[] {
  return beforeBracket(text, site, `tokens: [${sources.map(sourceFlow).join(', ')}]`);
}

function inFlowList(text: string, list: YAMLSeq, added: readonly TokenSource[]): Edit[] {
  return beforeBracket(text, list, added.map(sourceFlow).join(', '));
}

/** Behind the last entry of a flow collection, whose own comma may stand there already. */
function beforeBracket(text: string, node: YAMLMap | YAMLSeq, inserted: string): Edit[] {
  const last: unknown = node.items.at(-1);
  const at = isMap(node) ? endOf(node.items.at(-1)?.value) : endOf(last);
  const comma = /^\s*,/.exec(text.slice(at))?.[0].length ?? 0;
  return [{ at: at + comma, removed: 0, inserted: `${comma > 0 ? '' : ','} ${inserted}` }];
}

function replaced(node: unknown, inserted: string): Edit {
  return { at: startOf(node), removed: endOf(node) - startOf(node), inserted };
}

/** New lines below the one in which something ends. */
function afterLine(text: string, end: number, lines: readonly string[]): Edit {
  const content = text.slice(0, end).trimEnd().length;
  const found = text.indexOf('\n', content);
  const at = found === -1 ? text.length : found - (text[found - 1] === '\r' ? 1 : 0);
  return { at, removed: 0, inserted: lines.map((line) => `\n${line}`).join('') };
}

function applied(text: string, edits: readonly Edit[], lineEnd: string): string {
  return edits
    .toSorted((a, b) => b.at - a.at)
    .reduce(
      (result, { at, removed, inserted }) =>
        result.slice(0, at) + inserted.replaceAll('\n', lineEnd) + result.slice(at + removed),
      text,
    );
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

function startOf(node: unknown): number {
  return rangeOf(node)[0];
}

/** Where the value itself ends, comments behind it not counted. */
function endOf(node: unknown): number {
  return rangeOf(node)[1];
}

function rangeOf(node: unknown): readonly [number, number] {
  const range: unknown = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  if (!Array.isArray(range)) throw new Error('every node that was read from a text has its place there');
  return [Number(range[0]), Number(range[1])];
}
