import type { Candidate, Option } from './candidate.ts';
import { featureName } from './feature-name.ts';
import { selectorsOf } from './selectors-of.ts';
import type { Sighting, Sightings } from './sighting.ts';
import { isStableLabel } from './stable-name.ts';

/** Fewer links are no navigation that anybody would miss. */
const FEWEST_LINKS = 2;
const FEWEST_FOOTER_LINKS = 3;

const MAIN = /^(?:main|primary|site|top|header|global|haupt\w*|navigation|nav|menu)\b/i;

/** Navigation by landmark or role, and footers with links that have none in them. */
export function navigation({ elements }: Sightings): Candidate[] {
  const navs = elements.filter(
    ({ tag, attributes: { role }, links }) =>
      (tag === 'nav' && links >= FEWEST_LINKS) || (role === 'navigation' && links > FEWEST_LINKS),
  );
  const inFooter = navs.some(({ within }) => within.includes('footer'));
  const footers = elements.filter(({ tag, links }) => tag === 'footer' && links >= FEWEST_FOOTER_LINKS);
  return [
    ...navs.map((nav, at) => ({
      kind: 'navigation' as const,
      name: nameOf(nav, at === 0),
      offset: nav.offset,
      confidence: 'high' as const,
      why: `Navigation with ${nav.links} links.`,
      options: selectorsOf(nav).map(inItsPlace),
    })),
    ...(footers.length === 1 && !inFooter ? footers.map(footer) : []),
  ];
}

/** Where navigation stands is what it is. */
function inItsPlace(option: Option): Option {
  return 'css' in option && /^(?:header|footer) /.test(option.css) ? { css: option.css, meant: option.meant } : option;
}

function nameOf({ attributes, within }: Sighting, first: boolean): string {
  const label = attributes['aria-label'] ?? '';
  const inFooter = within.includes('footer');
  if (MAIN.test(label) || MAIN.test(attributes.id ?? '')) return inFooter ? 'FOOTER_NAV' : 'MAIN_NAV';
  const own = isStableLabel(label) ? featureName(label.replace(/\bnav(?:igation)?\b/i, ''), 'nav') : undefined;
  if (own !== undefined) return own;
  if (inFooter) return 'FOOTER_NAV';
  return first || within.includes('header') ? 'MAIN_NAV' : 'SIDE_NAV';
}

function footer(sighting: Sighting): Candidate {
  const why = `A footer with ${sighting.links} links.`;
  const { offset } = sighting;
  return { kind: 'navigation', name: 'FOOTER_LINKS', offset, confidence: 'low', why, options: selectorsOf(sighting) };
}
