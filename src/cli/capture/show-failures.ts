import type { Entry } from '../../lib/capture/entry.ts';
import { keyOf } from '../../lib/capture/resource.ts';
import type { ConfiguredSelection } from '../../lib/capture/selection.ts';
import type { Damage } from '../../lib/capture/verify.ts';
import { counted, printable } from '../printable.ts';

/** Every resource that failed, with why and what to do; nothing where none did. */
export function showFailures(failures: readonly Entry[]): string[] {
  if (failures.length === 0) return [];
  const each = failures.map((entry) => {
    const { code = '', message = '', hint } = entry.error ?? {};
    const what = entry.id === '*' ? `${entry.service}: ${entry.name}` : keyOf(entry);
    return [
      `✗ ${printable(what)}  ${code}`,
      `  ${printable(message)}`,
      ...(hint === undefined ? [] : [`  → ${printable(hint)}`]),
    ].join('\n');
  });
  return [`${counted(failures.length, 'failure')}:\n${each.join('\n')}`];
}

/** What was left out because its tags are not known. */
export function showUntold({ untold }: Pick<ConfiguredSelection, 'untold'>): string[] {
  if (untold.size === 0) return [];
  const each = [...untold].map(([service, count]) => `${count} of ${service}`).join(', ');
  return [
    `Left out, as their tags are not told with their lists: ${each}. Name them with \`include\` and without \`tags\`.`,
  ];
}

/** Everything that is not what was captured; nothing where nothing is damaged. */
export function showDamage(damaged: readonly Damage[]): string[] {
  if (damaged.length === 0) return [];
  const each = damaged.map(({ path, why }) => `✗ ${printable(path)}\n  ${printable(why)}`);
  return [`${counted(damaged.length, 'file')} damaged:\n${each.join('\n')}`];
}
