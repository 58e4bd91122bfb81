import { deployedBy } from '../../lib/alert/deployed-by.ts';
import type { IncidentDetail } from '../../lib/api/incident-shapes.ts';
import type { ReleasedChange } from '../../lib/deploy/release.ts';
import type { Incident, TrailEntry } from '../../lib/incident/incident.ts';
import { DELETED } from '../../lib/site/version.ts';

type Entry = IncidentDetail['timeline'][number];

/** What happened, oldest first: the deploy that noted the upload, the upload, each state that the incident entered, and what people decided, which says who and why. */
export function timelineOf(incident: Incident, change?: ReleasedChange): Entry[] {
  const { version, openedAt, state, trail = [{ state, at: openedAt }], restoredAt, decision } = incident;
  const entered = trail.map(entryOf);
  const told = (what: string) => trail.some((entry) => entry.decision?.what === what);
  const back = restoredAt !== undefined && !trail.some((entry) => entry.state === 'restored');
  const entries: Entry[] = [
    ...(change ? [{ at: change.at, says: `Deployed by ${deployedBy(change)}, as the deploy noted it.` }] : []),
    { at: version.lastModified, says: writtenBy(incident) },
    ...entered,
    ...(back ? [{ at: restoredAt, says: 'The baseline was seen live again.' }] : []),
    ...(decision && !told(decision.what) ? [{ at: decision.at, says: DID[decision.what], decision }] : []),
  ];
  return entries.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function writtenBy({ version, writer }: Incident): string {
  const what = version.identity === DELETED ? 'The page was deleted' : 'The version was uploaded';
  return writer?.principal === undefined ? `${what}; nobody knows by whom.` : `${what} by ${writer.principal}.`;
}

function entryOf({ state, at, decision }: TrailEntry): Entry {
  if (decision) return { at, says: DID[decision.what], decision };
  return { at, says: SAYS[state] };
}

const DID = {
  override: 'The guard was overruled.',
  dismiss: 'The incident was dismissed.',
  restore: 'The version before it is to go back.',
  resume: 'The page is guarded again.',
} as const;

const SAYS: Readonly<Record<TrailEntry['state'], string>> = {
  restoring: 'The guard rejected it and began to put the baseline back.',
  restored: 'The baseline was live again.',
  observed: 'The guard told of it and left it live.',
  superseded: 'A newer version had already replaced it.',
  undecided: 'The guard could not judge it and left it live.',
  contested: 'It kept coming back: the guard stopped restoring the page and waits for a person.',
  overridden: 'An equal version was accepted by a decision.',
  dismissed: 'The incident was closed.',
};
