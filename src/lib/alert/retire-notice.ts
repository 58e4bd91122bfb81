import type { NextStep } from './alert.ts';
import { isSafe } from './name-steps.ts';
import type { Notice } from './notice.ts';
import type { RetireChange } from './retire-changes.ts';
import { shownLine } from './shown-text.ts';

/** Says that a feature may leave every page of a site, or that what was retired may come back. */
export function retireNotice(site: string, change: RetireChange): Notice {
  const { what, kind, because } = change;
  const named =
    kind === 'token' ? `the feature ${shownLine(change.name, 128)}` : `the phrase "${shownLine(change.name, 200)}"`;
  const name = shownLine(site, 64);
  return {
    kind: 'retirement',
    site,
    severity: 'medium',
    title: `${shownLine(site, 40)}: ${named} ${what === 'retired' ? 'is retired' : 'is no longer retired'}`,
    says:
      what === 'retired'
        ? `From now on ${named} may leave every page of ${name}, and must not come back to any.`
        : `From now on ${named} may come back to any page of ${name}.`,
    lines: because
      ? [
          `Retired by: ${shownLine(because.by, 300)}`,
          `Reason: ${shownLine(because.reason, 500)}`,
          `Since: ${shownLine(because.at, 40)}`,
        ]
      : [],
    next: undo(site, change),
  };
}

function undo(site: string, { what, kind, name }: RetireChange): NextStep[] {
  if (kind !== 'token' || !isSafe(site) || !isSafe(name)) return [];
  return what === 'retired'
    ? [{ does: 'Take it back', command: `npx holdfast unretire ${site} --token ${name}` }]
    : [{ does: 'Retire it again', command: `npx holdfast retire ${site} --token ${name} --reason "…"` }];
}
