import type { Replayed, ReplayVerdict } from './replay.ts';
import type { Tally } from './tally.ts';

/** What is said of a version with this verdict. */
export const VERDICT_WORDS: Readonly<Record<ReplayVerdict, string>> = {
  rollback: 'rolled back',
  alert: 'alerted',
  undecided: 'undecided',
  accepted: 'accepted',
  unchanged: 'unchanged',
};

/** A commit as people name it; all else as it is. */
export function shownVersion(version: string): string {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(version) ? version.slice(0, 12) : version;
}

/** What a version's findings are about, each once. */
export function shownFindings({ findings }: Pick<Replayed, 'findings'>): string {
  const all = findings.map(({ code, token, phrase }) => [code, token ?? phrase].filter(Boolean).join(' '));
  return [...new Set(all)].join(', ');
}

/** How many versions of how many pages came to what, in one line. */
export function countsOf(tally: Tally): string {
  return `${counted(tally.versions, 'version')} of ${counted(tally.pages, 'page')}: ${verdictsOf(tally)}`;
}

/** How many versions of one page came to what, in one line. */
export function pageCountsOf(tally: Tally): string {
  return `${counted(tally.versions, 'version')}: ${verdictsOf(tally)}`;
}

function verdictsOf({ verdicts }: Tally): string {
  const told = ['accepted', 'unchanged', 'alert', 'rollback', 'undecided'] as const;
  return told.map((verdict) => `${verdicts[verdict].toLocaleString('en')} ${VERDICT_WORDS[verdict]}`).join(', ');
}

const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
