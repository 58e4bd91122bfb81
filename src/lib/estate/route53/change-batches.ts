import type { Change } from '@aws-sdk/client-route-53';
import type { RecordChange } from './record-changes.ts';
import type { RecordSet } from './record.ts';

/** Documented for one request: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
const MOST_VALUES = 1000;
const MOST_CHARACTERS = 32_000;

/**
 * The requests that make these changes, each done as a whole or not at all: all changes of a name are in one, names that others
 * are aliases of come before these, and what only goes away comes last.
 *
 * What is changed is deleted exactly as it was and then created: Route 53 refuses the request where somebody changed it meanwhile.
 */
export function changeBatches(
  changes: readonly RecordChange[],
  zone: { readonly id: string },
): readonly (readonly Change[])[] {
  const batches: Change[][] = [];
  let size = { values: 0, characters: 0 };
  for (const { actions } of inOrder(changes, zone)) {
    const own = sizeOf(actions);
    const fits =
      size.values + own.values <= MOST_VALUES &&
      size.characters + own.characters <= MOST_CHARACTERS &&
      batches.length > 0;
    if (fits) {
      batches.at(-1)?.push(...actions);
      size = { values: size.values + own.values, characters: size.characters + own.characters };
    } else {
      batches.push([...actions]);
      size = own;
    }
  }
  return batches;
}

interface Unit {
  readonly actions: readonly Change[];
  readonly rank: number;
}

function inOrder(changes: readonly RecordChange[], zone: { readonly id: string }): readonly Unit[] {
  const names = Map.groupBy(changes, ({ before, after }) => (before ?? after)?.Name ?? '');
  const ranks = new Map<string, number>();
  return [...names]
    .map(([name, own]) => ({ actions: actionsOf(own), rank: rankOf(name, names, zone.id, ranks) }))
    .toSorted((a, b) => a.rank - b.rank);
}

function actionsOf(changes: readonly RecordChange[]): readonly Change[] {
  const deleted = changes.flatMap(({ before }) => (before ? [action('DELETE', before)] : []));
  const created = changes.flatMap(({ after }) => (after ? [action('CREATE', after)] : []));
  return [...deleted, ...created];
}

function action(Action: 'CREATE' | 'DELETE', ResourceRecordSet: RecordSet): Change {
  return { Action, ResourceRecordSet };
}

/** How many aliases of this zone have to be made before; infinite where a name only loses something. */
function rankOf(
  name: string,
  names: ReadonlyMap<string, readonly RecordChange[]>,
  zone: string,
  ranks: Map<string, number>,
): number {
  const known = ranks.get(name);
  if (known !== undefined) return known;
  const own = names.get(name) ?? [];
  if (own.every(({ after }) => !after)) return own.some(({ before }) => before?.AliasTarget) ? -1 : Infinity;
  // Aliases that lead back to themselves end here.
  ranks.set(name, 0);
  const targets = own.flatMap(({ after }) => {
    const target = after?.AliasTarget;
    return target?.HostedZoneId === zone && names.has(target.DNSName ?? '') ? [target.DNSName ?? ''] : [];
  });
  const behind = targets.filter((target) => target !== name).map((target) => rankOf(target, names, zone, ranks));
  const rank = Math.max(0, ...behind.filter(Number.isFinite).map((each) => each + 1));
  ranks.set(name, rank);
  return rank;
}

function sizeOf(actions: readonly Change[]): { values: number; characters: number } {
  const values = actions.flatMap(({ ResourceRecordSet }) => ResourceRecordSet?.ResourceRecords ?? []);
  const aliases = actions.filter(({ ResourceRecordSet }) => ResourceRecordSet?.AliasTarget).length;
  return {
    values: values.length + aliases,
    characters: values.reduce((sum, { Value = '' }) => sum + Value.length, 0),
  };
}
