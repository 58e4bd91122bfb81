import { formerAfter } from '../history/former.ts';
import type { Incident } from '../incident/incident.ts';
import { tokenChanges } from '../reconcile/accept.ts';
import { closeOpen } from '../reconcile/incidents.ts';
import { nextPage, type PageView } from '../reconcile/view.ts';
import type { Baseline } from '../site/page-record.ts';
import { DELETED } from '../site/version.ts';
import type { DecideDeps, DecisionPlan } from './decide.ts';
import { refused, type Refused } from './outcome.ts';

/** The rejected version was right: it becomes the baseline. Of a deletion: the next deletion of the page passes. */
export async function overriding(
  view: PageView,
  incident: Incident,
  deps: DecideDeps,
): Promise<DecisionPlan | Refused> {
  const { page, site, ref } = view;
  const released = { seen: page.seen, contested: undefined, restores: [], justRestored: undefined };
  if (incident.gen !== page.gen) {
    return refused(
      'moved-on',
      `Another version of ${incident.key} was accepted on ${page.baseline?.acceptedAt ?? 'an unknown date'}: upload the rejected one again to have it judged anew.`,
    );
  }
  if (incident.version.identity === DELETED) {
    const next = nextPage(view, { ...released, mayDelete: true, open: page.open.filter((id) => id !== incident.id) });
    return { transition: { page: { expect: page.rev, next }, incidents: [], tokens: [] } };
  }
  const baseline = await chosenBaseline(incident, deps);
  if (!baseline) {
    return refused('expired', incident.version.kept === false ? NEVER_KEPT : NOT_KEPT);
  }
  const others = page.open.filter((id) => id !== incident.id);
  const same = (other: Incident) => other.version.identity === incident.version.identity;
  const tokens = tokenChanges(view, page.baseline?.tokens ?? [], baseline);
  const next = nextPage(view, {
    ...released,
    baseline,
    former: formerAfter(page, baseline),
    gen: page.gen + 1,
    open: [],
    landed: [],
    // A deletion that was overridden before was one of the old baseline.
    mayDelete: false,
    purge: `d${page.rev}`,
  });
  return {
    transition: {
      page: { expect: page.rev, next },
      site: { name: ref.site, expect: site.rev, moves: tokens.some(({ state }) => state === 'lost') },
      incidents: await closeOpen(others, (other) => (same(other) ? 'overridden' : 'superseded'), {}, deps),
      tokens,
    },
  };
}

const NOT_KEPT = 'The rejected bytes are not in quarantine any more: upload the version again.';
const NEVER_KEPT =
  'Nobody could keep the bytes of this version. Where it is too large, raise policy.limits and apply that; then upload it again.';

/** The rejected version as a baseline, its bytes kept among the accepted before the registry names it. */
async function chosenBaseline(
  { site, version }: Incident,
  { snapshots, now }: Pick<DecideDeps, 'snapshots' | 'now'>,
): Promise<Baseline | undefined> {
  const kept = await snapshots.get('rejected', site, version.identity);
  const { identity, versionId, etag, lastModified, sha256, size, headers, storedAs, tokens, hasText } = version;
  if (!kept || sha256 === undefined || size === undefined || !headers || !storedAs) return undefined;
  await snapshots.put('accepted', site, identity, { ...kept, headers, storedAs });
  const acceptedAt = now().toISOString();
  return { identity, versionId, etag, lastModified, sha256, size, headers, storedAs, tokens, hasText, acceptedAt };
}
