import type { Alert, AlertDiff, NextStep } from './alert.ts';
import type { Notice } from './notice.ts';
import { cut } from './shown-text.ts';

const MAX_SUBJECT = 99;
const MAX_BYTES = 60 * 1024;

/** A message as SNS takes it: the subject is printable ASCII under 100 characters, the message at most 60 KiB. */
export interface SnsMessage {
  readonly subject: string;
  readonly message: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The message of an alert, in plain text. */
export function snsMessage(alert: Alert): SnsMessage {
  const parts = [
    alert.title,
    alert.meaning,
    [
      ...alert.findings.flatMap(({ says, place }) => [`- ${says}`, ...(place === undefined ? [] : [`  ${place}`])]),
      ...(alert.moreFindings > 0 ? [`… and ${alert.moreFindings} more`] : []),
    ].join('\n'),
    alert.elsewhere.join('\n'),
    alert.facts.map(([label, value]) => `${label}: ${value}`).join('\n'),
    stepsOf(alert.next),
    ...(alert.review === undefined
      ? []
      : [`See it in the browser (this address shows, and decides nothing): ${alert.review}`]),
    `Incident ${alert.incident}, ${alert.state}, as of ${alert.asOf}`,
    diffOf(alert.diff),
  ];
  return {
    subject: subjectOf(alert.title, findingsIn(alert)),
    message: bounded(parts),
    attributes: attributesOf(alert),
  };
}

/** The message of a notice, in plain text. */
export function snsNotice(notice: Notice): SnsMessage {
  return {
    subject: subjectOf(notice.title),
    message: bounded([
      notice.title,
      notice.says,
      notice.lines.join('\n'),
      stepsOf(notice.next),
      ...(notice.diff ? [diffOf(notice.diff)] : []),
    ]),
    attributes: attributesOf({ site: notice.site, severity: notice.severity, state: notice.kind }),
  };
}

const stepsOf = (steps: readonly NextStep[]): string =>
  steps.map(({ does, command }) => `${does}: ${command}`).join('\n');

function diffOf(diff: AlertDiff): string {
  if (diff.kind === 'none') return `No diff: ${diff.reason}`;
  return [...diff.lines, ...(diff.cut ? ['(The diff is longer: the rest is with the incident.)'] : [])].join('\n');
}

/** How many findings there are, where there are several: the subject names none. */
function findingsIn({ findings, moreFindings }: Alert): string {
  const count = findings.length + moreFindings;
  return count > 1 ? ` (${count} findings)` : '';
}

function subjectOf(title: string, end = ''): string {
  return `${cut(`[Holdfast] ${title}`, MAX_SUBJECT - end.length).replace(/…$/, '~')}${end}`.replace(
    /[^\x20-\x7E]/gu,
    '?',
  );
}

function bounded(parts: readonly string[]): string {
  const text = parts.filter((part) => part !== '').join('\n\n');
  const bytes = Buffer.from(text);
  if (bytes.length <= MAX_BYTES) return text;
  const end = '\n(cut)';
  return (
    bytes
      .subarray(0, MAX_BYTES - end.length)
      .toString()
      .replace(/\uFFFD+$/, '') + end
  );
}

// SNS refuses an empty attribute value.
function attributesOf(
  from: Partial<Record<'site' | 'page' | 'state' | 'severity' | 'incident', string>>,
): Record<string, string> {
  const { site, page, state, severity, incident } = from;
  return Object.fromEntries(
    Object.entries({ site, page, state, severity, incident }).filter((pair): pair is [string, string] =>
      Boolean(pair[1]),
    ),
  );
}
