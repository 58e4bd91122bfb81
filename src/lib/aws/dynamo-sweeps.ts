import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Progress } from '../sweep.ts';
import { awsFailure } from './aws-failure.ts';

/** How far the sweep of a site came, and what the last whole one found. */
export interface SweepRecord extends Progress {
  /** The key after which an unfinished sweep goes on. */
  readonly after?: string;
  /** ISO 8601. */
  readonly at: string;
}

/** One item per site: `SITE#<site>` / `SWEEP`. Losing a write costs comparing a few pages again. */
export interface Sweeps {
  read(site: string): Promise<SweepRecord | undefined>;
  save(site: string, swept: Progress & { readonly after?: string }, now: Date): Promise<void>;
}

export function dynamoSweeps(client: DynamoDBDocumentClient, table: string): Sweeps {
  const keyOf = (site: string) => ({ pk: `SITE#${site}`, sk: 'SWEEP' });
  return {
    async read(site) {
      try {
        const { Item } = await client.send(
          new GetCommand({ TableName: table, Key: keyOf(site), ConsistentRead: true }),
        );
        return isSweep(Item) ? Item : undefined;
      } catch (error) {
        throw awsFailure('REGISTRY', `Reading the sweep of ${site}`, error);
      }
    },
    async save(site, swept, now) {
      try {
        const Item = { ...keyOf(site), ...swept, at: now.toISOString() };
        await client.send(new PutCommand({ TableName: table, Item }));
      } catch (error) {
        throw awsFailure('REGISTRY', `Writing the sweep of ${site}`, error);
      }
    },
  };
}

function isSweep(item: Readonly<Record<string, unknown>> | undefined): item is Record<string, unknown> & SweepRecord {
  return typeof item?.['at'] === 'string';
}
