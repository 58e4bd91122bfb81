import { setTimeout as wait } from 'node:timers/promises';
import type { ReconcileDeps } from '../reconcile.ts';
import { sweep, type Swept } from '../sweep.ts';
import { turns } from '../turns.ts';
import { cloudFrontClient, dynamoClient, s3Client, sqsClient } from './clients.ts';
import { cloudFrontCdn } from './cloudfront-cdn.ts';
import { readItem, dynamoRegistry } from './dynamo-registry.ts';
import { pagesOf } from './dynamo-registry-pages.ts';
import { dynamoSweeps } from './dynamo-sweeps.ts';
import { siteKey, siteOf } from './dynamo-items.ts';
import { sweepEnv, uploadEnv, type SiteAddress } from './env.ts';
import { s3Assets } from './s3-assets.ts';
import { s3Histories } from './s3-histories.ts';
import { liveObjects } from './s3-objects.ts';
import { s3Bucket } from './s3-bucket.ts';
import { s3Snapshots } from './s3-snapshots.ts';
import { sqsLookQueue } from './sqs-look-queue.ts';

/** What `on-upload` works with: the sites it guards, and what reconciling a page of one of them needs. */
export interface Uploads {
  readonly sites: readonly SiteAddress[];
  readonly depsOf: (site: string) => ReconcileDeps | undefined;
}

/** Stored bytes of the pages in work: judging a page of 20 MB takes some 400 MB, of the function's 1,024. */
const BYTES_AT_ONCE = 24 * 1024 * 1024;

const now = () => new Date();
/** Full jitter, doubling from 50 ms up to a second. */
const backOff = async (looks: number) => {
  await wait(Math.random() * Math.min(1000, 50 * 2 ** looks));
};
let uploads: Uploads | undefined;

/** Composes the guard on AWS from the environment, once per container. */
export function composeUploads(): Uploads {
  uploads ??= makeUploads();
  return uploads;
}

function makeUploads(): Uploads {
  const env = uploadEnv();
  const s3 = s3Client();
  const shared = {
    registry: dynamoRegistry(env.table, { dynamo: dynamoClient() }),
    snapshots: s3Snapshots(env.snapshots, { s3 }),
    histories: s3Histories(env.snapshots, { s3 }),
    cdn: cloudFrontCdn({ cloudFront: cloudFrontClient, wait }),
    queue: sqsLookQueue(env.queueUrl, { sqs: sqsClient }),
    now,
    backOff,
    takeTurn: turns(BYTES_AT_ONCE),
  };
  const bySite = new Map(
    env.sites.map((site): [string, ReconcileDeps] => {
      const deps = { s3, now };
      return [
        site.name,
        { ...shared, bucket: s3Bucket(site.bucket, deps), assets: s3Assets(site, env.snapshots, deps) },
      ];
    }),
  );
  return { sites: env.sites, depsOf: (site) => bySite.get(site) };
}

/** A site's sweep, from where its last one stopped; `undefined` when the site was never applied. */
export interface SiteSweep {
  readonly site: string;
  readonly run: () => Promise<Swept | undefined>;
}

/** Every configured site's sweep, to be run one by one; `timeLeft` is the function's, in milliseconds. */
export function composeSweeps(timeLeft: () => number): SiteSweep[] {
  const env = sweepEnv();
  const deps = { dynamo: dynamoClient(), s3: s3Client(), now };
  const sweeps = dynamoSweeps(deps.dynamo, env.table);
  const queue = sqsLookQueue(env.queueUrl, { sqs: sqsClient });
  return env.sites.map(({ name }) => ({
    site: name,
    run: async () => {
      const item = await readItem(env.table, siteKey(name), deps);
      if (!item) return undefined;
      const { config } = siteOf(item);
      return sweep(config, (await sweeps.read(name))?.after, {
        objects: (after) => liveObjects(deps.s3, config.production, after),
        pages: (after) => pagesOf(env.table, name, after, deps),
        save: (progress) => sweeps.save(name, progress, now()),
        queue,
        now,
        timeLeft,
      });
    },
  }));
}
