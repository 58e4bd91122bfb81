import type { Warning } from '../site/warning.ts';
import type { NextStep } from './alert.ts';
import { isSafe } from './name-steps.ts';
import type { Notice } from './notice.ts';
import { shownLine } from './shown-text.ts';
import type { WarningHint } from './warning-hints.ts';

/** Says that a warning blocks deploys, as it is by now, or that somebody acknowledged it. */
export function warningNotice(what: WarningHint['what'], warning: Warning): Notice {
  const { id, site, key, acknowledged } = warning;
  const open = acknowledged === undefined;
  const about = key === undefined ? 'the whole site' : shownLine(key, 60);
  const became = what === 'raised' ? 'was raised' : 'was acknowledged';
  return {
    kind: 'warning',
    site,
    severity: open ? 'medium' : 'info',
    title: `${shownLine(site, 40)}: a warning about ${about} ${became}`,
    says: `${meaning(warning)}${what === 'raised' && !open ? ' This comes late.' : ''}`,
    lines: [
      `Warning: ${shownLine(warning.says, 1000)}`,
      `Raised by: ${shownLine(warning.by, 200)}, ${shownLine(warning.at, 40)}`,
      ...(acknowledged
        ? [
            `Acknowledged by: ${shownLine(acknowledged.by, 200)}, ${shownLine(acknowledged.at, 40)}`,
            `Reason: ${shownLine(acknowledged.reason, 500)}`,
          ]
        : []),
    ],
    next: open ? stepsOf(site, id) : [],
  };
}

/** How deploys that a warning blocks go on; none for an id that could be something else to a shell. */
export function acknowledging(id: string): NextStep[] {
  if (!isSafe(id)) return [];
  return [{ does: 'Acknowledge it, and let deploys go on', command: `npx holdfast ack ${id} --reason "…"` }];
}

function meaning({ site, key, acknowledged }: Warning): string {
  const where =
    key === undefined ? `all of ${shownLine(site, 64)}` : `${shownLine(key, 300)} of ${shownLine(site, 64)}`;
  return acknowledged
    ? `It blocks deploys of ${where} no longer.`
    : `Deploys of ${where} are refused until an approver acknowledges it.`;
}

function stepsOf(site: string, id: string): NextStep[] {
  const all = isSafe(site) ? [{ does: 'See all open warnings', command: `npx holdfast warnings ${site}` }] : [];
  return [...acknowledging(id), ...all];
}
