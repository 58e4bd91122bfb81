import type { Candidate, Option } from './candidate.ts';
import { featureWord } from './feature-word.ts';
import { selectorsOf } from './selectors-of.ts';
import type { Sighting, Sightings } from './sighting.ts';
import { isStableAddress } from './stable-name.ts';

/** Videos and audio that the page plays itself; several that cannot be told apart are one feature. */
export function players({ elements }: Sightings): Candidate[] {
  return (['video', 'audio'] as const).flatMap((tag) => {
    const all = elements.filter((each) => each.tag === tag);
    const everyone: Option = { css: tag, meant: new Set(all.map(({ offset }) => offset)), loose: true };
    const named = all.filter((each) => fileSelectors(each).length > 0 || selectorsOf(each).some(isOwn));
    // Of many, one by one would be noise: then they are one.
    if (all.length > 3 || named.length < all.length) return all.slice(0, 1).map((each) => candidate(each, [everyone]));
    return all.map((each) => candidate(each, options(each, all.length === 1 ? [everyone] : [])));
  });
}

function isOwn(option: Option): boolean {
  return !('loose' in option);
}

function options(sighting: Sighting, last: readonly Option[]): Option[] {
  const meant = new Set([sighting.offset]);
  const own = selectorsOf(sighting).filter(isOwn);
  return [...own, ...fileSelectors(sighting).map((css) => ({ css, meant })), ...last];
}

/** By what the element itself names: a source element is another than its player. */
function fileSelectors({ tag, attributes }: Sighting): string[] {
  return (['src', 'poster'] as const).flatMap((attribute) => {
    const file = attributes[attribute]?.split(/[?#]/)[0]?.split('/').at(-1) ?? '';
    return file.length > 4 && isStableAddress(file) ? [`${tag}[${attribute}*="${file}"]`] : [];
  });
}

function candidate(sighting: Sighting, options: readonly Option[]): Candidate {
  const { tag, offset, attributes, within } = sighting;
  const hero =
    tag === 'video' &&
    (attributes.autoplay !== undefined ||
      within.includes('header') ||
      featureWord(`${attributes.id ?? ''} ${attributes.class ?? ''}`) === 'hero');
  if (tag === 'audio') {
    return { kind: 'audio', name: 'AUDIO_PLAYER', offset, confidence: 'high', why: 'The page plays audio.', options };
  }
  const why = hero ? 'A video that plays by itself or opens the page.' : 'A video that visitors can play.';
  return { kind: 'video', name: hero ? 'HERO_VIDEO' : 'VIDEO', offset, confidence: 'high', why, options };
}
