import { S3 } from '@aws-sdk/client-s3';
import type { Estate } from '../../capture/estate.ts';
import type { Made } from '../../capture/restore.ts';
import { HoldfastError } from '../../errors.ts';
import { unlessAbsent } from '../shared/absent.ts';
import { regionOf } from './list-buckets.ts';
import { listObjects } from './list-objects.ts';
import { DRILL_TAG } from './restore-place.ts';
import { signedBucket } from './signed-bucket.ts';

/** S3 deletes so many at once (API reference, DeleteObjects). */
const AT_ONCE = 1000;

/** Takes away a drill's bucket, or its objects below a prefix of another. Nothing there is fine. */
export async function removeDrill({ resource }: Made, estate: Estate): Promise<void> {
  const slash = resource.id.indexOf('/');
  const bucket = slash < 0 ? resource.id : resource.id.slice(0, slash);
  const prefix = slash < 0 ? '' : resource.id.slice(slash + 1);
  // Both are called as the drill calls its copy: a journal that says otherwise is none that Holdfast wrote.
  const called = slash < 0 ? bucket === resource.name : resource.id.endsWith(`/${resource.name}/`);
  if (!called) throw notOurs(bucket);
  const region = await regionOf(bucket, estate);
  if (region === undefined) return;
  const s3 = estate.client(S3, region);
  if (prefix !== '') return empty(s3, { bucket, prefix }, estate);
  const drill = await drillOf(s3, bucket);
  const wanted = resource.tags?.[DRILL_TAG];
  // One without the tag was made and not marked before somebody died: S3 deletes it only while it is empty.
  if (drill !== undefined) {
    if (wanted !== undefined && drill !== wanted) throw notOurs(bucket);
    await s3.deleteBucketPolicy({ Bucket: bucket });
    await empty(s3, { bucket, prefix }, estate);
  }
  await s3.deleteBucket({ Bucket: bucket }).catch((error: unknown) => {
    throw error instanceof Error && error.name === 'BucketNotEmpty' ? notOurs(bucket) : error;
  });
}

async function drillOf(s3: S3, bucket: string): Promise<string | undefined> {
  const found = await unlessAbsent(s3.getBucketTagging({ Bucket: bucket }), 'NoSuchTagSet');
  return found?.TagSet?.find(({ Key }) => Key === DRILL_TAG)?.Value;
}

function notOurs(bucket: string): HoldfastError {
  const hint = `A drill marks what it makes with the tag ${DRILL_TAG}. Look at the bucket, and delete it yourself if it may go.`;
  return new HoldfastError('DRILL.FOREIGN', `The bucket ${bucket} is not one that this drill made.`, { hint });
}

async function empty(s3: S3, { bucket, prefix }: { bucket: string; prefix: string }, estate: Estate): Promise<void> {
  const signed = await signedBucket(s3, bucket, estate);
  const stop = new AbortController();
  let batch: { Key: string; VersionId: string | undefined }[] = [];
  const flush = async () => {
    if (batch.length === 0) return;
    const { Errors = [] } = await s3.deleteObjects({ Bucket: bucket, Delete: { Objects: batch, Quiet: true } });
    batch = [];
    const [first] = Errors;
    if (first) throw new HoldfastError('DRILL.LEFT', `${first.Key} of ${bucket} cannot be deleted: ${first.Message}.`);
  };
  try {
    for await (const { key, versionId } of listObjects(signed, { versions: true, prefix, signal: stop.signal })) {
      batch.push({ Key: key, VersionId: versionId });
      if (batch.length === AT_ONCE) await flush();
    }
    await flush();
  } finally {
    stop.abort();
  }
}
