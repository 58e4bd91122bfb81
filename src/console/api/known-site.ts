import { refused, type Refused } from '../../lib/approval/outcome.ts';
import type { SiteRecord } from '../../lib/site/site-record.ts';
import type { RequestDeps } from '../deps.ts';

/** A site that the stack guards, as it was applied. */
export async function siteOf(
  name: string,
  { siteNames, sites }: Pick<RequestDeps, 'siteNames' | 'sites'>,
): Promise<SiteRecord | undefined> {
  return siteNames.includes(name) ? sites.site(name) : undefined;
}

export const noSite = (name: string): Refused =>
  refused('unknown', `There is no site ${name}: it is not in this stack, or was never applied.`);

/**
 * Why nothing may be recorded for a site that is not in this stack; `undefined` for one that is. What the table has of a
 * site outlives it, but nobody would carry out what is decided.
 */
export function outsideStack(name: string, { siteNames }: Pick<RequestDeps, 'siteNames'>): Refused | undefined {
  return siteNames.includes(name) ? undefined : noSite(name);
}

export const noPlace = refused('invalid', 'That cursor is not where a list ended: leave it out to begin anew.');
