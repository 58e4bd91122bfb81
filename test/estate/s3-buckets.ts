import { S3 } from '@aws-sdk/client-s3';
import { randomUUID } from 'node:crypto';

/** A new bucket: names are one of a kind across all accounts. */
export async function ownBucket(s3: S3): Promise<string> {
  const Bucket = `holdfast-${randomUUID()}`;
  await s3.createBucket({ Bucket });
  return Bucket;
}

/** What only the distribution in front of a configured bucket sends. */
export const REFERER = 'a-shared-secret-of-header';

/** Configures everything that a bucket can have without others. */
export async function configured(s3: S3, Bucket: string): Promise<void> {
  const Resource = `arn:aws:s3:::${Bucket}/*`;
  const Condition = { StringEquals: { 'aws:Referer': REFERER } };
  const Statement = [{ Sid: 'Read', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource, Condition }];
  await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
  await s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: { BlockPublicAcls: true } });
  await s3.putBucketOwnershipControls({
    Bucket,
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  });
  await s3.putBucketEncryption({
    Bucket,
    ServerSideEncryptionConfiguration: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: true }],
    },
  });
  await s3.putBucketTagging({ Bucket, Tagging: { TagSet: [{ Key: 'site', Value: 'trips' }] } });
  await s3.putBucketCors({
    Bucket,
    CORSConfiguration: { CORSRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['https://example.com'] }] },
  });
  await s3.putBucketWebsite({ Bucket, WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } } });
  await s3.putBucketLifecycleConfiguration({
    Bucket,
    LifecycleConfiguration: {
      Rules: [
        { ID: 'old', Status: 'Enabled', Filter: { Prefix: 'old/' }, Expiration: { Days: 30 } },
        { ID: 'dated', Status: 'Enabled', Filter: { Prefix: 'd/' }, Expiration: { Date: new Date('2030-01-01') } },
      ],
    },
  });
  await s3.putBucketPolicy({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) });
}
