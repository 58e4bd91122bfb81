import { createApp } from '../../src/console/app.ts';
import type { Listed, RequestDeps } from '../../src/console/deps.ts';
import type { world } from '../world.ts';

/** One guarded site in memory. */
export type Guard = ReturnType<typeof world>;

const ARNS: Readonly<Record<string, string>> = {
  approver: 'arn:aws:sts::123456789012:assumed-role/web-lead/cb',
  deployer: 'arn:aws:sts::123456789012:assumed-role/deployer/ci',
};

/** The real app over a guarded site; who calls is told by the token, as on a stack on this machine. */
export function fakeApi(guard: Guard): (url: URL, init: RequestInit) => Promise<Response> {
  const app = createApp(depsOf(guard));
  return async (url, init) => {
    const [, token = ''] = /^Bearer (\S+)$/.exec(new Headers(init.headers).get('authorization') ?? '') ?? [];
    const userArn = ARNS[token];
    const requestContext = userArn === undefined ? {} : { authorizer: { lambda: { userArn } } };
    return app.request(url.href, init, { requestContext });
  };
}

function depsOf({ table, snapshots, queue, clock }: Guard): RequestDeps {
  let secrets = 0;
  return {
    registry: table.registry,
    links: table.links,
    viewSecret: { read: async () => 'secret' },
    snapshots: snapshots.snapshots,
    queue: queue.queue,
    sites: table.sites,
    lists: {
      incidents: async (site, { state, ...query }) =>
        part(
          table
            .incidents()
            .filter((incident) => incident.site === site && (state ?? incident.state) === incident.state)
            .toSorted((a, b) => (a.openedAt < b.openedAt ? 1 : -1)),
          query,
        ),
      pages: async (site, query) => part(table.pages(site), query),
      tokens: async (site, query) => part(table.tokens(site), query),
    },
    siteNames: ['demo'],
    api: 'https://api.example.com',
    download: async ({ shelf }, name) => `https://snapshots.example.com/${shelf}/${name}`,
    asset: async () => undefined,
    now: clock.now,
    random: (count) => new Uint8Array(count).fill((secrets += 1)),
    log: {
      error: (message, { error }) => {
        throw new Error(message, { cause: error });
      },
    },
  };
}

/** Cursors are the number of what was listed. */
function part<T>(
  all: readonly T[],
  { limit, cursor = '0' }: { limit: number; cursor?: string },
): Listed<T> | undefined {
  if (!/^\d+$/.test(cursor)) return undefined;
  const end = Number(cursor) + limit;
  return { items: all.slice(Number(cursor), end), ...(end < all.length && { cursor: String(end) }) };
}
