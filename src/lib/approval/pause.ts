import { classify } from '../site/glob.ts';
import type { LookQueue } from '../site/look-queue.ts';
import type { PageRef } from '../site/page-ref.ts';
import type { Pause } from '../site/site-record.ts';
import { changeSite, type Sites } from './change-site.ts';
import { exceeds } from './item-size.ts';
import { refused, type Refused } from './outcome.ts';
import { personName, type Person } from './person.ts';

const MOST = 100;
const MOST_KB = 64;

/** A page of a site, or all of it. */
export interface Place {
  readonly site: string;
  readonly key?: string;
}

/** Makes the guard look away from a page or a site until then; replaces an earlier pause of the same place. */
export async function pause(
  { site, key }: Place,
  { until, reason }: Pick<Pause, 'until' | 'reason'>,
  person: Person,
  deps: { readonly sites: Sites; readonly now: () => Date },
): Promise<{ readonly kind: 'done'; readonly pause: Pause } | Refused> {
  const from = deps.now();
  const made: Pause = {
    ...(key !== undefined && { key }),
    from: from.toISOString(),
    until,
    reason,
    by: personName(person),
  };
  const outcome = await changeSite(site, person, deps, ({ pauses, config }) => {
    if (key !== undefined && classify(config, key) !== 'page') return refused('invalid', `That is no page of ${site}.`);
    const others = standingPauses(pauses, from).filter((other) => other.key !== key);
    if (others.length >= MOST) return refused('state', `${site} has ${MOST} pauses already: pause the whole site.`);
    const next = [...others, made];
    return exceeds(MOST_KB, next) ? refused('state', tooMuch(site)) : { pauses: next };
  });
  return outcome.kind === 'done' ? { kind: 'done', pause: made } : outcome;
}

const tooMuch = (site: string): string =>
  `The pauses of ${site} would take more than ${MOST_KB} KB: end some first, give a shorter reason, or pause the whole site.`;

/** Ends a pause before its time, and asks for looks at what came meanwhile: `pages` are all that the site has. */
export async function unpause(
  { site, key }: Place,
  person: Person,
  deps: {
    readonly sites: Sites;
    readonly queue: LookQueue;
    readonly pages: (site: string) => AsyncIterable<{ readonly ref: PageRef }>;
    readonly now: () => Date;
  },
): Promise<{ readonly kind: 'done'; readonly ended: readonly Pause[]; readonly asked: number } | Refused> {
  const isMeant = (each: Pause) => each.key === key;
  const outcome = await changeSite(site, person, deps, ({ pauses }) => {
    const standing = standingPauses(pauses, deps.now());
    return standing.some(isMeant) ? { pauses: standing.filter((each) => !isMeant(each)) } : undefined;
  });
  if (outcome.kind === 'refused') return outcome;
  const ended = standingPauses(outcome.before.pauses, deps.now()).filter(isMeant);
  const refs: PageRef[] = key === undefined ? [] : [{ site, key }];
  if (key === undefined && ended.length > 0) for await (const { ref } of deps.pages(site)) refs.push(ref);
  if (ended.length > 0) await deps.queue.ask(refs);
  return { kind: 'done', ended, asked: ended.length > 0 ? refs.length : 0 };
}

/** Pauses that are not over. */
export function standingPauses(pauses: readonly Pause[], now: Date): Pause[] {
  return pauses.filter(({ until }) => Date.parse(until) > now.getTime());
}
