import type { Tag } from '@aws-sdk/client-lightsail';
import { tagCalls, type callsOf } from '../shared/aws-command.ts';

/** Lightsail's tags by key. */
export function tagsOf(tags: readonly Tag[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ key = '', value = '' }) => [key, value]));
}

/** Tags by key as Lightsail takes them. */
export function tagList(tags: Readonly<Record<string, unknown>>): { key: string; value: unknown }[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

/** The calls that turn one set of tags into another. */
export function retagged(
  resourceName: string,
  wanted: Readonly<Record<string, unknown>>,
  live: Readonly<Record<string, unknown>>,
  call: ReturnType<typeof callsOf>,
) {
  return tagCalls(wanted, live, {
    set: (tags) => call('tag-resource', { resourceName, tags: tagList(tags) }),
    remove: (tagKeys) => call('untag-resource', { resourceName, tagKeys }),
  });
}
