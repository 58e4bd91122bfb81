import { classify } from '../site/glob.ts';
import type { Registry } from '../site/registry.ts';
import type { SiteRecord } from '../site/site-record.ts';
import type { Warning } from '../site/warning.ts';
import type { Sites } from './change-site.ts';
import { notAllowed } from './decide.ts';
import { refused, type Refused } from './outcome.ts';
import { mayChange, personName, type Person } from './person.ts';

/** Open warnings that people may raise of one site: more would hide each other. Those of the guard are never refused. */
const MOST_OPEN = 200;
const TRIES = 5;

/** The warnings of sites, as people write them. */
export interface Warnings {
  /** How many are open, counted no further than `most`; strongly consistent. */
  countOpen(site: string, most: number): Promise<number>;
  /** Keeps a new one; `conflict` when its id is taken. */
  raise(warning: Warning): Promise<'done' | 'conflict'>;
  /** Replaces an open one by itself acknowledged; `conflict` when it is not open, or the site is not of that revision. */
  acknowledge(warning: Warning, siteRev: number): Promise<'done' | 'conflict'>;
}

/** What became of a warning. */
export type WarnOutcome = { readonly kind: 'done'; readonly warning: Warning } | Refused;

interface WarnDeps {
  readonly sites: Pick<Sites, 'site'>;
  readonly warnings: Pick<Warnings, 'countOpen' | 'raise'>;
  readonly now: () => Date;
  /** So many random bytes. */
  readonly random: (count: number) => Uint8Array;
}

/**
 * Raises a warning of a page, or of the whole site. Anybody may whom the gateway lets call: it can only stop deploys, and
 * an approver ends it. Two at the same moment may both be the last that fits.
 */
export async function warn(
  { site, key }: { readonly site: string; readonly key?: string },
  says: string,
  person: Person,
  { sites, warnings, now, random }: WarnDeps,
): Promise<WarnOutcome> {
  const record = await sites.site(site);
  if (!record) return refused('unknown', `There is no site ${site}.`);
  if (key !== undefined && classify(record.config, key) !== 'page') {
    return refused('invalid', `That is no page of ${site}.`);
  }
  if ((await warnings.countOpen(site, MOST_OPEN)) >= MOST_OPEN) {
    return refused('state', `${site} has ${MOST_OPEN} open warnings already: have some acknowledged first.`);
  }
  for (let tries = 0; tries < TRIES; tries += 1) {
    const id = Buffer.from(random(10)).toString('hex');
    const raised = { by: personName(person), at: now().toISOString() };
    const warning: Warning = { id, site, ...(key !== undefined && { key }), says, ...raised };
    if ((await warnings.raise(warning)) === 'done') return { kind: 'done', warning };
  }
  return refused('conflict', 'No id is free. Try again.');
}

interface AcknowledgeDeps {
  readonly sites: Pick<Sites, 'site'>;
  readonly registry: Pick<Registry, 'warning'>;
  readonly warnings: Pick<Warnings, 'acknowledge'>;
  readonly now: () => Date;
}

/** Ends a warning, once: it blocks nothing any more. Only an approver of the site may. */
export async function acknowledge(
  { site, id }: Pick<Warning, 'site' | 'id'>,
  reason: string,
  person: Person,
  { sites, registry, warnings, now }: AcknowledgeDeps,
): Promise<WarnOutcome> {
  const by = personName(person);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const record = await sites.site(site);
    const refusal = refusalOf(site, record, person);
    if (refusal) return refusal;
    const open = await registry.warning(site, id);
    if (!open) return refused('unknown', `${site} has no warning ${id} (any more).`);
    if (open.acknowledged) return isAcknowledged(open);
    const warning: Warning = { ...open, acknowledged: { by, reason, at: now().toISOString() } };
    const outcome = await warnings.acknowledge(warning, record?.rev ?? 0);
    if (outcome === 'done') return { kind: 'done', warning };
  }
  return refused('conflict', 'The site keeps changing. Try again.');
}

function refusalOf(site: string, record: SiteRecord | undefined, person: Person): Refused | undefined {
  if (!record) return refused('unknown', `There is no site ${site}.`);
  return mayChange(record.config.approvers, person) ? undefined : notAllowed(site, person);
}

function isAcknowledged({ acknowledged }: Warning): Refused {
  return refused('state', `${acknowledged?.by} acknowledged it on ${acknowledged?.at}.`);
}
