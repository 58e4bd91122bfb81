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

/** How many versions came to what, in one line. */
export function countsOf({ versions, pages, verdicts }: Tally): string {
  const counts = (['accepted', 'unchanged', 'alert', 'rollback', 'undecided'] as const).map(
    (verdict) => `${verdicts[verdict].toLocaleString('en')} ${VERDICT_WORDS[verdict]}`,
  );
  const of = (count: number, what: string) => `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
  return `${of(versions, 'version')} of ${of(pages, 'page')}: ${counts.join(', ')}`;
}
