import type { CloudFront } from '@aws-sdk/client-cloudfront';
import { tagChanges } from '../shared/tag-changes.ts';
import { tagsOf } from './distribution.ts';

/** Sets and takes away tags, but AWS's own. */
export async function applyTags(
  cloudfront: CloudFront,
  arn: string,
  wanted: Readonly<Record<string, string>>,
): Promise<void> {
  const { add, drop } = tagChanges(await tagsOf(cloudfront, arn), wanted);
  const Items = add.map(([Key, Value]) => ({ Key, Value }));
  if (Items.length > 0) await cloudfront.tagResource({ Resource: arn, Tags: { Items } });
  if (drop.length > 0) await cloudfront.untagResource({ Resource: arn, TagKeys: { Items: [...drop] } });
}
