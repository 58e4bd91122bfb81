import { S3 } from '@aws-sdk/client-s3';
import { gone } from '../capture/failure.ts';
import type { Service } from '../capture/service.ts';
import { CONFIG, readConfig } from './s3/bucket-config.ts';
import { captureObjects } from './s3/capture-objects.ts';
import { compareBuckets } from './s3/compare-objects.ts';
import { FOLDER, listBuckets } from './s3/list-buckets.ts';
import { OPTIONS } from './s3/options.ts';
import { restorer } from './s3/restore.ts';

/**
 * Buckets: their configuration, and their objects with headers, metadata and tags. The tags of an object that was not written
 * since the earlier capture are those of then: S3 does not tell in a list that they changed.
 */
export const service: Service = {
  name: 's3',
  title: 'S3 buckets',
  folder: FOLDER,
  where: 'global',
  limits: {
    // No figure is published for reading configurations: a careful guess.
    S3: 100,
    // 5,500 reads and 3,500 writes a second for each prefix of a bucket (S3 User Guide, "Optimizing performance").
    'S3.ListObjectsV2': 1000,
    'S3.ListObjectVersions': 1000,
    'S3.GetObject': 5000,
    'S3.HeadObject': 5000,
    'S3.GetObjectTagging': 5000,
    'S3.PutObject': 3000,
    'S3.UploadPart': 3000,
  },
  concurrency: 8,
  options: OPTIONS,
  list: listBuckets,
  async capture(bucket, sink, estate) {
    try {
      const s3 = estate.client(S3, bucket.region);
      await sink.json(CONFIG, await readConfig(bucket.name, s3, (name, value) => sink.secret(name, value)));
      const archived = await captureObjects(bucket, sink, estate);
      await sink.json('observed.json', { region: bucket.region, archived });
    } catch (error) {
      throw error instanceof Error && error.name === 'NoSuchBucket' ? gone(bucket, error) : error;
    }
  },
  compare: compareBuckets,
  restore: restorer,
};
