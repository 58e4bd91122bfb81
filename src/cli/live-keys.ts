import type { LiveObject, OperatorBucket } from '../lib/aws/operator-bucket.ts';
import { classify, whyUnguardable } from '../lib/site/glob.ts';
import type { Site } from '../lib/site/site.ts';

/** What is live in a site's production, by what the guard makes of it. */
export interface LiveKeys {
  readonly pages: readonly LiveObject[];
  readonly assets: number;
  readonly others: number;
  /** Keys that can never be guarded, with the reason. */
  readonly unguardable: readonly { readonly key: string; readonly why: string }[];
}

/** Lists a site's production. */
export async function liveKeys(
  site: Site,
  bucket: Pick<OperatorBucket, 'live'>,
  progress: (text: string) => void,
): Promise<LiveKeys> {
  const pages: LiveObject[] = [];
  const unguardable: { key: string; why: string }[] = [];
  const counts = { asset: 0, other: 0 };
  for await (const object of bucket.live(site.production.prefix)) {
    const kind = classify(site, object.key);
    const why = whyUnguardable(object.key);
    if (kind === 'page') pages.push(object);
    else if (why !== undefined) unguardable.push({ key: object.key, why });
    else counts[kind] += 1;
    progress(`listed ${pages.length + counts.asset + counts.other} objects of ${site.production.bucket}`);
  }
  return { pages, assets: counts.asset, others: counts.other, unguardable };
}
