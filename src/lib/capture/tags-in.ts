import { isObject } from './plain-value.ts';

/** The documents right below a resource's folder that may say its tags. */
const DOCUMENTS = new Set(['config.json', 'table-schema.json', 'bucket-config.json']);

/**
 * The tags of a resource as one of its documents says them: `tags.json`, or `Tags`, `tags` or `tagging` of what describes it;
 * `undefined` where it says none. Values that are kept by reference are left out.
 */
export function tagsIn(path: string, document: unknown): Readonly<Record<string, string>> | undefined {
  if (path === 'tags.json') return textsOf(document);
  if (!DOCUMENTS.has(path) || !isObject(document)) return undefined;
  return textsOf(document['Tags'] ?? document['tags'] ?? document['tagging']);
}

function textsOf(tags: unknown): Readonly<Record<string, string>> | undefined {
  if (!isObject(tags)) return undefined;
  const texts = Object.entries(tags).filter((each): each is [string, string] => typeof each[1] === 'string');
  return texts.length === 0 ? undefined : Object.fromEntries(texts);
}
