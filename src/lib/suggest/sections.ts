import type { Candidate } from './candidate.ts';
import { featureName } from './feature-name.ts';
import { featureWord } from './feature-word.ts';
import { ownSelectors } from './selectors-of.ts';
import type { Sighting, Sightings } from './sighting.ts';
import { isStableName } from './stable-name.ts';

/** A page with more of them is a text whose headings have ids. */
const MOST_SECTIONS = 6;
const OTHERS = new Set(['form', 'a', 'button', 'nav', 'input', 'video', 'audio', 'search']);

/** Parts of the page whose id says what visitors would miss; what is marked already is not told again. */
export function sections({ elements }: Sightings): Candidate[] {
  const found = elements
    .filter(({ tag, marked, providers }) => !marked && !OTHERS.has(tag) && providers.length === 0)
    .flatMap(section);
  return found.length > MOST_SECTIONS ? [] : found;
}

function section(sighting: Sighting): Candidate[] {
  const { tag, offset, attributes, within } = sighting;
  const { id = '' } = attributes;
  const word = featureWord(id);
  const name = featureName(id);
  // numbered parts are entries of a list, of which any may go
  if (word === undefined || name === undefined || !isStableName(id) || /\d$/.test(id)) return [];
  if (
    within.includes('nav') ||
    within.includes('form') ||
    attributes.role === 'search' ||
    attributes.role === 'navigation'
  )
    return [];
  const options = ownSelectors(sighting).map((css) => ({ css, meant: new Set([offset]) }));
  const why = `A part of the page whose id says "${id}".`;
  return [{ kind: 'section', name, offset, confidence: tag === 'div' ? 'low' : 'medium', why, options }];
}
