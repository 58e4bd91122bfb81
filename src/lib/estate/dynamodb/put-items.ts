import {
  ConditionalCheckFailedException,
  type DynamoDB,
  type PutItemInput,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import type { Estate } from '../../capture/estate.ts';
import { HoldfastError } from '../../errors.ts';
import { itemLine, type Item } from './item.ts';
import { backOff, itemBatches, itemPairs } from './live-items.ts';

/** A table, and how its items are told from each other. */
export interface ItemTable {
  readonly client: DynamoDB;
  readonly TableName: string;
  readonly keys: readonly string[];
}

type Report = (done: { objects: number; bytes: number }) => void;

/** BatchWriteItem takes so many items. */
const BATCH = 25;
const AT_ONCE = 4;

/** Puts all captured items into a table that has none. */
export async function fillTable(
  captured: CapturedResource,
  { client, TableName }: ItemTable,
  report: Report,
  estate: Pick<Estate, 'wait'>,
): Promise<void> {
  const write = async (batch: readonly Item[]) => {
    let open: WriteRequest[] | undefined = batch.map((Item) => ({ PutRequest: { Item } }));
    for (let tries = 1; open && open.length > 0; tries += 1) {
      const request: Record<string, WriteRequest[]> = { [TableName]: open };
      const { UnprocessedItems } = await client.batchWriteItem({ RequestItems: request });
      open = UnprocessedItems?.[TableName];
      if (open && open.length > 0) await backOff(tries, TableName, estate);
    }
    report({ objects: batch.length, bytes: 0 });
  };
  await pMap(itemBatches(captured, BATCH), write, { concurrency: AT_ONCE });
}

/**
 * Puts what a table lacks and what differs there, each on condition that it is still as it was just read. Throws
 * `RESTORE.MOVED` where it is not.
 */
export async function mendItems(
  captured: CapturedResource,
  table: ItemTable,
  report: Report,
  estate: Pick<Estate, 'wait'>,
): Promise<void> {
  for await (const pairs of itemPairs(captured, table, estate)) {
    const open = pairs.filter(({ captured: item, live }) => !live || itemLine(live) !== itemLine(item));
    await pMap(
      open,
      async ({ captured: Item, live }) => {
        await table.client
          .putItem({ TableName: table.TableName, Item, ...(live ? unchanged(live) : absent(table.keys)) })
          .catch(moved);
        report({ objects: 1, bytes: 0 });
      },
      { concurrency: AT_ONCE },
    );
  }
}

/** A condition may have 300 operators and 4 KB: of items with more attributes, these are looked at. */
const MOST_COMPARED = 100;

function absent(keys: readonly string[]): Partial<PutItemInput> {
  const [first = ''] = keys;
  return { ConditionExpression: 'attribute_not_exists(#k)', ExpressionAttributeNames: { '#k': first } };
}

function unchanged(live: Item): Partial<PutItemInput> {
  const seen = Object.entries(live).slice(0, MOST_COMPARED);
  return {
    ConditionExpression: seen.map((_, at) => `#a${at}=:a${at}`).join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(seen.map(([name], at) => [`#a${at}`, name])),
    ExpressionAttributeValues: Object.fromEntries(seen.map(([, value], at) => [`:a${at}`, value])),
  };
}

function moved(cause: unknown): never {
  if (!(cause instanceof ConditionalCheckFailedException)) throw cause;
  const hint = 'Run it again, and look at the new plan.';
  throw new HoldfastError('RESTORE.MOVED', 'An item was written while it was restored.', { cause, hint });
}
