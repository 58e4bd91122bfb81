import { FINDING_CODES, type FindingCode } from '../site/policy.ts';
import { REPLAY_VERDICTS, type Replayed, type ReplayVerdict } from './replay.ts';

/** How often a finding was met, in versions, by what it would have led to. */
export interface CodeTally {
  readonly code: FindingCode;
  readonly rollback: number;
  readonly alert: number;
  readonly undecided: number;
}

/** How a backtest ended. */
export interface Tally {
  readonly versions: number;
  readonly pages: number;
  readonly verdicts: Readonly<Record<ReplayVerdict, number>>;
  /** Those that were met, in the order in which findings are told. */
  readonly codes: readonly CodeTally[];
}

/** Counts what was said of versions. */
export function tallyOf(replayed: readonly Replayed[]): Tally {
  const of = (verdict: ReplayVerdict) => replayed.filter((each) => each.verdict === verdict).length;
  const [rollback = 0, alert = 0, undecided = 0, accepted = 0, unchanged = 0] = REPLAY_VERDICTS.map(of);
  return {
    versions: replayed.length,
    pages: new Set(replayed.map(({ page }) => page)).size,
    verdicts: { rollback, alert, undecided, accepted, unchanged },
    codes: FINDING_CODES.map((code) => codeTally(code, replayed)).filter(
      ({ rollback, alert, undecided }) => rollback + alert + undecided > 0,
    ),
  };
}

function codeTally(code: FindingCode, replayed: readonly Replayed[]): CodeTally {
  const counts = { rollback: 0, alert: 0, undecided: 0 };
  for (const { verdict, findings } of replayed) {
    const own = findings.filter((finding) => finding.code === code);
    if (own.length === 0) continue;
    const severe = own.some(({ severity }) => severity === 'rollback') ? 'rollback' : 'alert';
    counts[verdict === 'undecided' ? 'undecided' : severe] += 1;
  }
  return { code, ...counts };
}
