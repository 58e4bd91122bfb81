import type { CapturedResource } from '../../capture/captured-resource.ts';
import type { Estate } from '../../capture/estate.ts';
import type { Made, Target } from '../../capture/restore.ts';
import { HoldfastError } from '../../errors.ts';
import { bucketOf, regionOf } from './list-buckets.ts';

/** The tag by which a bucket of a drill is known again: nothing without it is taken away. */
export const DRILL_TAG = 'holdfast-drill';

/** Where a captured bucket goes. */
export interface Place {
  readonly bucket: string;
  /** Before every key: empty, unless all goes into one bucket. */
  readonly prefix: string;
  /** Where the bucket is, or will be. */
  readonly region: string;
  readonly exists: boolean;
  /** What a step on it gives back. */
  readonly made: Made;
}

export async function placeOf({ entry }: Pick<CapturedResource, 'entry'>, to: Target, estate: Estate): Promise<Place> {
  const name = to.nameOf('s3', entry.name);
  const bucket = to.intoBucket?.bucket ?? name;
  const prefix = to.intoBucket ? `${to.intoBucket.prefix}${name}/` : '';
  const found = await regionOf(bucket, estate).catch((error: unknown) => {
    throw error instanceof HoldfastError && error.code === 'ESTATE.DENIED' ? foreign(bucket, error) : error;
  });
  const region = found ?? entry.region;
  const resource = { ...bucketOf(name, region), id: prefix === '' ? bucket : `${bucket}/${prefix}` };
  const tags = to.drill !== undefined && prefix === '' ? { tags: { [DRILL_TAG]: to.drill } } : {};
  const ids = prefix === '' && bucket !== entry.name ? newIds(entry.name, bucket, entry.region, region) : {};
  return { bucket, prefix, region, exists: found !== undefined, made: { resource: { ...resource, ...tags }, ids } };
}

/** All accounts share the names of buckets. */
function foreign(bucket: string, { code, message, hint }: HoldfastError): HoldfastError {
  const other = `If the bucket ${bucket} is of another account, bring it back with --rename or --into-bucket.`;
  return new HoldfastError(code, message, { hint: hint === undefined ? other : `${other} Else: ${hint}` });
}

/** What others call a bucket by, besides its bare name: that may be the name of anything. */
function newIds(was: string, is: string, from: string, to: string): Record<string, string> {
  const names = (bucket: string, region: string) => [
    `arn:aws:s3:::${bucket}`,
    `arn:aws:s3:::${bucket}/*`,
    `${bucket}.s3.amazonaws.com`,
    `${bucket}.s3.${region}.amazonaws.com`,
    `${bucket}.s3-website-${region}.amazonaws.com`,
    `${bucket}.s3-website.${region}.amazonaws.com`,
  ];
  const now = names(is, to);
  return Object.fromEntries(names(was, from).map((name, at) => [name, now[at] ?? name]));
}
