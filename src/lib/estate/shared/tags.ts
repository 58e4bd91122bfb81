import { isAwsTag } from './tag-record.ts';

/** Tags as AWS lists them, by key. */
export function tagsOf(
  list: readonly { readonly Key?: string; readonly Value?: string }[] | undefined,
): Record<string, string> {
  return Object.fromEntries((list ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** Tags by key as AWS takes them in a list: without its own, with which it refuses the whole list. */
export function tagList(tags: Readonly<Record<string, unknown>>): { Key: string; Value: unknown }[] {
  return Object.entries(tags).flatMap(([Key, Value]) => (isAwsTag(Key) ? [] : [{ Key, Value }]));
}
