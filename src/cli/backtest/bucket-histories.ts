import type { PageHistory } from '../../lib/backtest/page-history.ts';
import { readVersion } from '../../lib/reconcile/read-version.ts';
import type { SiteRecord } from '../../lib/site/site-record.ts';
import type { ListedVersion } from '../../lib/site/version.ts';
import type { OperatorBucket } from '../../lib/aws/operator-bucket.ts';
import { liveKeys } from '../live-keys.ts';
import { usage } from '../outcome.ts';
import { pageKey, slashHint } from '../page-key.ts';
import { printable } from '../printable.ts';

/** Which versions of which pages: without pages, those that are live. */
export interface BucketSource {
  readonly pages: readonly string[];
  /** Versions of each page, the newest. */
  readonly last: number;
}

/** The histories that a site's production bucket keeps. Throws `CLI.USAGE` for keys that are no pages, or have none. */
export async function bucketHistories(
  { pages, last }: BucketSource,
  site: SiteRecord,
  deps: { bucket: Pick<OperatorBucket, 'versions' | 'get' | 'live'>; progress: (text: string) => void },
): Promise<readonly PageHistory[]> {
  const keys = pages.length > 0 ? await known(pages, site, deps.bucket) : await live(site, deps);
  return keys.map((key) => bucketHistory(key, last, site, deps.bucket));
}

async function live({ config }: SiteRecord, { bucket, progress }: Parameters<typeof bucketHistories>[2]) {
  const { pages } = await liveKeys(config, bucket, progress);
  if (pages.length > 0) return pages.map(({ key }) => key);
  throw usage(
    `No page is live in s3://${config.production.bucket}/${config.production.prefix}.`,
    `Pages are the keys that match ${config.pages.join(', ')}; name those that were deleted.`,
  );
}

async function known(pages: readonly string[], { config }: SiteRecord, bucket: Pick<OperatorBucket, 'versions'>) {
  const keys = [...new Set(pages.flatMap((page) => pageKey(config, page) ?? []))];
  for (const key of keys) {
    const [newest] = await newestOf(key, 1, bucket);
    if (newest) continue;
    const hint = slashHint(key) ?? `See what is live: npx holdfast scan ${config.name}`;
    throw usage(`The bucket has no version of ${printable(key)}.`, hint);
  }
  return keys;
}

function bucketHistory(
  key: string,
  last: number,
  site: SiteRecord,
  bucket: Pick<OperatorBucket, 'versions' | 'get'>,
): PageHistory {
  const view = { ref: { site: site.config.name, key }, site, notices: [] };
  return {
    name: key,
    key,
    judges: 'each',
    async *versions() {
      for (const listed of (await newestOf(key, last, bucket)).toReversed()) {
        const version = await readVersion(view, listed, { bucket });
        // One that went while others were read is history no more.
        if (version) yield version;
      }
    },
  };
}

async function newestOf(key: string, most: number, bucket: Pick<OperatorBucket, 'versions'>): Promise<ListedVersion[]> {
  const newest: ListedVersion[] = [];
  for await (const listed of bucket.versions(key)) {
    newest.push(listed);
    if (newest.length >= most) break;
  }
  return newest;
}
