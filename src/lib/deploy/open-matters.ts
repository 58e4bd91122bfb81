import type { ApiClient } from '../api/api-client.ts';
import { everyPart, type Part } from '../api/part.ts';
import type { Site } from '../site/site.ts';
import type { Obstacle } from './obstacle.ts';

/** What stands of an incident until somebody decides, or the guard is done. */
const OPEN = ['restoring', 'undecided', 'contested'] as const;

/** Open warnings of the site and of these pages, and open incidents of these pages (D4). */
export async function openMatters(
  { name, production }: Site,
  paths: readonly string[],
  { api }: { readonly api: Pick<ApiClient, 'warnings' | 'incidents'> },
): Promise<Obstacle[]> {
  const byKey = new Map(paths.map((path) => [production.prefix + path, path]));
  const [warnings, ...incidents] = await Promise.all([
    all((cursor) => api.warnings(name, { ...(cursor !== undefined && { cursor }) })),
    ...OPEN.map((state) =>
      all((cursor) => api.incidents({ site: name, state, ...(cursor !== undefined && { cursor }) })),
    ),
  ]);
  return [
    ...warnings
      .filter(({ page, acknowledged }) => !acknowledged && (page === undefined || byKey.has(page)))
      .toSorted((a, b) => (a.at < b.at ? -1 : 1))
      .map(({ id, page, says, by }) => ({
        ...about(page === undefined ? undefined : byKey.get(page)),
        says: `An open warning of ${by}: ${says}`,
        next: `A person: see to it, then npx holdfast ack ${id} --reason "…"`,
      })),
    ...incidents
      .flat()
      .filter(({ page }) => byKey.has(page))
      .map(({ id, page, state }) => ({
        ...about(byKey.get(page)),
        says: `The incident ${id} is ${state}.`,
        next: `A person: npx holdfast incidents show ${id} says what can be decided.`,
      })),
  ];
}

const about = (path: string | undefined) => ({ rule: 'D4', ...(path !== undefined && { path }) }) as const;

async function all<T>(read: (cursor: string | undefined) => Promise<Part<T>>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of everyPart(read)) items.push(item);
  return items;
}
