import type { Incident } from '../incident/incident.ts';
import { storedText } from '../page/stored-text.ts';
import { DEFAULT_LIMITS } from '../site/policy.ts';
import type { Site } from '../site/site.ts';
import type { Snapshots } from '../site/snapshots.ts';
import { DELETED } from '../site/version.ts';
import { diffPages, type Diff } from '../verdict/diff.ts';

const MAX_DECODED = 8 * 1024 * 1024;

/** What the rejected version changed in its baseline, or in a few words why nobody can say. */
export type IncidentChanges =
  { readonly kind: 'hunks'; readonly diff: Diff } | { readonly kind: 'none'; readonly reason: string };

/**
 * Compares an incident's rejected version with its baseline, from what was kept of both. Never fails: what is missing,
 * too large or unreadable gives the reason instead. `maxLines` are those of all hunks together.
 */
export async function incidentChanges(
  incident: Incident,
  site: Site | undefined,
  maxLines: number,
  deps: { snapshots: Pick<Snapshots, 'get'> },
): Promise<IncidentChanges> {
  const { baseline, version, key } = incident;
  if (version.identity === DELETED) return none('the page was deleted.');
  if (!baseline || baseline.identity === DELETED) return none('there is no earlier version.');
  if (baseline.sha256 === version.sha256) return none('the bytes are the same; only what they are served as changed.');
  if (Math.max(baseline.size, version.size ?? 0) > MAX_DECODED) return none('the page is too large for one.');
  try {
    const [before, after] = await Promise.all([
      deps.snapshots.get('accepted', incident.site, baseline.identity),
      deps.snapshots.get('rejected', incident.site, version.identity),
    ]);
    if (!before) return none('the bytes of the baseline are not in the snapshot store.');
    if (!after) return none('the rejected bytes are not in quarantine.');
    const limits = limitsOf(site);
    return between(storedText(before, key, limits), storedText(after, key, limits), maxLines);
  } catch {
    return none('the snapshot store could not be read just now.');
  }
}

function between(before: string | undefined, after: string | undefined, maxLines: number): IncidentChanges {
  if (before === undefined) return none('the baseline cannot be read as text.');
  if (after === undefined) return none('the rejected version cannot be read as text.');
  const diff = diffPages(before, after, { context: 3, maxLines });
  if (diff.hunks.length === 0) return none('the lines are the same; only how they end or are encoded differs.');
  return { kind: 'hunks', diff };
}

function limitsOf(site: Site | undefined) {
  const limits = site?.policy.limits ?? DEFAULT_LIMITS;
  return { ...limits, decodedBytes: Math.min(limits.decodedBytes, MAX_DECODED) };
}

function none(reason: string): IncidentChanges {
  return { kind: 'none', reason };
}
