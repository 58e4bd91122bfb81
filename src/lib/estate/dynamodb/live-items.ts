import type { DynamoDB } from '@aws-sdk/client-dynamodb';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import type { Estate } from '../../capture/estate.ts';
import { HoldfastError } from '../../errors.ts';
import { DATA } from './capture-items.ts';
import { itemLine, itemOf, keyOfItem, type Item } from './item.ts';

/** BatchGetItem takes so many keys. */
const BATCH = 100;
const TRIES = 20;

/** A captured item, and what is live under its key. */
export interface ItemPair {
  readonly captured: Item;
  readonly live: Item | undefined;
}

/** Captured items in groups of so many, in their order. */
export async function* itemBatches(resource: CapturedResource, size: number): AsyncIterable<readonly Item[]> {
  let batch: Item[] = [];
  for await (const line of resource.lines(DATA)) {
    batch.push(itemOf(line));
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** All captured items, each group with what is live under the same keys now. */
export async function* itemPairs(
  resource: CapturedResource,
  { client, TableName, keys }: { client: DynamoDB; TableName: string; keys: readonly string[] },
  estate: Pick<Estate, 'wait'>,
): AsyncIterable<readonly ItemPair[]> {
  for await (const batch of itemBatches(resource, BATCH)) {
    const live = new Map<string, Item>();
    let asked: Item[] | undefined = batch.map((item) => keyOfItem(item, keys));
    for (let tries = 1; asked && asked.length > 0; tries += 1) {
      const request: Record<string, { Keys: Item[]; ConsistentRead: boolean }> = {
        [TableName]: { Keys: asked, ConsistentRead: true },
      };
      const { Responses, UnprocessedKeys } = await client.batchGetItem({ RequestItems: request });
      for (const item of Responses?.[TableName] ?? []) live.set(itemLine(keyOfItem(item, keys)), item);
      asked = UnprocessedKeys?.[TableName]?.Keys;
      if (asked && asked.length > 0) await backOff(tries, TableName, estate);
    }
    yield batch.map((item) => ({ captured: item, live: live.get(itemLine(keyOfItem(item, keys))) }));
  }
}

/** Waits longer each time, up to 10 s. Throws `RESTORE.SLOW` after the twentieth. */
export async function backOff(tries: number, table: string, estate: Pick<Estate, 'wait'>): Promise<void> {
  if (tries >= TRIES) {
    const hint = 'Give it more capacity, and run the same command again: what is done stays done.';
    throw new HoldfastError('RESTORE.SLOW', `The table ${table} takes no more for now.`, { hint });
  }
  await estate.wait(Math.min(10_000, 50 * 2 ** tries));
}
