import type { S3 } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { unlessAbsent } from '../shared/absent.ts';
import { PARTS, type PartName } from './config-parts.ts';
import { allowed } from './denied.ts';

/** The document that says how a bucket is configured. */
export const CONFIG = 'bucket-config.json';

/** What is configured, by name; what is not is absent. */
export type BucketConfig = Partial<Record<PartName, unknown>>;

/** Hides a secret, or what may be one. */
export type Hide = (name: string, value: string) => Promise<unknown>;

/** Reads how a bucket is configured. Throws `ESTATE.DENIED` naming the action that is missing. */
export async function readConfig(bucket: string, s3: S3, hide: Hide): Promise<BucketConfig> {
  const parts = await pMap(
    PARTS,
    async ({ name, action, absent, read }) => {
      const asked = allowed(action, bucket, read(s3, bucket, hide));
      const value = await unlessAbsent(asked, ...absent);
      return [name, value] as const;
    },
    { concurrency: 4 },
  );
  return Object.fromEntries(parts.filter(([, value]) => value !== undefined));
}

/** The document again. What is not known in it is left out. */
export function configOf(document: unknown): BucketConfig {
  const known = new Map(Object.entries(Object(document)));
  return Object.fromEntries(PARTS.flatMap(({ name }) => (known.has(name) ? [[name, known.get(name)]] : [])));
}
