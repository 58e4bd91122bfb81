import type { Restored } from '../../lib/capture/apply-restore.ts';
import type { PlannedResource } from '../../lib/capture/restore-work.ts';
import type { Step } from '../../lib/capture/restore.ts';
import type { ExitCode, Outcome } from '../outcome.ts';
import { counted, printable } from '../printable.ts';
import { plainPlan, plainStep, showPlan, stepLines } from './show-plan.ts';

interface Told {
  readonly capture: string;
  readonly account: string;
  readonly plan: readonly PlannedResource[];
}

/** How a restore ended in which nothing was or could be done. */
export function plannedOutcome(
  { capture, account, plan }: Told,
  { dryRun, warnings }: { readonly dryRun: boolean; readonly warnings: readonly string[] },
): Outcome {
  const failed = plan.some(({ failure }) => failure !== undefined);
  const left = plan.flatMap(({ steps }) => steps).filter(({ kind }) => kind !== 'leave');
  const value = { capture, account, dryRun, warnings, plan: plainPlan(plan) };
  const text = left.length === 0 && !failed ? `All of ${capture} is live as it was captured.` : showPlan(plan);
  const exitCode = failed ? 1 : left.length > 0 && !dryRun ? 6 : 0;
  const lines = [{ event: 'planned', ...value }];
  return {
    exitCode,
    value,
    lines,
    text: dryRun ? '' : [...warnings.map((line) => printable(`! ${line}`)), text].join('\n'),
  };
}

/** How a restore ended: 0 where all is live as captured; 1 before 5 before 6. */
export function outcomeOf(
  { capture, account, plan }: Told,
  restored: readonly Restored[],
  { commands, warnings }: { readonly commands: string | undefined; readonly warnings: readonly string[] },
): Outcome {
  const value = { capture, account, dryRun: false, warnings, plan: plainPlan(plan), restored: restored.map(plain) };
  const done = restored.filter((each) => each.outcome === 'restored' && each.done.length > 0).length;
  const same = restored.filter((each) => each.outcome === 'restored' && each.done.length === 0).length;
  const lines = [
    `${counted(done, 'resource')} brought back, ${same.toLocaleString('en')} as captured already.`,
    ...restored.flatMap(resultLines),
    ...(commands === undefined ? [] : [`What is left to do by hand is in ${commands}: read it, then run it.`]),
    ...(restored.some(({ outcome }) => outcome !== 'restored')
      ? ['→ Run it again: what is done is not done again.']
      : []),
  ];
  return { exitCode: exitCodeOf(restored), value, lines: [{ event: 'ended', ...value }], text: lines.join('\n') };
}

function exitCodeOf(restored: readonly Restored[]): ExitCode {
  if (restored.some(({ outcome }) => outcome === 'failed' || outcome === 'skipped')) return 1;
  if (restored.some(({ outcome }) => outcome === 'moved')) return 5;
  return restored.some((each) => open(each).length > 0) ? 6 : 0;
}

function open(each: Restored): readonly Step[] {
  return each.outcome === 'restored' ? [...each.left, ...each.unsettled] : [];
}

function plain(each: Restored) {
  const about = { resource: each.key, outcome: each.outcome };
  if (each.outcome === 'skipped') return { ...about, because: each.because };
  if (each.outcome !== 'restored') return { ...about, failure: each.failure };
  const { done, left, unsettled, made } = each;
  return { ...about, done, left: left.map(plainStep), unsettled: unsettled.map(plainStep), made };
}

function resultLines(each: Restored): string[] {
  const key = printable(each.key);
  if (each.outcome === 'skipped') return [`✗ ${key}: skipped, for it needs ${printable(each.because)}`];
  if (each.outcome !== 'restored') {
    const { message, hint } = each.failure;
    return [`✗ ${key}: ${printable(message)}`, ...(hint === undefined ? [] : [`  → ${printable(hint)}`])];
  }
  return [
    ...each.left.flatMap((step) => stepLines(step).flat()),
    ...each.unsettled.flatMap((step) => [`  was done and still differs: ${key}`, ...stepLines(step).flat()]),
  ];
}
