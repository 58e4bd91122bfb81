import type {
  GetObjectCommandOutput,
  PutObjectCommandInput,
  S3Client,
  ServerSideEncryption,
  StorageClass,
} from '@aws-sdk/client-s3';
import { GetObjectTaggingCommand } from '@aws-sdk/client-s3';
import type { StoredAs } from '../site/version.ts';
import { grantFields } from './s3-bucket-acl.ts';
import { present } from './s3-bucket-headers.ts';

/** Storage class and encryption of an object, as its GET told. */
export function storedClass(output: GetObjectCommandOutput): Pick<StoredAs, 'storageClass' | 'encryption'> {
  const { StorageClass: storageClass, ServerSideEncryption: algorithm, SSEKMSKeyId, BucketKeyEnabled } = output;
  const encryption = algorithm && { algorithm, ...present({ keyId: SSEKMSKeyId, bucketKey: BucketKeyEnabled }) };
  return present({ storageClass, encryption });
}

/** The tags of a version. */
export async function readTags(
  s3: S3Client,
  version: { Bucket: string; Key: string; VersionId: string },
): Promise<Pick<StoredAs, 'tags'>> {
  const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand(version));
  return { tags: Object.fromEntries(TagSet.map(({ Key = '', Value = '' }) => [Key, Value])) };
}

/** The fields of a PutObject that keep an object as it was kept. */
export function storedFields({ storageClass, encryption, tags, acl }: StoredAs): Partial<PutObjectCommandInput> {
  return {
    ...(isClass(storageClass) && { StorageClass: storageClass }),
    ...(isAlgorithm(encryption?.algorithm) && { ServerSideEncryption: encryption.algorithm }),
    SSEKMSKeyId: encryption?.keyId,
    BucketKeyEnabled: encryption?.bucketKey,
    Tagging: tags && tagQuery(tags),
    ...grantFields(acl),
  };
}

// What was read from S3 goes back to S3, also where it is newer than the SDK's own lists of values.

function isClass(value: string | undefined): value is StorageClass {
  return value !== undefined;
}

function isAlgorithm(value: string | undefined): value is ServerSideEncryption {
  return value !== undefined;
}

function tagQuery(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .map((pair) => pair.map(encodeURIComponent).join('='))
    .join('&');
}
