import { paginateListKeys } from '@aws-sdk/client-cloudfront-keyvaluestore';
import type { KeyValues } from './key-values.ts';

/** All pairs of a key-value store; it has at most 5 MB. */
export async function readPairs(client: KeyValues, KvsARN: string | undefined): Promise<Record<string, string>> {
  const pairs = new Map<string, string>();
  for await (const { Items = [] } of paginateListKeys({ client, pageSize: 50 }, { KvsARN }))
    for (const { Key = '', Value = '' } of Items) pairs.set(Key, Value);
  return Object.fromEntries(pairs);
}
