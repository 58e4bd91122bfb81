import type { LifecycleRule, NotificationConfiguration, S3 } from '@aws-sdk/client-s3';
import { parsedJson } from '../shared/parsed-json.ts';
import type { Hide } from './bucket-config.ts';
import { hidePolicy } from './policy-secrets.ts';

/** One part of a bucket's configuration: how it is read, and how it is put back. */
interface Part<Name extends string, Form> {
  readonly name: Name;
  /** What has to be granted to read it. */
  readonly action: string;
  /** The errors by which S3 says that there is none. */
  readonly absent: readonly string[];
  /** `undefined`, too, where there is none. */
  readonly read: (s3: S3, bucket: string, hide: Hide) => Promise<Form | undefined>;
  /** Puts back what was read; `undefined` takes it away. */
  readonly write: (s3: S3, bucket: string, value: Form | undefined) => Promise<unknown>;
}

/**
 * In the order in which they are put back: nothing is public before its block is there, what needs versions comes after
 * versioning, and the policy, which may forbid all that follows, last.
 */
export const PARTS = [
  part({
    name: 'publicAccessBlock',
    action: 's3:GetBucketPublicAccessBlock',
    absent: ['NoSuchPublicAccessBlockConfiguration'],
    read: async (s3, Bucket) => (await s3.getPublicAccessBlock({ Bucket })).PublicAccessBlockConfiguration,
    write: (s3, Bucket, value) =>
      value === undefined
        ? s3.deletePublicAccessBlock({ Bucket })
        : s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: value }),
  }),
  part({
    name: 'ownership',
    action: 's3:GetBucketOwnershipControls',
    absent: ['OwnershipControlsNotFoundError'],
    read: async (s3, Bucket) => (await s3.getBucketOwnershipControls({ Bucket })).OwnershipControls,
    write: (s3, Bucket, value) =>
      value === undefined
        ? s3.deleteBucketOwnershipControls({ Bucket })
        : s3.putBucketOwnershipControls({ Bucket, OwnershipControls: value }),
  }),
  part({
    name: 'encryption',
    action: 's3:GetEncryptionConfiguration',
    absent: ['ServerSideEncryptionConfigurationNotFoundError'],
    read: async (s3, Bucket) => (await s3.getBucketEncryption({ Bucket })).ServerSideEncryptionConfiguration,
    write: (s3, Bucket, value) =>
      value === undefined
        ? s3.deleteBucketEncryption({ Bucket })
        : s3.putBucketEncryption({
            Bucket,
            ServerSideEncryptionConfiguration: value,
          }),
  }),
  part({
    name: 'versioning',
    action: 's3:GetBucketVersioning',
    absent: [],
    async read(s3, Bucket) {
      const { Status, MFADelete } = await s3.getBucketVersioning({ Bucket });
      return Status === undefined && MFADelete === undefined ? undefined : { Status, MFADelete };
    },
    // Versions can be suspended, never taken away (API reference, PutBucketVersioning). MFA delete asks for a device.
    write: (s3, Bucket, value) => {
      const { Status } = value ?? { Status: 'Suspended' as const };
      return s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status } });
    },
  }),
  part({
    name: 'tagging',
    action: 's3:GetBucketTagging',
    absent: ['NoSuchTagSet'],
    async read(s3, Bucket) {
      const { TagSet = [] } = await s3.getBucketTagging({ Bucket });
      // AWS sets these itself, and lets nobody else.
      const own = TagSet.filter(({ Key = '' }) => !Key.startsWith('aws:'));
      return own.length === 0 ? undefined : Object.fromEntries(own.map(({ Key = '', Value = '' }) => [Key, Value]));
    },
    write: (s3, Bucket, value) => {
      const TagSet = Object.entries(value ?? {}).map(([Key, Value]) => ({
        Key,
        Value,
      }));
      return value === undefined
        ? s3.deleteBucketTagging({ Bucket })
        : s3.putBucketTagging({ Bucket, Tagging: { TagSet } });
    },
  }),
  part({
    name: 'cors',
    action: 's3:GetBucketCORS',
    absent: ['NoSuchCORSConfiguration'],
    // The first rule that fits counts: their order is kept.
    read: async (s3, Bucket) => (await s3.getBucketCors({ Bucket })).CORSRules,
    write: (s3, Bucket, value) =>
      value === undefined
        ? s3.deleteBucketCors({ Bucket })
        : s3.putBucketCors({ Bucket, CORSConfiguration: { CORSRules: value } }),
  }),
  part({
    name: 'website',
    action: 's3:GetBucketWebsite',
    absent: ['NoSuchWebsiteConfiguration'],
    async read(s3, Bucket) {
      const { $metadata: _, ...website } = await s3.getBucketWebsite({ Bucket });
      return website;
    },
    write: (s3, Bucket, value) =>
      value === undefined
        ? s3.deleteBucketWebsite({ Bucket })
        : s3.putBucketWebsite({ Bucket, WebsiteConfiguration: value }),
  }),
  part({
    name: 'lifecycle',
    action: 's3:GetLifecycleConfiguration',
    absent: ['NoSuchLifecycleConfiguration'],
    async read(s3, Bucket) {
      const { Rules = [], TransitionDefaultMinimumObjectSize } = await s3.getBucketLifecycleConfiguration({ Bucket });
      return { Rules: sortedBy(Rules, ({ ID = '' }) => ID), TransitionDefaultMinimumObjectSize };
    },
    write: (s3, Bucket, value) => {
      const { Rules = [], ...others } = value ?? {};
      return value === undefined
        ? s3.deleteBucketLifecycle({ Bucket })
        : s3.putBucketLifecycleConfiguration({
            Bucket,
            LifecycleConfiguration: { Rules: Rules.map(dated) },
            ...others,
          });
    },
  }),
  part({
    name: 'logging',
    action: 's3:GetBucketLogging',
    absent: [],
    read: async (s3, Bucket) => (await s3.getBucketLogging({ Bucket })).LoggingEnabled,
    write: (s3, Bucket, value) => {
      return s3.putBucketLogging({ Bucket, BucketLoggingStatus: value === undefined ? {} : { LoggingEnabled: value } });
    },
  }),
  part({
    name: 'notifications',
    action: 's3:GetBucketNotification',
    absent: [],
    async read(s3, Bucket) {
      const { $metadata: _, ...all } = await s3.getBucketNotificationConfiguration({ Bucket });
      const given = Object.entries(all).filter(
        ([, each]) => each !== undefined && !(Array.isArray(each) && each.length === 0),
      );
      if (given.length === 0) return undefined;
      const ordered = given.map(([kind, each]) => [kind, Array.isArray(each) ? sortedBy(each, JSON.stringify) : each]);
      const configuration: NotificationConfiguration = Object.fromEntries(ordered);
      return configuration;
    },
    write: (s3, Bucket, value: NotificationConfiguration = {}) =>
      s3.putBucketNotificationConfiguration({ Bucket, NotificationConfiguration: value }),
  }),
  part({
    name: 'replication',
    action: 's3:GetReplicationConfiguration',
    absent: ['ReplicationConfigurationNotFoundError'],
    async read(s3, Bucket) {
      const { ReplicationConfiguration: found } = await s3.getBucketReplication({ Bucket });
      return found && { ...found, Rules: sortedBy(found.Rules ?? [], ({ ID = '' }) => ID) };
    },
    write: (s3, Bucket, value) =>
      value === undefined
        ? s3.deleteBucketReplication({ Bucket })
        : s3.putBucketReplication({ Bucket, ReplicationConfiguration: value }),
  }),
  part({
    name: 'policy',
    action: 's3:GetBucketPolicy',
    absent: ['NoSuchBucketPolicy'],
    async read(s3, Bucket, hide) {
      const { Policy } = await s3.getBucketPolicy({ Bucket });
      return Policy === undefined ? undefined : hidePolicy(parsedJson(Policy), hide);
    },
    write: (s3, Bucket, value) =>
      value === undefined
        ? s3.deleteBucketPolicy({ Bucket })
        : s3.putBucketPolicy({ Bucket, Policy: typeof value === 'string' ? value : JSON.stringify(value) }),
  }),
] as const;

export type PartName = (typeof PARTS)[number]['name'];

function part<const Name extends string, Form>(it: Part<Name, Form>): Part<Name, unknown> {
  // What `read` gave, out of a sealed capture.
  const isForm = (value: unknown): value is Form => value !== undefined;
  return { ...it, write: (s3, bucket, value) => it.write(s3, bucket, isForm(value) ? value : undefined) };
}

function sortedBy<Item>(items: readonly Item[], text: (item: Item) => string): Item[] {
  return items.toSorted((one, other) => (text(one) < text(other) ? -1 : 1));
}

/** A rule out of a document, in which dates are texts. */
function dated(rule: LifecycleRule): LifecycleRule {
  return JSON.parse(JSON.stringify(rule), (name, value: unknown) =>
    name === 'Date' && typeof value === 'string' ? new Date(value) : value,
  );
}
