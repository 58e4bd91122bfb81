import type { IncidentDetail, IncidentShape } from '../lib/api/incident-shapes.ts';
import type { Decision } from '../lib/incident/incident.ts';
import { DELETED } from '../lib/site/version.ts';
import { findingsOf, pageOf, showRows, versionOf, writerOf, type Row } from './describe-incident.ts';
import { counted, printable } from './printable.ts';
import { sizeOfDiff } from './show-diff.ts';

/** More are counted, not named. */
const MOST_NAMED = 20;

/** What each decision does. */
export const MEANS: Readonly<Record<Decision['what'], string>> = {
  override: 'the upload was right: it goes live again, and what comes later is judged against it',
  dismiss: 'the guard was right: nothing changes on the site',
  restore: 'the version before it goes live again, and what comes later is judged against that',
  resume: 'the contested page is guarded again: what is live is judged, and undone if it must be',
};

const OVERRIDE_DELETION = 'the page was to go: its next deletion passes';

/** A decision before it is made: of which incident, on what evidence, and what will happen. */
export function showDecision(
  what: Decision['what'],
  incident: IncidentDetail,
  { reason, deploy, others }: { reason: string; deploy: boolean; others: readonly IncidentShape[] },
): string {
  const ofDeletion = what === 'override' && incident.rejected.identity === DELETED;
  const rows: Row[] = [
    ['page', pageOf(incident)],
    ['findings', findingsOf(incident)],
    ['rejected', versionOf(incident.rejected)],
    ['baseline', versionOf(incident.baseline)],
    ['written by', writerOf(incident)],
    ['difference', sizeOfDiff(incident.diff)],
    ['then', ofDeletion ? OVERRIDE_DELETION : MEANS[what]],
    ['reason', reason],
  ];
  const head = printable(`${what} incident ${incident.id} (${incident.state})`);
  return [head, ...showRows(rows, '  '), ...(deploy ? showDeploy(incident, others) : [])].join('\n');
}

function showDeploy({ writer }: IncidentDetail, others: readonly IncidentShape[]): string[] {
  const seen = others.length === 0 ? 'no other is seen' : `${counted(others.length, 'other')} seen`;
  const who = writer?.principal ?? 'the same writer';
  const head = printable(`  and the same for what ${who} caused within a quarter of an hour (${seen}):`);
  const named = others
    .slice(0, MOST_NAMED)
    .map((other) => printable(`    ${other.id}  ${other.state}  ${pageOf(other)}`));
  const more = others.length - named.length;
  return [head, ...named, ...(more > 0 ? [`    and ${more} more`] : [])];
}
