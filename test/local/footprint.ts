import { ListInvalidationsCommand } from '@aws-sdk/client-cloudfront';
import {
  GetBucketNotificationConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  ListObjectVersionsCommand,
} from '@aws-sdk/client-s3';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Outsider } from './guard-outsider.ts';

/** All that there is of a site on AWS, and of these folders on this machine: two of them are equal where nothing was written. */
export async function footprint({ aws, site, stack }: Outsider, folders: readonly string[]): Promise<unknown> {
  const buckets = [site.bucket, site.bucket.replace(/-prod$/, '-staging')];
  return {
    objects: await Promise.all([...buckets, stack.buckets.snapshots].map((name) => versionsOf(aws, name, site.name))),
    settings: await Promise.all(buckets.map((name) => settingsOf(aws, name))),
    items: await itemsOf(aws, stack.table, site.name),
    purges: await purgesOf(aws, site.distribution),
    files: await Promise.all(folders.map(filesOf)),
  };
}

type Aws = Outsider['aws'];

/** Every version of every object; of the snapshot bucket, which all sites share, those of this one. */
async function versionsOf({ s3 }: Aws, Bucket: string, site: string): Promise<string[]> {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  return [...Versions, ...DeleteMarkers]
    .filter(({ Key = '' }) => Bucket.startsWith(site) || Key.split('/').includes(site))
    .map(({ Key, VersionId }) => `${Key} ${VersionId}`)
    .toSorted();
}

async function settingsOf({ s3 }: Aws, Bucket: string): Promise<unknown> {
  const [{ Status }, { $metadata: _, ...notifications }, policy] = await Promise.all([
    s3.send(new GetBucketVersioningCommand({ Bucket })),
    s3.send(new GetBucketNotificationConfigurationCommand({ Bucket })),
    s3.send(new GetBucketPolicyCommand({ Bucket })).catch(() => ({ Policy: undefined })),
  ]);
  return { Status, notifications, policy: policy.Policy };
}

async function itemsOf({ table }: Aws, TableName: string, site: string): Promise<string[]> {
  const { Items = [] } = await table.send(new ScanCommand({ TableName, ConsistentRead: true }));
  return Items.filter(({ pk, site: of }) => pk === `SITE#${site}` || of === site)
    .filter(({ sk }) => sk !== 'SWEEP')
    .map((item) => JSON.stringify(item))
    .toSorted();
}

async function purgesOf({ cloudFront }: Aws, DistributionId: string): Promise<unknown> {
  const { InvalidationList } = await cloudFront.send(new ListInvalidationsCommand({ DistributionId }));
  return InvalidationList?.Items?.map(({ Id }) => Id).toSorted();
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const told = files.map(
    async (file) =>
      `${file} ${createHash('sha256')
        .update(await readFile(file))
        .digest('hex')}`,
  );
  return (await Promise.all(told)).toSorted();
}
