import type { Incident } from '../incident/incident.ts';
import { storedText } from '../page/stored-text.ts';
import { DEFAULT_LIMITS } from '../site/policy.ts';
import type { Site } from '../site/site.ts';
import type { Snapshots } from '../site/snapshots.ts';
import { DELETED } from '../site/version.ts';
import { diffPages, type Diff } from '../verdict/diff.ts';
import { editedFrom } from './edited-from.ts';

const MAX_DECODED = 8 * 1024 * 1024;

/** What the rejected version changed in its baseline, or in a few words why nobody can say. */
export type IncidentChanges =
  { readonly kind: 'hunks'; readonly diff: Diff } | { readonly kind: 'none'; readonly reason: string };

/** What is needed to compare what was kept of two versions; `maxLines` are those of all hunks together. */
interface Comparing {
  readonly site: Site | undefined;
  readonly maxLines: number;
}

type ChangesDeps = { readonly snapshots: Pick<Snapshots, 'get'> };

/**
 * Compares an incident's rejected version with its baseline, from what was kept of both. Never fails: what is missing,
 * too large or unreadable gives the reason instead.
 */
export async function incidentChanges(
  incident: Incident,
  comparing: Comparing,
  deps: ChangesDeps,
): Promise<IncidentChanges> {
  const { baseline, version } = incident;
  if (version.identity === DELETED) return none('the page was deleted.');
  if (!baseline || baseline.identity === DELETED) return none('there is no earlier version.');
  if (baseline.sha256 === version.sha256) return none('the bytes are the same; only what they are served as changed.');
  if (Math.max(baseline.size, version.size ?? 0) > MAX_DECODED) return none('the page is too large for one.');
  return changesSince({ identity: baseline.identity, name: 'the baseline' }, incident, comparing, deps);
}

/**
 * Compares it with the older version that it was edited from, where a finding says so: few lines differ. Never fails, as
 * `incidentChanges`.
 */
export async function ancestorChanges(
  incident: Incident,
  comparing: Comparing,
  deps: ChangesDeps,
): Promise<IncidentChanges | undefined> {
  const { version } = incident;
  const ancestor = editedFrom(incident);
  if (!ancestor || version.identity === DELETED) return undefined;
  if (ancestor.identity === version.identity) return none('the upload is that version, byte for byte.');
  if ((version.size ?? 0) > MAX_DECODED) return none('the page is too large for one.');
  return changesSince({ identity: ancestor.identity, name: 'that version' }, incident, comparing, deps);
}

async function changesSince(
  { identity, name }: { readonly identity: string; readonly name: string },
  { site: owner, key, version }: Incident,
  { site, maxLines }: Comparing,
  { snapshots }: ChangesDeps,
): Promise<IncidentChanges> {
  try {
    const [before, after] = await Promise.all([
      snapshots.get('accepted', owner, identity),
      // What was left live or overridden is among the accepted.
      snapshots
        .get('rejected', owner, version.identity)
        .then((kept) => kept ?? snapshots.get('accepted', owner, version.identity)),
    ]);
    if (!before) return none(`the bytes of ${name} are not in the snapshot store.`);
    if (!after) return none('the rejected bytes are not in quarantine.');
    const limits = limitsOf(site);
    const [old, young] = [storedText(before, key, limits), storedText(after, key, limits)];
    if (old === undefined) return none(`${name} cannot be read as text.`);
    if (young === undefined) return none('the rejected version cannot be read as text.');
    return between(old, young, maxLines);
  } catch {
    return none('the snapshot store could not be read just now.');
  }
}

function between(before: string, after: string, maxLines: number): IncidentChanges {
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
