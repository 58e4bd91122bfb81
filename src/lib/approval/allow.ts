import type { PageView } from '../reconcile/view.ts';
import { nextPage } from '../reconcile/view.ts';
import { classify } from '../site/glob.ts';
import { allowanceIdentity, type Allowance, type PageRecord } from '../site/page-record.ts';
import type { PageRef } from '../site/page-ref.ts';
import type { Registry } from '../site/registry.ts';
import { sha256 } from '../site/version.ts';
import { inForce, LATE_LOOK_MS } from '../verdict/allowed.ts';
import { notAllowed } from './decide.ts';
import { exceeds } from './item-size.ts';
import { refused, type Refused } from './outcome.ts';
import { mayChange, personName, type Person } from './person.ts';

const MOST = 50;
const MOST_KB = 64;
const TRIES = 5;

interface AllowDeps {
  readonly registry: Pick<Registry, 'read' | 'commit'>;
  readonly now: () => Date;
}

/** An allowance under the id by which it can be withdrawn. */
export interface NamedAllowance extends Allowance {
  readonly id: string;
}

/** `done`: it stands in the registry. */
export type Allowed = { readonly kind: 'done'; readonly allowance: NamedAllowance } | Refused;

/** What may happen to a page until then; at least one code or token. */
export type Permission = Pick<Allowance, 'codes' | 'tokens' | 'until' | 'reason'>;

/** Lets findings or tokens of a page pass, ahead of an upload. Only an approver of the site may. */
export async function allow(ref: PageRef, permission: Permission, person: Person, deps: AllowDeps): Promise<Allowed> {
  const allowance: Allowance = { ...permission, by: personName(person) };
  return change(ref, person, deps, (page) => {
    const standing = inForce(page.allowances, deps.now());
    const kept = inForce(page.allowances, new Date(deps.now().getTime() - LATE_LOOK_MS));
    const known = kept.some((other) => allowanceId(other) === allowanceId(allowance));
    if (known) return { allowances: page.allowances, allowance: named(allowance) };
    if (standing.length >= MOST) {
      return refused('state', `${ref.key} has ${MOST} allowances already: withdraw one first, or let some end.`);
    }
    const next = [...kept, allowance];
    return exceeds(MOST_KB, next)
      ? refused('state', tooMuch(ref.key))
      : { allowances: next, allowance: named(allowance) };
  });
}

const tooMuch = (key: string): string =>
  `The allowances of ${key}, with those that ended within the hour, would take more than ${MOST_KB} KB: withdraw one ` +
  `first, name fewer tokens, or give a shorter reason.`;

/** Withdraws an allowance before its time. Only an approver of the site may. */
export async function withdraw(ref: PageRef, id: string, person: Person, deps: AllowDeps): Promise<Allowed> {
  return change(ref, person, deps, (page) => {
    const found = page.allowances.find((allowance) => allowanceId(allowance) === id);
    if (!found) return refused('unknown', `${ref.key} has no allowance ${id} (any more).`);
    return { allowances: page.allowances.filter((each) => each !== found), allowance: named(found) };
  });
}

/** The allowances of a page that are in force, with their ids. */
export function standingAllowances({ allowances }: Pick<PageRecord, 'allowances'>, now: Date): NamedAllowance[] {
  return inForce(allowances, now).map(named);
}

const named = (allowance: Allowance): NamedAllowance => ({ ...allowance, id: allowanceId(allowance) });

/** 48 bits in hex: tells the allowances of one page apart. */
function allowanceId(allowance: Allowance): string {
  return sha256(allowanceIdentity(allowance)).slice(0, 12);
}

async function change(
  ref: PageRef,
  person: Person,
  { registry }: AllowDeps,
  make: (page: PageRecord) => { allowances: readonly Allowance[]; allowance: NamedAllowance } | Refused,
): Promise<Allowed> {
  for (let tries = 0; ; tries += 1) {
    const { page, site } = await registry.read(ref);
    if (!site) return refused('unknown', `There is no site ${ref.site}.`);
    if (!mayChange(site.config.approvers, person)) return notAllowed(ref.site, person);
    if (classify(site.config, ref.key) !== 'page') return refused('invalid', `That is no page of ${ref.site}.`);
    if (!page)
      return refused('unknown', `The guard knows nothing of that page yet: its first version needs no allowance.`);
    const made = make(page);
    if ('why' in made) return made;
    if (made.allowances === page.allowances) return { kind: 'done', allowance: made.allowance };
    if (tries === TRIES) return refused('conflict', 'The page keeps changing. Try again.');
    const view: PageView = { ref, page, site, notices: [] };
    const next = nextPage(view, { seen: page.seen, allowances: made.allowances });
    const outcome = await registry.commit({
      page: { expect: page.rev, next },
      // Whoever is taken off the approvers at this very moment moves the site's revision.
      site: { name: ref.site, expect: site.rev, moves: false },
      incidents: [],
      tokens: [],
    });
    if (outcome === 'done') return { kind: 'done', allowance: made.allowance };
  }
}
