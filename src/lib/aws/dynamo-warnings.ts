import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Warnings } from '../approval/warn.ts';
import { warningItem } from './dynamo-deploy-items.ts';
import { siteKey, warningKey } from './dynamo-items.ts';
import { checked, putNew, putOpenWarning } from './dynamo-registry-plan.ts';
import { queried } from './dynamo-registry.ts';
import { transact } from './dynamo-transact.ts';

/** Warnings beside their site in the table. Failures are `REGISTRY.*`. */
export function dynamoWarnings(dynamo: DynamoDBDocumentClient, table: string): Warnings {
  const write = async (...operations: Parameters<typeof transact>[0]) => {
    const outcome = await transact(operations, 'Writing a warning', dynamo);
    return outcome === 'done' ? outcome : 'conflict';
  };
  return {
    async countOpen(site, most) {
      let count = 0;
      for await (const _ of queried(table, openOnly(site), { dynamo })) if ((count += 1) >= most) break;
      return count;
    },
    raise: (warning) => write(putNew(table, warningItem(warning))),
    acknowledge: (warning, siteRev) =>
      write(checked(table, siteKey(warning.site), siteRev), putOpenWarning(table, warning)),
  };
}

function openOnly(site: string) {
  const { pk, sk } = warningKey({ site, id: '' });
  return {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    FilterExpression: 'attribute_not_exists(acknowledged)',
    ProjectionExpression: 'sk',
    ExpressionAttributeValues: { ':pk': pk, ':prefix': sk },
    ConsistentRead: true,
  };
}
