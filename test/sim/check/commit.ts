import type { Incident } from '../../../src/lib/incident/incident.ts';
import type { PageRecord } from '../../../src/lib/site/page-record.ts';
import type { Transition } from '../../../src/lib/site/registry.ts';
import type { SiteRecord } from '../../../src/lib/site/site-record.ts';
import type { Run } from '../run.ts';
import { resolve } from '../run.ts';
import type { Resolved } from '../run.ts';
import type { World } from '../world.ts';
import { tellCommit } from '../trace.ts';
import { checkAcceptance } from './acceptance.ts';
import { checkClaims } from './claims.ts';
import { checkFormer } from './former.ts';
import { checkIncidents } from './incidents.ts';
import { checkPerson } from './persons.ts';
import { checkWarnings } from './warnings.ts';

/** One committed transition, with the records as they stood before it. */
export interface Committed {
  readonly key: string;
  readonly before: PageRecord | undefined;
  readonly after: PageRecord;
  readonly site: SiteRecord;
  readonly tokensElsewhere: ReadonlySet<string>;
  readonly incidents: readonly { readonly before: Incident | undefined; readonly after: Incident }[];
  /** The upload that the page's cursor stands at now. */
  readonly seen: Resolved;
}

/** Commits a transition, and checks it where it took effect. */
export function checkCommit(world: World, run: Run, transition: Transition): 'done' | 'conflict' {
  const { table } = world;
  const after = transition.page.next;
  const { key, site: name } = after.ref;
  const site = table.site(name);
  const before = table.page(after.ref);
  const incidents = transition.incidents.map((write) => ({ before: table.incident(write.next.id), after: write.next }));
  const tokensElsewhere = new Set(
    table.tokens(name).flatMap((token) => (token.key !== key && token.state === 'live' ? [token.name] : [])),
  );
  if (table.commit(transition) === 'conflict') {
    world.say(`  ${run.name} conflicts on ${key}`);
    return 'conflict';
  }
  if (!site) throw new Error('the site was never applied');
  const seen = resolve(world, run, key, after.seen);
  const committed: Committed = { key, before, after, site, tokensElsewhere, incidents, seen };
  run.written++;
  tellCommit(world, run, committed);
  if (run.by === 'person') checkPerson(world, run, committed);
  checkClaims(world, run, committed);
  checkAcceptance(world, run, committed);
  checkFormer(world, committed);
  checkIncidents(world, run, committed);
  checkWarnings(world, run, transition, committed);
  if (run.by === 'guard') passCursor(world, committed);
  return 'done';
}

function passCursor({ ghosts }: World, { key, after, seen }: Committed): void {
  if (!seen.entry) return;
  ghosts.settled.add(seen.entry.serial);
  const isBaseline = after.seen.kind === 'good' && after.seen.identity === after.baseline?.identity;
  if (isBaseline && !seen.entry.own) ghosts.settledGood.add(seen.entry.serial);
  ghosts.seenSerial.set(key, seen.entry.serial);
}
