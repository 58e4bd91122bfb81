import { ruleId, ruledSites } from '../lib/aws/notification-rules.ts';
import type { Operator } from '../lib/aws/operator.ts';
import type { Site } from '../lib/site/site.ts';

/** A notification rule of ours that stands in a bucket. */
export interface LeftRule {
  readonly site: string;
  readonly bucket: string;
  readonly id: string;
}

/** Every rule of this stage, in the buckets of all sites that are configured or were ever applied. */
export async function leftRules(
  sites: readonly Site[],
  { operations, bucket, stack }: Pick<Operator, 'operations' | 'bucket' | 'stack'>,
): Promise<LeftRule[]> {
  const buckets = new Set(sites.map(({ production }) => production.bucket));
  for await (const { config } of operations.appliedSites()) buckets.add(config.production.bucket);
  const found: LeftRule[] = [];
  for (const name of buckets) {
    if ((await bucket(name).versioning()) === undefined) continue;
    const ruled = ruledSites(await bucket(name).notifications(), stack.stage);
    found.push(...ruled.map((site) => ({ site, bucket: name, id: ruleId(stack.stage, site) })));
  }
  return found;
}
