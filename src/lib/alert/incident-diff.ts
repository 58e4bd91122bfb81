import type { Incident } from '../incident/incident.ts';
import type { Site } from '../site/site.ts';
import type { Snapshots } from '../site/snapshots.ts';
import { unifiedText } from '../verdict/diff.ts';
import type { AlertDiff } from './alert.ts';
import { incidentChanges } from './incident-changes.ts';
import { shownCode } from './shown-text.ts';

const MAX_LINES = 300;
// A little more than what the diff leaves of a line.
const MAX_LINE = 520;

/**
 * What the rejected version changed in its baseline, as unified lines: at most 300 and the hunks' headings. Never fails,
 * because an alert without a diff is better than none.
 */
export async function incidentDiff(
  incident: Incident,
  site: Site | undefined,
  deps: { snapshots: Pick<Snapshots, 'get'> },
): Promise<AlertDiff> {
  const changes = await incidentChanges(incident, { site, maxLines: MAX_LINES }, deps);
  if (changes.kind === 'none') return changes;
  const text = unifiedText(changes.diff, { before: 'baseline', after: 'upload' });
  const lines = text.trimEnd().split('\n');
  return { kind: 'lines', lines: lines.map((line) => shownCode(line, MAX_LINE)), cut: changes.diff.cut };
}
