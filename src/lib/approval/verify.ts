import { classify } from '../site/glob.ts';
import type { Verification } from '../site/verification.ts';
import type { Sites } from './change-site.ts';
import { notAllowed } from './decide.ts';
import { refused, type Refused } from './outcome.ts';
import { mayChange, personName, type Person } from './person.ts';

const TRIES = 5;

/** The newest verification of each page. */
export interface Verifications {
  /** Strongly consistent. */
  read(site: string, key: string): Promise<Verification | undefined>;
  /** Replaces an earlier one; `conflict` when there is a later one, or the site is not of that revision. */
  keep(verification: Verification, siteRev: number): Promise<'done' | 'conflict'>;
}

interface VerifyDeps {
  readonly sites: Pick<Sites, 'site'>;
  readonly verifications: Pick<Verifications, 'keep'>;
  readonly now: () => Date;
}

/** What became of a verification. */
export type VerifyOutcome = { readonly kind: 'done'; readonly verification: Verification } | Refused;

/**
 * Records that a person accepted exactly this version of a page on staging, in place of what was accepted before. Only
 * an approver of the site may. What is on staging is not read: `promote` copies nothing else than what is named here.
 */
export async function verify(
  accepted: Pick<Verification, 'site' | 'key' | 'identity' | 'sha256' | 'checks'>,
  person: Person,
  { sites, verifications, now }: VerifyDeps,
): Promise<VerifyOutcome> {
  const { site, key } = accepted;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const record = await sites.site(site);
    if (!record) return refused('unknown', `There is no site ${site}.`);
    if (!mayChange(record.config.approvers, person)) return notAllowed(site, person);
    if (!record.config.staging) return refused('state', `${site} has no staging: there is nothing to verify.`);
    if (classify(record.config, key) !== 'page') return refused('invalid', `That is no page of ${site}.`);
    const verification: Verification = { ...accepted, by: personName(person), at: now().toISOString() };
    if ((await verifications.keep(verification, record.rev)) === 'done') return { kind: 'done', verification };
  }
  return refused('conflict', 'Somebody else verifies this page, or the site keeps changing. Try again.');
}
