import type { DynamoDB, ScanCommandInput } from '@aws-sdk/client-dynamodb';
import type { Estate } from '../../capture/estate.ts';
import type { Item } from './item.ts';

/**
 * All items of a table, a page of at most 1 MB at a time and no faster than so many read capacity units a second. It is no
 * picture of one moment: what is written meanwhile may be in it or not.
 */
export async function* scanItems(
  client: DynamoDB,
  { TableName, most = Number.POSITIVE_INFINITY }: { readonly TableName: string; readonly most?: number },
  perSecond: number,
  estate: Pick<Estate, 'now' | 'wait'>,
): AsyncIterable<readonly Item[]> {
  let ExclusiveStartKey: ScanCommandInput['ExclusiveStartKey'];
  let left = most;
  do {
    const started = estate.now().getTime();
    const page = await client.scan({
      TableName,
      ConsistentRead: false,
      ReturnConsumedCapacity: 'TOTAL',
      ...(left < Number.POSITIVE_INFINITY && { Limit: left }),
      ...(ExclusiveStartKey && { ExclusiveStartKey }),
    });
    const { Items = [], ConsumedCapacity } = page;
    if (Items.length > 0) yield Items;
    left -= Items.length;
    ExclusiveStartKey = page.LastEvaluatedKey;
    const due = ((ConsumedCapacity?.CapacityUnits ?? 0) / perSecond) * 1000;
    const early = due - (estate.now().getTime() - started);
    if (ExclusiveStartKey && left > 0 && early > 0) await estate.wait(early);
  } while (ExclusiveStartKey && left > 0);
}
