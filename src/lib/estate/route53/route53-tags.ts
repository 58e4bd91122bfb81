import type { Route53, TagResourceType } from '@aws-sdk/client-route-53';
import { tagChanges } from '../shared/tag-changes.ts';
import { tagsOf } from '../shared/tags.ts';

export interface Tagged {
  readonly type: TagResourceType;
  readonly id: string;
}

type Tags = Readonly<Record<string, string>>;

export async function readTags(route53: Route53, { type, id }: Tagged): Promise<Tags> {
  const { ResourceTagSet } = await route53.listTagsForResource({ ResourceType: type, ResourceId: id });
  return tagsOf(ResourceTagSet?.Tags);
}

/** How many tags a request may set and take away. */
const AT_ONCE = 10;

export async function applyTags(route53: Route53, { type, id }: Tagged, wanted: Tags): Promise<void> {
  const { add, drop } = tagChanges(await readTags(route53, { type, id }), wanted);
  for (let at = 0; at < Math.max(add.length, drop.length); at += AT_ONCE) {
    const AddTags = add.slice(at, at + AT_ONCE).map(([Key, Value]) => ({ Key, Value }));
    const RemoveTagKeys = drop.slice(at, at + AT_ONCE);
    await route53.changeTagsForResource({
      ResourceType: type,
      ResourceId: id,
      ...(AddTags.length > 0 && { AddTags }),
      ...(RemoveTagKeys.length > 0 && { RemoveTagKeys }),
    });
  }
}
