import type { Route53, TagResourceType } from '@aws-sdk/client-route-53';
import { isAwsTag, tagRecord } from '../shared/tag-record.ts';

export interface Tagged {
  readonly type: TagResourceType;
  readonly id: string;
}

type Tags = Readonly<Record<string, string>>;

export async function readTags(route53: Route53, { type, id }: Tagged): Promise<Tags> {
  const { ResourceTagSet } = await route53.listTagsForResource({ ResourceType: type, ResourceId: id });
  return tagRecord(ResourceTagSet?.Tags);
}

/** What differs, a line each. AWS's own tags are left to it. */
export function tagLines(live: Tags, wanted: Tags): readonly string[] {
  const { add, drop } = tagChanges(live, wanted);
  return [...add.map(([key, value]) => `tag ${key}: ${value}`), ...drop.map((key) => `no tag ${key}`)];
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

function tagChanges(live: Tags, wanted: Tags) {
  const [before, after] = [live, wanted].map((tags) => new Map(Object.entries(tags).filter(([key]) => !isAwsTag(key))));
  return {
    add: [...(after ?? [])].filter(([key, value]) => before?.get(key) !== value),
    drop: [...(before ?? [])].flatMap(([key]) => (after?.has(key) === true ? [] : [key])),
  };
}
