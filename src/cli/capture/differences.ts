import { changeLine } from '../../lib/capture/change-line.ts';
import type { Difference } from '../../lib/capture/compare-captures.ts';
import type { Service } from '../../lib/capture/service.ts';
import { counted, printable } from '../printable.ts';

/** Lines that are shown of one resource, and of all. */
const MOST = { resource: 20, all: 400 } as const;

interface Seen {
  readonly name: string;
  readonly kind: Difference['kind'];
  readonly lines: string[];
  count: number;
}

/** Differences as they are found, kept as far as they are shown. */
export interface Differences {
  add(difference: Difference): void;
  /** How many there are of each kind: resources, but for `changes`, which counts within them. */
  counts(): Readonly<Record<Difference['kind'] | 'changes', number>>;
  /** Grouped by service, for people. */
  text(services: readonly Service[]): string;
}

export function differences(): Differences {
  const seen = new Map<string, Map<string, Seen>>();
  let shown = 0;
  return {
    add(difference) {
      const { service, resource, name, kind } = difference;
      const ofService = seen.get(service) ?? new Map<string, Seen>();
      seen.set(service, ofService);
      const entry = ofService.get(resource) ?? { name, kind, lines: [], count: 0 };
      ofService.set(resource, entry);
      entry.count += 1;
      if (entry.lines.length >= MOST.resource || shown >= MOST.all) return;
      if (kind === 'changed') entry.lines.push(changeLine(difference.change));
      else if (kind === 'unknown') entry.lines.push(difference.why);
      else return;
      shown += 1;
    },
    counts() {
      const all = [...seen.values()].flatMap((resources) => [...resources.values()]);
      const of = (kind: Difference['kind']) => all.filter((each) => each.kind === kind);
      return {
        added: of('added').length,
        removed: of('removed').length,
        changed: of('changed').length,
        unknown: of('unknown').length,
        changes: of('changed').reduce((sum, { count }) => sum + count, 0),
      };
    },
    text: (services) =>
      services
        .flatMap(({ name, title }) => {
          const resources = seen.get(name);
          return resources ? [`${title}\n${resourceLines([...resources])}`] : [];
        })
        .join('\n\n'),
  };
}

const MARKS: Readonly<Record<Difference['kind'], string>> = { added: '+', removed: '-', changed: '~', unknown: '?' };

function resourceLines(resources: readonly (readonly [string, Seen])[]): string {
  const first = resources.slice(0, MOST.all);
  const lines = first.flatMap(([key, { name, kind, lines, count }]) => {
    const called = key.endsWith(`/${name}`) ? '' : ` (${name})`;
    const more = kind === 'changed' ? count - lines.length : 0;
    return [
      `  ${MARKS[kind]} ${printable(`${key}${called}`)}`,
      ...lines.map((line) => `      ${printable(line)}`),
      ...(more > 0 ? [`      … ${counted(more, 'difference')} more: see --json`] : []),
    ];
  });
  if (resources.length > first.length) lines.push(`  … ${resources.length - first.length} more: see --json`);
  return lines.join('\n');
}
