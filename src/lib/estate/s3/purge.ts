import type { Estate } from '../../capture/estate.ts';
import { encodedKey } from './address.ts';

/** A distribution in front of a bucket. */
interface Front {
  readonly id: string;
  /** Where in the bucket it begins: `/site`, or nothing. */
  readonly path: string;
}

export type Purges = readonly Front[];

/** Beyond so many paths everything is purged at once: the first thousand paths of a month are free, `/*` is one. */
export const MOST_PATHS = 30;

/** The distributions whose origin is this bucket, by any of the names that a bucket has. */
export async function distributionsOf(bucket: string, estate: Estate): Promise<Purges> {
  // Loaded where something is restored: captures of buckets start without it.
  const { CloudFront, paginateListDistributions } = await import('@aws-sdk/client-cloudfront');
  const fronts: Front[] = [];
  const pages = paginateListDistributions({ client: estate.client(CloudFront) }, {});
  for await (const { DistributionList } of pages)
    for (const { Id = '', Origins } of DistributionList?.Items ?? [])
      for (const { DomainName = '', OriginPath = '' } of Origins?.Items ?? [])
        if (isOf(bucket, DomainName)) fronts.push({ id: Id, path: OriginPath });
  return fronts;
}

function isOf(bucket: string, domain: string): boolean {
  if (!domain.startsWith(`${bucket}.`)) return false;
  return /^s3(?:-website)?(?:[.-][a-z0-9-]+){0,2}\.amazonaws\.com(?:\.cn)?$/.test(domain.slice(bucket.length + 1));
}

/** Has what was written fetched anew. `all`: these keys are all that was written. */
export async function purge(
  fronts: Purges,
  written: { readonly keys: readonly string[]; readonly all: boolean; readonly reference: string },
  estate: Estate,
): Promise<void> {
  if (fronts.length === 0) return;
  const { CloudFront } = await import('@aws-sdk/client-cloudfront');
  const cloudFront = estate.client(CloudFront);
  for (const id of new Set(fronts.map((front) => front.id))) {
    const paths = fronts.filter((front) => front.id === id).flatMap(({ path }) => pathsOf(written.keys, path));
    const Items = written.all && paths.length <= MOST_PATHS ? [...new Set(paths)] : ['/*'];
    if (Items.length === 0) continue;
    const CallerReference = `holdfast ${written.reference} ${estate.now().toISOString()}`;
    const InvalidationBatch = { CallerReference, Paths: { Quantity: Items.length, Items } };
    await cloudFront.createInvalidation({ DistributionId: id, InvalidationBatch });
  }
}

/** A folder's page is also asked for by the folder. */
function pathsOf(keys: readonly string[], origin: string): readonly string[] {
  return keys
    .map((key) => `/${encodedKey(key)}`)
    .filter((path) => path.startsWith(`${origin}/`))
    .map((path) => path.slice(origin.length))
    .flatMap((path) => (path.endsWith('/index.html') ? [path, path.slice(0, -'index.html'.length)] : [path]));
}
