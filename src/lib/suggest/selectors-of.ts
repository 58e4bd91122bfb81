import type { Option } from './candidate.ts';
import type { Sighting } from './sighting.ts';
import { isStableLabel, isStableName } from './stable-name.ts';

/** The ways to select one element by what lasts, the most lasting first; none looks at siblings or content. */
export function selectorsOf(sighting: Sighting): Option[] {
  const { tag, offset } = sighting;
  const meant = new Set([offset]);
  const sure = ownSelectors(sighting).map((css) => ({ css, meant }));
  const around = sighting.within.toReversed().filter((landmark) => landmark !== tag);
  const loose = [...around.map((landmark) => `${landmark} ${tag}`), tag];
  return [...sure, ...loose.map((css) => ({ css, meant, loose: true as const }))];
}

/** The selectors that name the element itself. */
export function ownSelectors({ tag, attributes }: Sighting): string[] {
  const { id, name, role } = attributes;
  const label = attributes['aria-label'];
  const test = (['data-testid', 'data-test'] as const).flatMap((key) => {
    const value = attributes[key];
    return value !== undefined && isStableName(value) ? [`${tag}[${key}="${value}"]`] : [];
  });
  return [
    ...(id !== undefined && isStableName(id) ? [`${tag}#${id}`] : []),
    ...(name !== undefined && isStableName(name) ? [`${tag}[name="${name}"]`] : []),
    ...test,
    ...(role === 'search' || role === 'navigation' ? [`${tag}[role="${role}"]`] : []),
    ...(label !== undefined && isStableLabel(label) ? [`${tag}[aria-label="${label}"]`] : []),
  ];
}
