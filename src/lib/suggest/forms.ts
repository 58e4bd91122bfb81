import type { Candidate, Option } from './candidate.ts';
import { featureName } from './feature-name.ts';
import { formKind, type FormKind } from './form-kind.ts';
import { ownSelectors, selectorsOf } from './selectors-of.ts';
import type { Sighting, Sightings } from './sighting.ts';
import { isStableAddress, isStableName } from './stable-name.ts';

/** Forms, and search boxes outside of forms. Forms of known providers are theirs. */
export function forms({ elements }: Sightings): Candidate[] {
  return [
    ...elements.filter(({ tag, providers }) => tag === 'form' && providers.length === 0).flatMap(form),
    ...elements.filter(isSearch).map(search),
  ];
}

function form(sighting: Sighting): Candidate[] {
  const { offset, fields } = sighting;
  const kind = formKind(sighting) ?? otherForm(sighting);
  if (!kind || (fields.length === 0 && !isSent(sighting))) return [];
  const { kind: of, name, why, confidence } = kind;
  return [{ kind: of, name, why, confidence, offset, options: formOptions(sighting) }];
}

/** A form without fields that a button sends. */
function isSent({ attributes }: Sighting): boolean {
  return attributes.action !== undefined && attributes.method?.toLowerCase() === 'post';
}

/** A form of which only its own name tells what it is. */
function otherForm({ attributes: { id, name } }: Sighting): FormKind | undefined {
  const own = [id, name].find((each) => each !== undefined && isStableName(each));
  const called = own === undefined ? undefined : featureName(own.replace(/form$/i, ''), 'form');
  return called === undefined
    ? undefined
    : { kind: 'form', name: called, why: 'A form that visitors fill in.', confidence: 'medium' };
}

/** A form's action comes after its own names, and before where it stands. */
function formOptions(sighting: Sighting): Option[] {
  const { attributes, offset } = sighting;
  const { action } = attributes;
  const own = ownSelectors(sighting).length;
  const options = selectorsOf(sighting);
  if (action === undefined) return options;
  const [before = ''] = action.split('?');
  const mailto = /^mailto:/i.test(action) ? ['form[action^="mailto:"]'] : [];
  const path =
    isStableAddress(before) && before.length > 1 && !/^mailto:/i.test(action)
      ? [`form[action${before === action ? '' : '^'}="${before}"]`]
      : [];
  const meant = new Set([offset]);
  return [...options.slice(0, own), ...[...mailto, ...path].map((css) => ({ css, meant })), ...options.slice(own)];
}

function isSearch({ tag, attributes, within }: Sighting): boolean {
  if (tag === 'form' || within.includes('form')) return false;
  return tag === 'search' || tag === 'input' || attributes.role === 'search';
}

function search(sighting: Sighting): Candidate {
  const { tag, offset } = sighting;
  const options = selectorsOf(sighting);
  const typed = tag === 'input' ? [{ css: 'input[type="search"]', meant: new Set([offset]) }] : [];
  return {
    kind: 'search',
    name: 'SEARCH',
    why: 'A search box.',
    confidence: 'high',
    offset,
    options: [...options.filter((option) => !('loose' in option)), ...typed, ...options],
  };
}
