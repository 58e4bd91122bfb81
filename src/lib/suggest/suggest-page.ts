import { compileSources, type CompiledSources } from '../page/compile-sources.ts';
import { findTokens } from '../page/find-tokens.ts';
import { placeFinder } from '../page/place.ts';
import type { PageContent } from '../page/page-content.ts';
import { isTokenName } from '../page/token-name.ts';
import type { Limits } from '../site/policy.ts';
import type { Site } from '../site/site.ts';
import { calls } from './calls.ts';
import type { Candidate, Option } from './candidate.ts';
import { exactOnes, sourceOf, type Exact } from './exact.ts';
import { areChosen } from './feature-attributes.ts';
import { forms } from './forms.ts';
import { navigation } from './navigation.ts';
import { players } from './players.ts';
import { provided } from './provided.ts';
import type { ProviderMarks } from './provider.ts';
import { sections } from './sections.ts';
import { sightPage } from './sight-page.ts';
import type { Sightings } from './sighting.ts';
import { structuredData } from './structured-data.ts';
import { worthOf, type Feature } from './suggestion.ts';

/** Features of one page that are proposed. */
const MOST_FEATURES = 20;

/** Candidates of one page that are tried, and ways to find one. */
const MOST_TRIED = 60;
const MOST_WAYS = 4;

/** Share of a page's tokens that is left for what is proposed because of other pages. */
const KEPT_FREE = 0.25;

/** What a page is compared with. */
export interface Known {
  readonly sources: CompiledSources;
  readonly retired: Site['retired'];
  readonly limits: Pick<Limits, 'depth' | 'tokens'>;
  readonly providers: ProviderMarks;
}

/**
 * The features that a page visibly has and no configured source finds, in order of place, the 20 worthiest. Each one's
 * source finds it on this page and nothing else there. Linear in the length of the page; never throws for what it holds.
 */
export function suggestPage(content: Pick<PageContent, 'text' | 'html' | 'tokens'>, known: Known): Feature[] {
  if (!content.html) return [];
  const { text } = content;
  const retired = new Set(known.retired.tokens);
  const sightings = sightPage(text, { attributes: known.sources.attributes, retired, providers: known.providers });
  const candidates = candidatesOf(sightings).filter(
    ({ name, why }) => !content.tokens.has(name) && !retired.has(name) && !saysRetired(why, known.retired.phrases),
  );
  const exact = exactOnes(text, worthiest(candidates, MOST_TRIED), known.sources).slice(0, MOST_FEATURES);
  const room = known.limits.tokens * (1 - KEPT_FREE) - content.tokens.size;
  const found = [
    ...verified(text, exact, known.limits).slice(0, Math.max(0, room)),
    ...attributes(sightings, known.sources, room - MOST_FEATURES),
  ];
  const place = placeFinder(text);
  return worthiest(found, MOST_FEATURES)
    .toSorted((a, b) => a.offset - b.offset)
    .map((feature) => ({ ...feature, place: place(feature.offset) }));
}

function candidatesOf(sightings: Sightings): Candidate[] {
  const found = [provided, forms, calls, navigation, players, structuredData].flatMap((find) => find(sightings));
  const names = new Set(found.map(({ name }) => name));
  // what is around a contact form says no more than the form
  return [...found, ...sections(sightings).filter(({ name }) => !names.has(`${name}_FORM`))];
}

/** Whether what a link says, which is quoted, was retired. */
function saysRetired(why: string, phrases: readonly string[]): boolean {
  return phrases.some((phrase) => why.toLowerCase().includes(phrase.toLowerCase()));
}

function worthiest<T extends Pick<Feature, 'kind' | 'confidence' | 'offset'>>(all: readonly T[], most: number): T[] {
  return all.toSorted((a, b) => worthOf(b) - worthOf(a) || a.offset - b.offset).slice(0, most);
}

/** Runs what was chosen through the guard's own reading; what it does not find there is dropped. */
function verified(text: string, exact: readonly Exact[], limits: Known['limits']): Omit<Feature, 'place'>[] {
  const tried = exact.flatMap(({ options }) => options.slice(0, MOST_WAYS));
  const sources = compileSources(tried.map((option, at) => sourceOf(option, `S${at}`)));
  const found = findTokens(text, 'html', sources, { ...limits, tokens: tried.length });
  if (found.kind !== 'found') return [];
  const right = new Map<Option, number>();
  for (const [at, option] of tried.entries()) {
    const offset = found.offsets.get(`S${at}`);
    if (offset !== undefined && isMeant(option, offset)) right.set(option, offset);
  }
  return exact.flatMap(({ candidate: { kind, name, why, confidence, ...candidate }, options }) => {
    const [first, ...others] = options.filter((option) => right.has(option));
    if (!first) return [];
    const ways = [first, ...others].map((option) => ({ source: sourceOf(option, name), loose: 'loose' in option }));
    // a script's own code may be long: shown is where the provider stands in it
    const offset = 'code' in first ? (right.get(first) ?? 0) : candidate.offset;
    return [{ kind, name, ways, why, offset, confidence }];
  });
}

function isMeant(option: Option, offset: number): boolean {
  if ('css' in option) return option.meant.has(offset);
  return option.scripts.some(({ start, end }) => offset >= start && offset < end);
}

/** Attributes whose values are names that people gave to the parts of the page, and not more than there is room for. */
function attributes({ marks }: Sightings, sources: CompiledSources, most: number): Omit<Feature, 'place'>[] {
  let room = most;
  return [...marks].flatMap(([attribute, values]) => {
    const tokens = [...new Set([...values.keys()].flatMap((value) => value.split(/\s+/)))].filter(isTokenName);
    const [offset] = values.values();
    if (offset === undefined || tokens.length > room || !areChosen(tokens)) return [];
    if (sources.attributes.includes(attribute)) return [];
    room -= tokens.length;
    const confidence = attribute.startsWith('data-feature') ? ('high' as const) : ('medium' as const);
    const why = `The attribute ${attribute} names parts of the page: ${tokens.slice(0, 5).join(', ')}.`;
    const ways = [{ source: { attribute }, loose: false }];
    return [{ kind: 'marked', name: attribute, ways, offset, why, confidence, tokens }];
  });
}
