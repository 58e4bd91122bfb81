import { S3 } from '@aws-sdk/client-s3';
import { REGION } from '../../local/places.ts';
import { each, unlessThere, type Ground } from '../ground.ts';
import { bucketName, ELSEWHERE, queueArn, roleArn, topic, UPLOADS_QUEUE, zoneName } from '../names.ts';
import { putObjects } from './objects.ts';

/** Where the nth bucket is: one of the whole estate is elsewhere. */
const bucketRegion = (index: number): string => (index === 40 ? ELSEWHERE : REGION);

/** The buckets that others write to: access logs, and copies. Both keep versions. */
const LOGS = 0;
const COPIES = 3;

/** Buckets, each configured in a way of its own, with their objects. */
export async function makeBuckets(ground: Ground): Promise<void> {
  const { estate, account, size } = ground;
  await each(size.buckets, async (index) => {
    const Bucket = bucketName(account, index);
    const region = bucketRegion(index);
    const constraint = region === REGION ? {} : { CreateBucketConfiguration: { LocationConstraint: ELSEWHERE } };
    await unlessThere(estate.client(S3, region).createBucket({ Bucket, ...constraint }));
    await keepVersions(ground, index);
  });
  // Now that all are there: some settings name other buckets.
  await each(size.buckets, async (index) => {
    await configure(ground, index);
    await putObjects(estate.client(S3, bucketRegion(index)), bucketName(account, index), index);
  });
}

async function keepVersions({ estate, account }: Ground, index: number): Promise<void> {
  if (index % 3 !== 0) return;
  const VersioningConfiguration = { Status: index % 9 === 6 ? ('Suspended' as const) : ('Enabled' as const) };
  await estate
    .client(S3, bucketRegion(index))
    .putBucketVersioning({ Bucket: bucketName(account, index), VersioningConfiguration });
}

async function configure(ground: Ground, index: number): Promise<void> {
  const { estate, account } = ground;
  const s3 = estate.client(S3, bucketRegion(index));
  const Bucket = bucketName(account, index);
  const settings: (() => Promise<unknown>)[] = [];
  const when = (holds: boolean, put: () => Promise<unknown>) => void (holds && settings.push(put));

  when(index % 4 !== 3, () =>
    s3.putBucketTagging({
      Bucket,
      Tagging: {
        TagSet: [
          { Key: 'site', Value: topic(index) },
          { Key: 'team', Value: 'web' },
        ],
      },
    }),
  );
  when(true, () =>
    s3.putBucketOwnershipControls({
      Bucket,
      OwnershipControls: {
        Rules: [{ ObjectOwnership: index % 10 === 9 ? 'BucketOwnerPreferred' : 'BucketOwnerEnforced' }],
      },
    }),
  );
  when(index % 5 !== 4, () =>
    s3.putPublicAccessBlock({
      Bucket,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: false,
        RestrictPublicBuckets: false,
      },
    }),
  );
  when(index % 2 === 0, () => s3.putBucketPolicy({ Bucket, Policy: readPolicy(account, index) }));
  when(index % 3 === 1, () =>
    s3.putBucketWebsite({
      Bucket,
      WebsiteConfiguration: {
        IndexDocument: { Suffix: 'index.html' },
        ErrorDocument: { Key: '404.html' },
        RoutingRules: [{ Condition: { KeyPrefixEquals: 'old/' }, Redirect: { ReplaceKeyPrefixWith: 'new/' } }],
      },
    }),
  );
  when(index % 4 === 2, () =>
    s3.putBucketCors({
      Bucket,
      CORSConfiguration: {
        CORSRules: [
          {
            ID: 'site',
            AllowedMethods: ['GET', 'HEAD'],
            AllowedOrigins: [`https://${zoneName(index % 16)}`],
            AllowedHeaders: ['*'],
            ExposeHeaders: ['ETag'],
            MaxAgeSeconds: 3000,
          },
        ],
      },
    }),
  );
  when(index % 3 === 0, () =>
    s3.putBucketLifecycleConfiguration({
      Bucket,
      LifecycleConfiguration: {
        Rules: [
          { ID: 'logs', Status: 'Enabled', Filter: { Prefix: 'logs/' }, Expiration: { Days: 30 } },
          {
            ID: 'versions',
            Status: 'Enabled',
            Filter: { Prefix: '' },
            NoncurrentVersionExpiration: { NoncurrentDays: 90 },
          },
        ],
      },
    }),
  );
  when(index % 5 === 1, () =>
    s3.putBucketEncryption({
      Bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
      },
    }),
  );
  when(index % 7 === 2, () =>
    s3.putBucketLogging({
      Bucket,
      BucketLoggingStatus: {
        LoggingEnabled: { TargetBucket: bucketName(account, LOGS), TargetPrefix: `logs/${topic(index)}/` },
      },
    }),
  );
  when(index % 11 === 1, () =>
    s3.putBucketNotificationConfiguration({
      Bucket,
      NotificationConfiguration: {
        QueueConfigurations: [
          {
            Id: 'uploads',
            QueueArn: queueArn(account, UPLOADS_QUEUE),
            Events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'],
            Filter: { Key: { FilterRules: [{ Name: 'suffix', Value: '.html' }] } },
          },
        ],
      },
    }),
  );
  when(index % 12 === 6 && index % 9 !== 6, () =>
    s3.putBucketReplication({
      Bucket,
      ReplicationConfiguration: {
        Role: roleArn(account, 0),
        Rules: [
          {
            ID: 'copies',
            Status: 'Enabled',
            Priority: 1,
            Filter: { Prefix: 'assets/' },
            DeleteMarkerReplication: { Status: 'Disabled' },
            Destination: { Bucket: `arn:aws:s3:::${bucketName(account, COPIES)}` },
          },
        ],
      },
    }),
  );
  for (const put of settings) await put();
}

/** Who may read a bucket, as text; `more` adds a statement. */
export function readPolicy(account: string, index: number, more: readonly object[] = []): string {
  const Resource = `arn:aws:s3:::${bucketName(account, index)}/*`;
  const read = {
    Sid: 'CloudFrontReads',
    Effect: 'Allow',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Action: 's3:GetObject',
    Resource,
    Condition: { StringEquals: { 'AWS:SourceAccount': account } },
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [read, ...more] });
}
