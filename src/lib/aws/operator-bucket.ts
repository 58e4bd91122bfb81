import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketVersioningCommand,
  PutBucketVersioningCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Bucket } from '../site/bucket.ts';
import type { Version } from '../site/version.ts';
import { asAwsError, awsFailure } from './aws-failure.ts';
import { readPolicy, writePolicy } from './bucket-policy.ts';
import type { Notifications } from './notification-rules.ts';
import { readNotifications, writeNotifications } from './notification-configuration.ts';
import { aclsInUse } from './s3-bucket-acl.ts';
import { s3Bucket } from './s3-bucket.ts';
import { liveObjects } from './s3-objects.ts';

/** `off`: never turned on. */
export type Versioning = 'on' | 'suspended' | 'off';

/** One object as listed. */
export interface LiveObject {
  readonly key: string;
  readonly size: number;
}

/** A lifecycle rule that removes old versions, or live objects, of keys with this prefix. */
export interface ExpiryRule {
  readonly id: string;
  readonly prefix: string;
  /** Days after which an old version goes. */
  readonly noncurrentDays?: number;
  /** Days after which a live object goes. */
  readonly days?: number;
}

/** A site's bucket as a person sets it up and reads it. */
export interface OperatorBucket extends Pick<Bucket, 'versions' | 'get'> {
  /** `undefined` when there is no such bucket. */
  versioning(): Promise<Versioning | undefined>;
  turnVersioningOn(): Promise<void>;
  live(prefix: string): AsyncIterable<LiveObject>;
  /** The live version; `undefined` when nothing is live. */
  read(key: string, limit: number): Promise<Version | undefined>;
  expiryRules(): Promise<readonly ExpiryRule[]>;
  usesAcls(): Promise<boolean>;
  notifications(): Promise<Notifications>;
  /** Throws `BUCKET.CHANGED` when the configuration is no longer `seen`. */
  setNotifications(change: { seen: Notifications; next: Notifications }): Promise<void>;
  /** The bucket's policy as S3 gives it; `undefined` when it has none. */
  policy(): Promise<string | undefined>;
  /** `undefined` is no policy. Throws `BUCKET.CHANGED` when the policy is no longer `seen`. */
  setPolicy(change: { seen: string | undefined; next: string | undefined }): Promise<void>;
}

/** The bucket of this name, with a person's own rights. */
export function operatorBucket(bucket: string, deps: { s3: S3Client; now: () => Date }): OperatorBucket {
  const { s3 } = deps;
  const port = s3Bucket(bucket, deps);
  return {
    versions: (key) => port.versions(key),
    get: (key, versionId, limit) => port.get(key, versionId, limit),
    versioning: () => versioning(s3, bucket),
    async turnVersioningOn() {
      const VersioningConfiguration = { Status: 'Enabled' as const };
      await s3
        .send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }))
        .catch(failing(`Turning on versioning of ${bucket}`));
    },
    live: (prefix) => liveObjects(s3, { bucket, prefix }, undefined),
    read: (key, limit) => readLive(port, key, limit),
    expiryRules: () => expiryRules(s3, bucket),
    usesAcls: aclsInUse(bucket, deps),
    notifications: () => readNotifications(s3, bucket),
    setNotifications: (change) => writeNotifications(s3, bucket, change),
    policy: () => readPolicy(s3, bucket),
    setPolicy: (change) => writePolicy(s3, bucket, change),
  };
}

async function versioning(s3: S3Client, bucket: string): Promise<Versioning | undefined> {
  try {
    const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket: bucket }));
    if (Status === undefined) return 'off';
    return Status === 'Enabled' ? 'on' : 'suspended';
  } catch (error) {
    if (asAwsError(error).name === 'NoSuchBucket') return undefined;
    throw awsFailure('BUCKET', `Asking for the versioning of ${bucket}`, error);
  }
}

async function readLive(port: Bucket, key: string, limit: number): Promise<Version | undefined> {
  const live = await port.head(key);
  return live && port.get(key, live.versionId, limit);
}

async function expiryRules(s3: S3Client, bucket: string): Promise<ExpiryRule[]> {
  try {
    const { Rules = [] } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }));
    return Rules.filter(({ Status }) => Status === 'Enabled').map((rule) => ({
      id: rule.ID ?? '',
      prefix: rule.Filter?.Prefix ?? rule.Filter?.And?.Prefix ?? rule.Prefix ?? '',
      noncurrentDays: rule.NoncurrentVersionExpiration?.NoncurrentDays,
      days: rule.Expiration?.Days,
    }));
  } catch (error) {
    if (asAwsError(error).name === 'NoSuchLifecycleConfiguration') return [];
    throw awsFailure('BUCKET', `Reading the lifecycle rules of ${bucket}`, error);
  }
}

function failing(doing: string): (error: unknown) => never {
  return (error) => {
    throw awsFailure('BUCKET', doing, error);
  };
}
