import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { Target } from '../site/site.ts';
import type { LiveObject } from '../sweep.ts';
import { awsFailure } from './aws-failure.ts';
import { wholeSeconds } from './s3-versions.ts';

/** Every live object under a prefix, by key in UTF-8 order, beginning after a key. */
export async function* liveObjects(
  s3: S3Client,
  { bucket, prefix }: Pick<Target, 'bucket' | 'prefix'>,
  after: string | undefined,
): AsyncGenerator<LiveObject & { readonly size: number }> {
  let token: string | undefined;
  do {
    const from = { ContinuationToken: token, StartAfter: after };
    // Keys may hold characters that XML cannot.
    const page = await onePage(s3, { Bucket: bucket, Prefix: prefix, EncodingType: 'url', ...from });
    const encoded = page.EncodingType === 'url';
    for (const { Key = '', ETag: etag = '', LastModified = new Date(0), Size: size = 0 } of page.Contents ?? []) {
      const key = encoded ? decodeURIComponent(Key.replaceAll('+', ' ')) : Key;
      yield { key, etag, lastModified: wholeSeconds(LastModified), size };
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

async function onePage(s3: S3Client, input: ConstructorParameters<typeof ListObjectsV2Command>[0]) {
  try {
    return await s3.send(new ListObjectsV2Command(input));
  } catch (error) {
    throw awsFailure('BUCKET', `Listing ${input.Bucket}`, error);
  }
}
