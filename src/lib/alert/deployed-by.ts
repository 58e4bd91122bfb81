import type { ReleasedChange, Releases } from '../deploy/release.ts';
import type { Incident } from '../incident/incident.ts';
import { DELETED } from '../site/version.ts';
import type { Alert } from './alert.ts';
import { shownLine } from './shown-text.ts';

/** By which release an incident's version came, as a deploy noted it; never a failure, for everything else is known. */
export async function changeBehind(
  { site, key, version: { identity } }: Pick<Incident, 'site' | 'key' | 'version'>,
  { changeOf }: Pick<Releases, 'changeOf'>,
): Promise<ReleasedChange | undefined> {
  if (identity === DELETED) return undefined;
  const change = await changeOf(site, identity).catch(() => undefined);
  // Equal pages are noted under one name.
  return change?.key === key ? change : undefined;
}

/** A release with its change and whoever deployed it, as they said it: in one line of at most 440 characters. */
export function deployedBy({ release, change, by }: Pick<ReleasedChange, 'release' | 'change' | 'by'>): string {
  const named = change === undefined ? '' : ` (change “${shownLine(change, 160)}”)`;
  return `release ${shownLine(release, 40)}${named} by ${shownLine(by, 200)}`;
}

/** The alert of an incident whose version came by a release. */
export function deployedAlert(alert: Alert, change: ReleasedChange | undefined): Alert {
  if (!change) return alert;
  const at = alert.facts.findIndex(([label]) => label === 'Written at') + 1;
  return { ...alert, facts: alert.facts.toSpliced(at, 0, ['Deployed by', deployedBy(change)]) };
}
