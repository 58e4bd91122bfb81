import { S3 } from '@aws-sdk/client-s3';
import { bucketName } from '../names.ts';
import { readPolicy } from '../parts/s3.ts';
import { changed, type EstateChange } from './change.ts';

/** What happens to buckets and their objects. */
export const BUCKET_CHANGES: readonly EstateChange[] = [
  {
    what: 'an object is overwritten',
    async plant({ estate, account }) {
      const Bucket = bucketName(account, 2);
      const s3 = estate.client(S3);
      const { Body: _, ...headers } = await s3.getObject({ Bucket, Key: 'index.html' });
      const { ContentType, CacheControl, Metadata } = headers;
      const Tagging = 'site=booking&kind=page';
      const Body = '<!doctype html><title>booking</title><p>An old copy</p>\n';
      await s3.putObject({ Bucket, Key: 'index.html', Body, ContentType, CacheControl, Metadata, Tagging });
      return changed(`s3/${Bucket}`, 'index.html#bytes');
    },
  },
  {
    what: 'an object is deleted',
    async plant({ estate, account }) {
      const Bucket = bucketName(account, 7);
      await estate.client(S3).deleteObject({ Bucket, Key: 'menu/menu.pdf' });
      return changed(`s3/${Bucket}`, 'menu/menu.pdf');
    },
  },
  {
    what: 'an object is served with another Cache-Control, its bytes the same',
    async plant({ estate, account }) {
      const Bucket = bucketName(account, 8);
      const s3 = estate.client(S3);
      const { ContentType, Metadata } = await s3.headObject({ Bucket, Key: 'index.html' });
      await s3.copyObject({
        Bucket,
        Key: 'index.html',
        CopySource: `${Bucket}/index.html`,
        MetadataDirective: 'REPLACE',
        TaggingDirective: 'COPY',
        ContentType,
        Metadata,
        CacheControl: 'no-store',
      });
      return changed(`s3/${Bucket}`, 'index.html#headers.cache-control');
    },
  },
  {
    what: 'a bucket is made',
    async plant({ estate, account }) {
      const Bucket = `visitors-prod-${account.slice(-6)}`;
      await estate.client(S3).createBucket({ Bucket });
      return { resource: `s3/${Bucket}`, kind: 'added', places: [] };
    },
  },
  {
    what: "a bucket's policy lets everybody read",
    async plant({ estate, account }) {
      const Bucket = bucketName(account, 10);
      const Resource = `arn:aws:s3:::${Bucket}/*`;
      const everybody = { Sid: 'Everybody', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource };
      await estate.client(S3).putBucketPolicy({ Bucket, Policy: readPolicy(account, 10, [everybody]) });
      return changed(`s3/${Bucket}`, 'bucket-config.json#policy.Statement[Sid=Everybody]');
    },
  },
];
