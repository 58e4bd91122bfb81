import { styleText } from 'node:util';
import type { CostLine } from '../cost.ts';
import { printable } from '../printable.ts';
import type { Check } from './check.ts';

const MARKS = {
  right: () => styleText('green', '✓'),
  advice: () => styleText('yellow', '!'),
  wrong: () => styleText('red', '✗'),
} as const;

/** The checks of one thing, each with how to mend it. */
export function showChecks(name: string, checks: readonly Check[]): string {
  const lines = checks.map(({ what, state, says, mend }) => {
    const line = `  ${MARKS[state]()} ${printable(`${what}: ${says}`)}`;
    return mend === undefined ? line : `${line}\n      ${printable(`mend: ${mend}`)}`;
  });
  return [name, ...lines].join('\n');
}

/** The estimate for people. */
export function showCost(lines: readonly CostLine[]): string {
  const rows = lines.map(({ what, dollars }) => `  ${dollars.toFixed(2).padStart(8)}  ${what}`);
  return [`about $${sum(lines).toFixed(2)} a month (AWS list prices, docs/costs.md)`, ...rows].join('\n');
}

/** Dollars in all. */
export function sum(lines: readonly CostLine[]): number {
  return lines.reduce((total, { dollars }) => total + dollars, 0);
}

/** The last line. */
export function showVerdict(checks: readonly Check[]): string {
  const count = checks.filter(({ state }) => state === 'wrong').length;
  return count === 0 ? 'Everything that must hold does.' : `${count} to mend.`;
}
