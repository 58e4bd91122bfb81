import { isGrave, SHIPPED } from '../../src/lib/verdict/check-base.ts';
import { scored, stale, type Score } from './score.ts';
import type { Trial } from './trial.ts';

/** The figures of some trials: recall by age, and what would have become of real edits. */
export function figures(title: string, score: Score): string {
  const { recalls, edits, reverts, revertsRolledBack, alerted, rolledBack } = score;
  const rows = recalls.map(({ age, uploads, found, right, rolledBack: back }) => [
    `${age} back`,
    String(uploads),
    percent(found, uploads),
    percent(right, found),
    percent(back, uploads),
  ]);
  return [
    columns([[title, 'uploads', 'found', 'right base', 'rolled back'], ...rows]),
    `Of ${edits} real, consecutive edits ${rolledBack + revertsRolledBack} would have been rolled back` +
      ` (${percent(rolledBack + revertsRolledBack, edits)}; ${revertsRolledBack} of them exact reverts)` +
      ` and ${alerted} alerted (${percent(alerted, edits)}), besides ${reverts - revertsRolledBack} exact reverts.`,
  ].join('\n');
}

const SHARES = [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];

/** The trade-off between what is found and what is told for nothing, along the share that must be undone. */
export function curve(trials: readonly Trial[]): string {
  const rows = SHARES.map((share) => {
    const graveShare = Math.max(share, SHIPPED.graveShare);
    const { recalls, edits, alerted, rolledBack, revertsRolledBack } = scored(trials, {
      ...SHIPPED,
      share,
      graveShare,
    });
    return [
      `${share.toFixed(2)}${share === SHIPPED.share ? ' shipped' : ''}`,
      ...recalls.map(({ found, uploads }) => percent(found, uploads)),
      percent(alerted, edits),
      percent(rolledBack + revertsRolledBack, edits),
    ];
  });
  const ages = scored(trials).recalls.map(({ age }) => `${age} back`);
  return columns([['share undone', ...ages, 'alerted', 'rolled back'], ...rows]);
}

/** Every miss and every false alarm, one by one, each with its cause. */
export function cases(trials: readonly Trial[]): string {
  const misses = trials.filter(({ age, weight }) => age > 0 && !stale(weight));
  const alarms = trials.filter(({ age, weight }) => age === 0 && stale(weight));
  const missed = misses.map((trial) => `  ${trial.page} ${trial.version}, ${trial.age} back: ${whyMissed(trial)}`);
  const alarmed = alarms.map((trial) => `  ${trial.page} ${trial.version}: ${whyAlarmed(trial)}`);
  return [`Missed: ${missed.length}`, ...missed, `False alarms and reverts: ${alarmed.length}`, ...alarmed].join('\n');
}

/** What else the judgement would have said of the real edits. */
export function others(trials: readonly Trial[]): string {
  const counts = new Map<string, number>();
  for (const code of trials.flatMap((trial) => trial.others)) counts.set(code, (counts.get(code) ?? 0) + 1);
  const rows = [...counts]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([code, count]) => [code, String(count), percent(count, edits(trials))]);
  return columns([['other findings', 'edits', 'share'], ...rows]);
}

const edits = (trials: readonly Trial[]): number => trials.filter(({ age }) => age === 0).length;

function whyMissed({ weight }: Trial): string {
  if (!weight) return 'what it undoes is no more than what the edit has in common with newer versions';
  if (weight.undoes === 0) return 'what it undoes had been undone before';
  if (weight.ofOlder < SHIPPED.ofOlder)
    return `the edit rewrote the page: ${share(weight.ofOlder)} of the older version is left`;
  if (weight.ofUpload < SHIPPED.ofUpload)
    return `the edit is most of it: ${share(weight.ofUpload)} is of the older version`;
  if (weight.nearer <= 0) return 'what it lacks stands there in another form, as if edited';
  return `it undoes ${share(weight.share)} of what had changed: the edit happens to bring the rest`;
}

function whyAlarmed({ weight, exact }: Trial): string {
  if (!weight) return '';
  const severity = isGrave(weight, SHIPPED) ? 'rollback' : 'alert';
  const versions = `${weight.undoes} version${weight.undoes === 1 ? '' : 's'}`;
  if (exact) return `${severity}; an exact revert by ${versions}`;
  const { dropped, back, repeated } = weight;
  const how = [
    ...(dropped > 0 ? [`takes ${dropped} units away that they had brought`] : []),
    ...(back > 0 ? [`brings ${back} back that they had removed`] : []),
    ...(repeated > 0 ? [`repeats ${repeated} as often as before`] : []),
  ];
  return `${severity}; undoes ${versions} and edits on: ${how.join(', ')}`;
}

const share = (of: number): string => `${Math.round(100 * of)} %`;
const percent = (part: number, whole: number): string => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(2)} %`);

function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart((widths[at] ?? 0) + 2))).join('');
  return rows.map(line).join('\n');
}
