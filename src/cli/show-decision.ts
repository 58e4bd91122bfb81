import type { IncidentDetail, IncidentShape } from '../lib/api/incident-shapes.ts';
import { effectOf } from '../lib/incident/decision-words.ts';
import type { Decision } from '../lib/incident/incident.ts';
import {
  ancestorOf,
  findingsOf,
  pageOf,
  rowNames,
  showRows,
  versionOf,
  writerOf,
  type Row,
} from './describe-incident.ts';
import { counted, printable } from './printable.ts';
import { sizeOfDiff } from './show-diff.ts';

/** More are counted, not named. */
const MOST_NAMED = 20;

/** A decision before it is made: of which incident, on what evidence, and what will happen. */
export function showDecision(
  what: Decision['what'],
  incident: IncidentDetail,
  { reason, deploy, others }: { reason: string; deploy: boolean; others: readonly IncidentShape[] },
): string {
  const { state, rejected, findings } = incident;
  const { upload, before } = rowNames(incident);
  const rows: Row[] = [
    ['page', pageOf(incident)],
    ['findings', findingsOf(incident)],
    [upload, versionOf(incident.rejected)],
    [before, versionOf(incident.baseline)],
    ['based on', ancestorOf(incident)],
    ['written by', writerOf(incident)],
    ['difference', sizeOfDiff(incident.diff)],
    ['then', effectOf(what, { state, identity: rejected.identity, findings })],
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
