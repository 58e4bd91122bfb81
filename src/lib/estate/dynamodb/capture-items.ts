import type { DynamoDB } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { Estate } from '../../capture/estate.ts';
import type { Sink } from '../../capture/sink.ts';
import { itemLine } from './item.ts';
import { itemsSum } from './items-sum.ts';
import type { DynamodbOptions } from './options.ts';
import { scanItems } from './scan-items.ts';

export const DATA = 'data.ndjson';
export const DATA_SUMMARY = 'data.json';

/** `data.json`: what `data.ndjson` holds. */
export const SUMMARY = z.object({
  Data: z.enum(['full', 'sample', 'none']),
  Items: z.number().optional(),
  /** See `ItemsSum`. */
  Sum: z.string().optional(),
});

/** Writes a table's items in the order in which they come, and what they are together. */
export async function captureItems(
  { client, TableName, options, pace }: { client: DynamoDB; TableName: string; options: DynamodbOptions; pace: number },
  sink: Sink,
  estate: Estate,
): Promise<void> {
  if (options.data === 'none') {
    await sink.json(DATA_SUMMARY, { Data: 'none' });
    return;
  }
  const sum = itemsSum();
  const most = options.data === 'sample' ? { most: options.sample } : {};
  const lines = async function* () {
    for await (const items of scanItems(client, { TableName, ...most }, pace, estate)) {
      const page = items.map((item) => itemLine(item));
      for (const line of page) sum.add(line);
      sink.count(page.length, 0, 0);
      yield Buffer.from(page.join(''));
    }
  };
  await sink.bytes(DATA, lines());
  await sink.json(DATA_SUMMARY, { Data: options.data, Items: sum.items, Sum: sum.hex });
}
