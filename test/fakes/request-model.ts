import type { RequestDeps } from '../../src/console/deps.ts';
import type { Part } from '../../src/lib/api/part.ts';
import type { Incident } from '../../src/lib/incident/incident.ts';
import { sha256 } from '../../src/lib/site/version.ts';
import type { world } from '../world.ts';

const SECRET = 'a secret of the stack, long enough';

/** What answering requests needs, over one guarded site in memory; `logged` has every error that was logged. */
export function requestModel(
  { table, snapshots, queue, clock }: ReturnType<typeof world>,
  change: Partial<RequestDeps> = {},
): { readonly deps: RequestDeps; readonly logged: Readonly<Record<string, unknown>>[] } {
  const logged: Record<string, unknown>[] = [];
  let drawn = 0;
  const deps: RequestDeps = {
    registry: table.registry,
    links: table.links,
    viewSecret: { read: async () => SECRET, known: async () => SECRET },
    snapshots: snapshots.snapshots,
    queue: queue.queue,
    sites: table.sites,
    lists: {
      incidents: async (site, { state, ...query }) =>
        part(table.incidents().filter(isOf(site, state)).toSorted(newestFirst), query),
      pages: async (site, query) => part(table.pages(site), query),
      tokens: async (site, query) => part(table.tokens(site), query),
      warnings: async (site, { key, all, ...query }) =>
        part(
          table
            .warnings(site)
            .filter((each) => (all || !each.acknowledged) && (key === undefined || (each.key ?? key) === key)),
          query,
        ),
    },
    ...table.deploys,
    changeOf: async () => undefined,
    siteNames: ['demo'],
    api: 'https://api.example.com',
    download: async ({ shelf, site, identity }, name) =>
      snapshots.get(shelf, site, identity) && `https://snapshots.example.com/${shelf}/${identity}/${name}`,
    asset: async () => undefined,
    now: clock.now,
    // Other bytes each time, and the same ones in each run.
    random: (count) => Buffer.from(sha256(String((drawn += 1))), 'hex').subarray(0, count),
    log: { error: (message, details) => void logged.push({ message, ...details }) },
    ...change,
  };
  return { deps, logged };
}

const isOf =
  (site: string, state: string | undefined) =>
  (incident: Incident): boolean =>
    incident.site === site && (state ?? incident.state) === incident.state;

const newestFirst = (a: Incident, b: Incident): number => (a.openedAt < b.openedAt ? 1 : -1);

/** A cursor is the number of what was listed before. */
function part<T>(
  all: readonly T[],
  { limit, cursor = '0' }: { readonly limit: number; readonly cursor?: string },
): Part<T> | undefined {
  if (!/^\d+$/.test(cursor)) return undefined;
  const end = Number(cursor) + limit;
  return { items: all.slice(Number(cursor), end), ...(end < all.length && { cursor: String(end) }) };
}
