import { didYouMean } from '../lib/site/config-suggestion.ts';
import type { Site } from '../lib/site/site.ts';
import { usage } from './outcome.ts';

/** The configured site of this name; throws `CLI.USAGE` with the nearest one. */
export function chooseSite(sites: readonly Site[], name: string | undefined): Site {
  const site = sites.find((each) => each.name === name);
  if (site) return site;
  const names = sites.map((each) => each.name);
  const guess = didYouMean(name ?? '', names);
  const hint = guess === undefined ? `Configured are: ${names.join(', ')}.` : `Did you mean "${guess}"?`;
  throw usage(`There is no site "${name ?? ''}" in the configuration.`, hint);
}

/** The named site, or all of them. */
export function chooseSites(sites: readonly Site[], name: string | undefined): readonly Site[] {
  return name === undefined ? sites : [chooseSite(sites, name)];
}
