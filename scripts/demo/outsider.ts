import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { LocalClients } from '../local/clients.ts';

/** What anybody can see of an object: its bytes as text, and how it is served. */
export interface Served {
  readonly body: string;
  readonly contentType?: string;
  readonly cacheControl?: string;
}

/** Somebody with an S3 client and a bucket's name, who knows nothing of Holdfast. */
export interface Outsider {
  readonly bucket: string;
  put(key: string, served: Served): Promise<void>;
  /** `undefined` when nothing is served. */
  get(key: string): Promise<Served | undefined>;
}

/** The outsider at this bucket. */
export function outsider({ s3 }: LocalClients, bucket: string): Outsider {
  return {
    bucket,
    async put(key, { body, contentType, cacheControl }) {
      const headers = { ContentType: contentType, CacheControl: cacheControl };
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ...headers }));
    },
    async get(key) {
      try {
        const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        const body = (await object.Body?.transformToString()) ?? '';
        return { body, contentType: object.ContentType, cacheControl: object.CacheControl };
      } catch (error) {
        if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
        throw error;
      }
    },
  };
}
