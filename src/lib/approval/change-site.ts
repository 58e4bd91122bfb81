import type { Pause, Retired, SiteRecord } from '../site/site-record.ts';
import { notAllowed } from './decide.ts';
import { refused, type Refused } from './outcome.ts';
import { mayChange, type Person } from './person.ts';

const TRIES = 8;

/** What people change of a site besides its configuration. */
export type SiteChange = { readonly pauses: readonly Pause[] } | { readonly retired: Retired };

/** The site records, as people change them. */
export interface Sites {
  site(name: string): Promise<SiteRecord | undefined>;
  /** Writes the change and moves the revision by one; `conflict` when it is not `expect` any more. */
  changeSite(name: string, change: SiteChange, expect: number): Promise<'done' | 'conflict'>;
}

/**
 * Changes a site's record for an approver, again when somebody else wrote meanwhile. `make` gives the change, or says
 * that there is nothing to do (`undefined`). Gives the record as it was.
 */
export async function changeSite(
  name: string,
  person: Person,
  { sites }: { readonly sites: Sites },
  make: (record: SiteRecord) => SiteChange | Refused | undefined,
): Promise<{ readonly kind: 'done'; readonly before: SiteRecord } | Refused> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const before = await sites.site(name);
    if (!before) return refused('unknown', `There is no site ${name}: \`holdfast apply\` writes it.`);
    if (!mayChange(before.config.approvers, person)) return notAllowed(name, person);
    const change = make(before);
    if (change && 'why' in change) return change;
    if (!change || (await sites.changeSite(name, change, before.rev)) === 'done') return { kind: 'done', before };
  }
  return refused('conflict', 'The registry of the site is never at rest. Try again.');
}
