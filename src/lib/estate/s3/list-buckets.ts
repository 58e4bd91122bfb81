import { paginateListBuckets, S3 } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import type { Estate } from '../../capture/estate.ts';
import { folderOf, type Resource } from '../../capture/resource.ts';
import { HoldfastError } from '../../errors.ts';
import { allowed } from './denied.ts';
import { optionsOf } from './options.ts';

export const FOLDER = 's3-buckets';

/** Every bucket of the configured regions, or those that the configuration names. */
export async function* listBuckets(estate: Estate): AsyncGenerator<Resource> {
  const { buckets } = optionsOf(estate);
  if (buckets) yield* named(buckets, estate);
  else
    for await (const { name, region } of all(estate))
      if (region !== undefined && estate.regions.includes(region)) yield bucketOf(name, region);
}

/** Names of buckets are one of a kind in all regions: their folders need no region. */
export function bucketOf(name: string, region: string): Resource {
  return { service: 's3', id: name, name, region, folder: folderOf(FOLDER, name, region, region) };
}

async function* named(names: readonly string[], estate: Estate): AsyncGenerator<Resource> {
  const missing: string[] = [];
  for (const name of new Set(names)) {
    const region = await regionOf(name, estate);
    if (region === undefined) missing.push(name);
    else yield bucketOf(name, region);
  }
  if (missing.length === 0) return;
  const hint = 'Correct `s3: { buckets: […] }` in the configuration.';
  throw new HoldfastError('ESTATE.MISSING', `There is no bucket ${missing.slice(0, 10).join(', ')}.`, { hint });
}

async function* all(estate: Estate): AsyncGenerator<{ readonly name: string; readonly region: string | undefined }> {
  // S3 tells regions only where a size of the page is asked for (API reference, ListBuckets).
  for await (const { Buckets = [] } of paginateListBuckets({ client: estate.client(S3), pageSize: 1000 }, {}))
    yield* await pMap(
      Buckets,
      async ({ Name = '', BucketRegion }) => ({ name: Name, region: BucketRegion ?? (await regionOf(Name, estate)) }),
      { concurrency: 8 },
    );
}

/** Where a bucket is; `undefined` where there is none. */
export async function regionOf(bucket: string, estate: Estate): Promise<string | undefined> {
  try {
    const asked = estate.client(S3).getBucketLocation({ Bucket: bucket });
    const { LocationConstraint } = await allowed('s3:GetBucketLocation', bucket, asked);
    // No name stands for the oldest region, `EU` for the second (API reference, GetBucketLocation).
    return LocationConstraint === 'EU' ? 'eu-west-1' : (LocationConstraint ?? 'us-east-1') || 'us-east-1';
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchBucket') return undefined;
    throw error;
  }
}
