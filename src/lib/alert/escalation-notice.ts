import type { EscalationRecord } from '../site/escalation.ts';
import type { Site } from '../site/site.ts';
import type { AlertDiff, NextStep } from './alert.ts';
import { isSafe } from './name-steps.ts';
import type { Notice } from './notice.ts';
import { shownCode, shownLine } from './shown-text.ts';

// A little more than what a diff leaves of a line.
const MAX_LINE = 520;

/** Calls the site's contact: production is ahead of what somebody wanted to deploy. The diff is an uploader's text. */
export function escalationNotice(
  { site, key, says, diff, by, at }: EscalationRecord,
  config: Site | undefined,
): Notice {
  const page = shownLine(key, 300);
  return {
    kind: 'escalation',
    site,
    severity: 'high',
    title: `${shownLine(site, 40)}: production is ahead of a deploy of ${shownLine(key, 60)}`,
    says:
      `${calling(config)} somebody wanted to deploy ${page} of ${shownLine(site, 64)} from a copy that lacks what is ` +
      'live. Nothing was written. Say which version is right, or merge them.',
    lines: [
      shownLine(says, 500),
      `Wanted by: ${shownLine(by, 200)}, ${shownLine(at, 40)}`,
      'What the deploy would have changed in production follows; - is live, + is theirs.',
    ],
    next: [...pulling(site, key, config), ...allowing(site, key)],
    diff: diffOf(diff),
    whole: 'whoever wanted to deploy has the rest',
  };
}

function calling(config: Site | undefined): string {
  const contact = config?.escalation?.contact;
  return contact === undefined ? 'Whoever is in charge:' : `${shownLine(contact, 100)}, you are called:`;
}

function diffOf(diff: string): AlertDiff {
  const text = diff.trimEnd();
  if (text === '') return { kind: 'none', reason: 'none was sent.' };
  return { kind: 'lines', lines: text.split('\n').map((line) => shownCode(line, MAX_LINE)), cut: false };
}

function pulling(site: string, key: string, config: Site | undefined): NextStep[] {
  const prefix = config?.production.prefix ?? '';
  const path = key.startsWith(prefix) ? key.slice(prefix.length) : key;
  if (!isSafe(site) || !isSafe(path)) return [];
  return [{ does: 'Get what is live, to merge it', command: `npx holdfast pull ${site} ${path}` }];
}

function allowing(site: string, key: string): NextStep[] {
  if (!isSafe(site) || !isSafe(key)) return [];
  const command = `npx holdfast allow ${site} ${key} --code base.stale --for 1h --reason "…"`;
  return [{ does: 'The copy is right: let it replace what is live', command }];
}
