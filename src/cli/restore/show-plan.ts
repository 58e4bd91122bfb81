import type { PlannedResource } from '../../lib/capture/restore-work.ts';
import type { Step } from '../../lib/capture/restore.ts';
import { counted, printable, printableCommand } from '../printable.ts';

/** Lines that are shown of one step, and steps of one service. */
const MOST = { details: 12, steps: 60 } as const;

/** A step without what does it, as `--json` has it. */
export function plainStep({ kind, what, details = [], why, commands = [] }: Step) {
  return { kind, what, details, ...(why !== undefined && { why }), commands };
}

/** The plan as `--json` has it. */
export function plainPlan(planned: readonly PlannedResource[]) {
  return planned.map(({ key, steps, failure }) => ({
    resource: key,
    steps: steps.map(plainStep),
    ...(failure && { failure }),
  }));
}

/** What is to be done, in the order of doing, by service. */
export function showPlan(planned: readonly PlannedResource[]): string {
  const services = [...new Set(planned.map(({ service }) => service))];
  return services
    .map((service) => {
      const own = planned.filter((each) => each.service === service);
      const steps = own.flatMap((each) => [...failureLines(each), ...each.steps.flatMap(stepLines)]);
      const same = own.filter((each) => !each.failure && each.steps.every(({ kind }) => kind === 'leave')).length;
      const cut = steps.slice(0, MOST.steps);
      const more = steps.length - cut.length;
      return [
        service.title,
        ...cut.flat(),
        ...(more > 0 ? [`  … ${counted(more, 'step')} more: see --json`] : []),
        ...(same > 0 ? [`  leave ${counted(same, 'resource')} as captured`] : []),
      ].join('\n');
    })
    .join('\n\n');
}

function failureLines({ key, failure }: PlannedResource): string[][] {
  if (!failure) return [];
  const hint = failure.hint === undefined ? [] : [`      → ${printable(failure.hint)}`];
  return [[`  ✗ ${printable(key)}: ${printable(failure.message)}`, ...hint]];
}

/** A step and what it is about; nothing of what stays as it is. */
export function stepLines({ kind, what, why, details = [], commands = [] }: Step): string[][] {
  if (kind === 'leave') return [];
  const because = why === undefined ? '' : `: ${why}`;
  const cut = details.slice(0, MOST.details);
  const more = details.length - cut.length;
  return [
    [
      `  ${kind === 'command' ? 'by hand' : kind} ${printable(`${what}${because}`)}`,
      ...cut.map((line) => `      ${printable(line)}`),
      ...(more > 0 ? [`      … ${more} more: see --json`] : []),
      ...commands.map((line) => `      $ ${printableCommand(line)}`),
    ],
  ];
}
