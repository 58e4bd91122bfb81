import { classify } from '../../lib/site/glob.ts';
import type { Site } from '../../lib/site/site.ts';
import { pageKey } from '../page-key.ts';

/** The key of a page that was named by its key or by its path without the prefix; throws `CLI.USAGE` if it is none. */
export function keyOfPage(site: Site, named: string): string {
  const prefixed = site.production.prefix + named;
  const isPath = classify(site, named) !== 'page' && classify(site, prefixed) === 'page';
  return isPath ? prefixed : (pageKey(site, named) ?? named);
}
