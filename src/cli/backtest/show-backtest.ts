import { toldFinding } from '../../lib/alert/told-finding.ts';
import type { Replayed } from '../../lib/backtest/replay.ts';
import type { Tally } from '../../lib/backtest/tally.ts';
import { countsOf, shownVersion, VERDICT_WORDS } from '../../lib/backtest/words.ts';
import { counted, printable, shortened, table } from '../printable.ts';
import { utcSecond } from '../when.ts';

/** Findings of one version that are told with their sentence. */
const MOST_TOLD = 5;

/** A table of versions, each with its findings below it: those that have any, or all. */
export function showVersions(replayed: readonly Replayed[], all: boolean): string | undefined {
  const shown = all ? replayed : replayed.filter(({ findings }) => findings.length > 0);
  if (shown.length === 0) return undefined;
  const rows = shown.map(({ page, number, version, at, verdict }) => [
    page,
    String(number),
    shownVersion(version),
    utcSecond(at),
    VERDICT_WORDS[verdict],
  ]);
  const [heading = '', ...lines] = table(['page', '#', 'version', 'stored', 'verdict'], rows).split('\n');
  return [heading, ...lines.flatMap((line, index) => [line, ...findingLines(shown[index])])].join('\n');
}

/** How many versions came to what, and which findings did it. */
export function showTally(tally: Tally): string {
  const summary = `${countsOf(tally)}.`;
  if (tally.codes.length === 0) return summary;
  const rows = tally.codes.map(({ code, ...counts }) => [
    code,
    ...[counts.rollback, counts.alert, counts.undecided].map((count) => count.toLocaleString('en')),
  ]);
  return `${summary}\n\n${table(['versions with', 'to be rolled back', 'to be alerted', 'undecided'], rows)}`;
}

function findingLines(replayed: Replayed | undefined): string[] {
  const findings = replayed?.findings ?? [];
  const told = findings.slice(0, MOST_TOLD);
  const lines = told.flatMap((finding) => {
    const { says, place } = toldFinding(finding);
    const weight = finding.severity === 'rollback' ? '' : ` (${finding.severity})`;
    const where = place === undefined ? [] : [`      ${place}`];
    const { ancestor } = finding;
    const from = ancestor ? [`      edited from: ${shownVersion(ancestor.versionId)}`] : [];
    return [`    ${finding.code}${weight}: ${says}`, ...from, ...where].map(printable);
  });
  const more = findings.length - told.length;
  return more > 0 ? [...lines, `    and ${counted(more, 'more finding')} (--json has all)`] : lines;
}

/** Where the versions came from, and by whose policy they were judged. */
export function showOrigin(from: string, policy: string): string {
  return printable(`${shortened(from, 300)}, judged by ${shortened(policy, 300)}, as if it enforced.`);
}
