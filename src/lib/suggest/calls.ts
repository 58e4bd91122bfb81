import { decodeRun } from '../page/visible-text.ts';
import type { Candidate, Option } from './candidate.ts';
import { featureName } from './feature-name.ts';
import { ownSelectors } from './selectors-of.ts';
import type { Sighting, Sightings } from './sighting.ts';
import { isStableAddress } from './stable-name.ts';

/** More are no longer prominent. */
const MOST_CALLS = 3;

/** How what asks visitors to act begins, in a few languages. */
const CALLS =
  /^(?:add to (?:cart|basket|bag)|apply (?:now|online|here|today)|book|buy|call (?:us|now)|checkout|claim|contact us|donate|download (?:now|the|our|for)|enrol|get (?:an?|your|my|in touch|started|tickets|access|the app)|give now|join (?:us|now|the|our)|order (?:now|online|here|your)|pay (?:now|online)|pre-?order|register|request|reserve|rsvp|schedule|shop (?:now|the|all)|sign ?up|start (?:now|your|a|free|trial)|subscribe|try (?:it|for|free|now)|volunteer|jetzt|buchen|bestellen|kaufen|spenden|réserver|acheter|reservar|comprar)\b/i;

const STYLED = /(?:^|[\s_-])(?:btn|button|cta)(?:$|[\s_-])/i;

/** Links and buttons that ask visitors to act, and a telephone number to tap on. */
export function calls({ elements }: Sightings): Candidate[] {
  const outside = elements.filter(({ within, providers }) => !within.includes('form') && providers.length === 0);
  const asking = outside.filter((each) => isCall(each)).slice(0, MOST_CALLS);
  const numbers = outside.filter(({ tag, attributes }) => tag === 'a' && /^tel:/i.test(attributes.href ?? ''));
  return [...asking.flatMap((each) => call(each, outside)), ...(numbers.length > 0 ? [telephone(numbers)] : [])];
}

function isCall(sighting: Sighting): boolean {
  const { tag, attributes, marked } = sighting;
  if (marked || (tag !== 'a' && tag !== 'button') || /^(?:tel|mailto):/i.test(attributes.href ?? '')) return false;
  const styled = tag === 'button' || attributes.role === 'button' || STYLED.test(attributes.class ?? '');
  return styled && CALLS.test(wordsIn(sighting));
}

function wordsIn({ text, attributes }: Sighting): string {
  return (decodeRun(text, true).trim() || attributes['aria-label'] || '').replaceAll(/\s+/g, ' ');
}

function call(sighting: Sighting, all: readonly Sighting[]): Candidate[] {
  const says = wordsIn(sighting);
  const name = featureName(says);
  if (name === undefined) return [];
  const why = `A ${sighting.tag === 'a' ? 'link' : 'button'} that says "${says.slice(0, 60)}".`;
  const own = ownSelectors(sighting).map((css) => ({ css, meant: new Set([sighting.offset]) }));
  const options = [...own, ...addressed(sighting, all)];
  return [{ kind: 'call', name, offset: sighting.offset, confidence: 'medium', why, options }];
}

/** Links that lead to the same address and ask the same are the same call; others to that address are not. */
function addressed({ tag, attributes: { href = '' }, within, text }: Sighting, all: readonly Sighting[]): Option[] {
  if (tag !== 'a' || href.length < 2 || !isStableAddress(href)) return [];
  const alike = all.filter((other) => other.tag === 'a' && other.attributes.href === href && isCall(other));
  const meant = new Set(alike.filter((other) => other.text.trim() === text.trim()).map(({ offset }) => offset));
  const css = `a[href="${href}"]`;
  return [css, ...within.toReversed().map((landmark) => `${landmark} ${css}`)].map((css) => ({ css, meant }));
}

function telephone(numbers: readonly Sighting[]): Candidate {
  const meant = new Set(numbers.map(({ offset }) => offset));
  return {
    kind: 'call',
    name: 'PHONE_LINK',
    offset: Math.min(...meant),
    confidence: 'medium',
    why: 'A telephone number that visitors can tap on.',
    options: [{ css: 'a[href^="tel:"]', meant }],
  };
}
