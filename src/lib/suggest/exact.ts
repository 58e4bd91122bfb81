import type { Element } from 'domhandler';
import type { CompiledSources } from '../page/compile-sources.ts';
import { eachElement, htmlTree } from '../page/html-tree.ts';
import { compileSelector, type CompiledSelector } from '../page/selector.ts';
import type { TokenSource } from '../site/site.ts';
import type { Candidate, Option } from './candidate.ts';

/** A candidate with those of its options that find it and nothing else. */
export interface Exact {
  readonly candidate: Candidate;
  readonly options: readonly Option[];
}

/** How often a provider's code may stand on a page. */
const MOST_TIMES = 50;

/** One selector that is tried on every element of the page. */
interface Trial {
  readonly test: CompiledSelector;
  readonly meant: ReadonlySet<number>;
  found: boolean;
  strayed: boolean;
}

/**
 * Keeps of each candidate the options that find on this page what they mean and nothing else. What the configured
 * sources find themselves is left out. One pass over the page, however many options there are.
 */
export function exactOnes(text: string, candidates: readonly Candidate[], configured: CompiledSources): Exact[] {
  const trials = new Map<Option, Trial>();
  const bySubject = new Map<string, Trial[]>();
  for (const option of candidates.flatMap(({ options }) => options)) {
    if ('code' in option || trials.has(option)) continue;
    const trial = { test: compileSelector(option.css), meant: option.meant, found: false, strayed: false };
    const subject = subjectOf(option.css);
    trials.set(option, trial);
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), trial]);
  }
  const known = knownOffsets(text, candidates, configured);
  const anywhere = bySubject.get('*') ?? [];
  eachElement(text, (element) => {
    for (const trial of bySubject.get(element.name) ?? []) tryOn(trial, element);
    for (const trial of anywhere) tryOn(trial, element);
  });
  return candidates.flatMap((candidate) => {
    if (known.has(candidate.offset)) return [];
    const options = candidate.options.filter((each) => fits(each, trials.get(each), text, configured));
    return options.length > 0 ? [{ candidate, options }] : [];
  });
}

function tryOn(trial: Trial, element: Element): void {
  if (trial.strayed || !trial.test.matches(element)) return;
  if (trial.meant.has(element.startIndex ?? -1)) trial.found = true;
  else trial.strayed = true;
}

function fits(option: Option, trial: Trial | undefined, text: string, configured: CompiledSources): boolean {
  if (!('code' in option)) return trial !== undefined && trial.found && !trial.strayed && !trial.test.needsTree;
  const known = option.scripts.some((script) =>
    configured.patterns.some(({ test }) => test.test(text.slice(script.start, script.end))),
  );
  return !known && isOnlyThere(text, option);
}

/** Whether the page holds a script's code nowhere else; a page that speaks of it often is no page to guard by it. */
function isOnlyThere(text: string, { code, scripts }: Extract<Option, { code: string }>): boolean {
  let times = 0;
  for (let at = text.indexOf(code); at !== -1; at = text.indexOf(code, at + code.length)) {
    times += 1;
    if (times > MOST_TIMES || !scripts.some(({ start, end }) => at >= start && at < end)) return false;
  }
  return times > 0;
}

/** The tag that a selector's last part asks for; `*` for any. */
function subjectOf(css: string): string {
  return /(?:^|\s)([a-z][\w-]*)[^\s]*$/.exec(css.replaceAll(/"[^"]*"/g, '""'))?.[1] ?? '*';
}

/** Where the configured attributes and selectors find a candidate already. */
function knownOffsets(
  text: string,
  candidates: readonly Candidate[],
  { attributes, selectors }: CompiledSources,
): ReadonlySet<number> {
  const offsets = new Set(candidates.map(({ offset }) => offset));
  const known = new Set<number>();
  const look = (element: Element) => {
    const offset = element.startIndex ?? -1;
    if (!offsets.has(offset)) return;
    const marked = attributes.some((name) => element.attribs[name] !== undefined);
    if (marked || selectors.some(({ test }) => test.matches(element))) known.add(offset);
  };
  const tree = selectors.some(({ test }) => test.needsTree) ? htmlTree(text) : undefined;
  if (tree) for (const element of tree) look(element);
  else eachElement(text, look);
  return known;
}

/** An option as a source of that token. */
export function sourceOf(option: Option, name: string): TokenSource {
  if (!('code' in option)) return { selector: option.css, name };
  return { pattern: option.code.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), name };
}
