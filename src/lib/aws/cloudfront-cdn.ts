import type { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { cdnPaths } from '../rollback/cdn-paths.ts';
import type { Cdn } from '../rollback/cdn.ts';
import { sha256 } from '../site/version.ts';
import { awsFailure } from './aws-failure.ts';

const WINDOW_MS = 50;
// Beyond, one wildcard: it costs one of the 1,000 free paths a month, and a deploy that was rolled back spares no page.
const PAGES_APART = 5;

/** How the CDN is reached: `wait` sleeps so many milliseconds, while pages of one rollback come together. */
export interface CdnDeps {
  readonly cloudFront: () => Promise<CloudFrontClient>;
  readonly wait: (ms: number) => Promise<unknown>;
}

/** One page's purge: its paths, and the reference by which asking again is the same. */
interface Purge {
  readonly id: string;
  readonly paths: readonly string[];
}

/**
 * The CDN port on CloudFront. What is asked for within 50 ms goes to a distribution as one invalidation; a purge is
 * done when the one that covers it was accepted. Failures are `CDN.*`; `CDN.BUSY` is retryable.
 */
export function cloudFrontCdn(deps: CdnDeps): Cdn {
  const gathering = new Map<string, { purges: Purge[]; sent: Promise<void> }>();

  function join(distribution: string, purge: Purge): Promise<void> {
    const open = gathering.get(distribution);
    if (open) {
      open.purges.push(purge);
      return open.sent;
    }
    const purges = [purge];
    const sent = deps.wait(WINDOW_MS).then(() => {
      gathering.delete(distribution);
      return invalidate(distribution, purges, deps);
    });
    gathering.set(distribution, { purges, sent });
    return sent;
  }

  return {
    async purge(site, key, reference) {
      const paths = cdnPaths(site.production, key);
      if (paths.length === 0) return;
      const purge = { id: JSON.stringify([site.name, key, reference]), paths };
      await Promise.all(site.production.distributions.map((distribution) => join(distribution, purge)));
    },
  };
}

async function invalidate(distribution: string, purges: readonly Purge[], deps: CdnDeps): Promise<void> {
  const paths = pathsOf(purges);
  const ids = [...new Set(purges.map(({ id }) => id))].toSorted();
  try {
    const [{ CreateInvalidationCommand }, client] = await Promise.all([
      import('./lazy-cloudfront.ts'),
      deps.cloudFront(),
    ]);
    const CallerReference = `holdfast-${sha256(JSON.stringify([ids, paths]))}`;
    const InvalidationBatch = { CallerReference, Paths: { Quantity: paths.length, Items: paths } };
    await client.send(new CreateInvalidationCommand({ DistributionId: distribution, InvalidationBatch }));
  } catch (error) {
    throw awsFailure('CDN', `Purging ${paths.length} paths of ${distribution}`, error);
  }
}

function pathsOf(purges: readonly Purge[]): string[] {
  const pages = new Set(purges.map(({ paths }) => paths.join('\n')));
  if (pages.size > PAGES_APART) return ['/*'];
  return [...new Set(purges.flatMap(({ paths }) => paths))].toSorted();
}
