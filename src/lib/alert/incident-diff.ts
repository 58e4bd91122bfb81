import type { Incident } from '../incident/incident.ts';
import { decodeText } from '../page/charset.ts';
import { decodeBytes } from '../page/decode-bytes.ts';
import { claimsHtml } from '../page/syntax.ts';
import type { Content } from '../site/bucket.ts';
import { DEFAULT_LIMITS } from '../site/policy.ts';
import type { Site } from '../site/site.ts';
import type { Snapshots } from '../site/snapshots.ts';
import { DELETED } from '../site/version.ts';
import { diffPages, unifiedText } from '../verdict/diff.ts';
import type { AlertDiff } from './alert.ts';
import { shownCode } from './shown-text.ts';

const MAX_DECODED = 8 * 1024 * 1024;
const MAX_LINES = 300;
// A little more than what the diff leaves of a line.
const MAX_LINE = 520;

/**
 * What the rejected version changed in its baseline, as unified lines: at most 300 and the hunks' headings. Never fails: what is missing, too
 * large or unreadable gives the reason instead, because an alert without a diff is better than none.
 */
export async function incidentDiff(
  incident: Incident,
  site: Site | undefined,
  deps: { snapshots: Pick<Snapshots, 'get'> },
): Promise<AlertDiff> {
  const { baseline, version } = incident;
  if (version.identity === DELETED) return none('the page was deleted.');
  if (!baseline || baseline.identity === DELETED) return none('there is no earlier version.');
  if (baseline.sha256 === version.sha256) return none('the bytes are the same; only what they are served as changed.');
  if (Math.max(baseline.size, version.size ?? 0) > MAX_DECODED) return none('the page is too large for one.');
  try {
    const [before, after] = await Promise.all([
      deps.snapshots.get('accepted', incident.site, baseline.identity),
      deps.snapshots.get('rejected', incident.site, version.identity),
    ]);
    if (!before) return none('the bytes of the baseline are not in the snapshot store.');
    if (!after) return none('the rejected bytes are not in quarantine.');
    return between(textOf(before, incident.key, site), textOf(after, incident.key, site));
  } catch {
    return none('the snapshot store could not be read just now.');
  }
}

function between(before: string | undefined, after: string | undefined): AlertDiff {
  if (before === undefined) return none('the baseline cannot be read as text.');
  if (after === undefined) return none('the rejected version cannot be read as text.');
  const diff = diffPages(before, after, { context: 3, maxLines: MAX_LINES });
  if (diff.hunks.length === 0) return none('the lines are the same; only how they end or are encoded differs.');
  const lines = unifiedText(diff, { before: 'baseline', after: 'rejected' }).trimEnd().split('\n');
  return { kind: 'lines', lines: lines.map((line) => shownCode(line, MAX_LINE)), cut: diff.cut };
}

function textOf({ bytes, headers }: Content, key: string, site: Site | undefined): string | undefined {
  const limits = site?.policy.limits ?? DEFAULT_LIMITS;
  const decodedBytes = Math.min(limits.decodedBytes, MAX_DECODED);
  const decoding = decodeBytes(bytes, headers.contentEncoding, { ...limits, decodedBytes });
  if (decoding.kind !== 'decoded') return undefined;
  return decodeText(decoding.bytes, headers.contentType, claimsHtml(key, headers.contentType));
}

function none(reason: string): AlertDiff {
  return { kind: 'none', reason };
}
