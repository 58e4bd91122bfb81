import type { Entry } from '../../capture/entry.ts';
import type { Made, Target } from '../../capture/restore.ts';

/** What a step made or changed: the captured resource as it is called now. */
export function restored(
  { service, name, id: was, region, folder }: Entry,
  id: string,
  to: Pick<Target, 'nameOf'>,
  ids: Readonly<Record<string, string>> = {},
): Made {
  const known = Object.entries({ [was]: id, ...ids }).filter(([before, now]) => before !== now && before !== '');
  return { resource: { service, id, name: to.nameOf(service, name), region, folder }, ids: Object.fromEntries(known) };
}
