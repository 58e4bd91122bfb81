import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Verifications } from '../approval/verify.ts';
import { verificationItem, verificationKey, verificationOf } from './dynamo-deploy-items.ts';
import { siteKey } from './dynamo-items.ts';
import { checked } from './dynamo-registry-plan.ts';
import { readItem } from './dynamo-registry.ts';
import { transact, type Operation } from './dynamo-transact.ts';

/** The newest verification of each page, beside its site in the table. Failures are `REGISTRY.*`. */
export function dynamoVerifications(dynamo: DynamoDBDocumentClient, table: string): Verifications {
  return {
    async read(site, key) {
      const item = await readItem(table, verificationKey(site, key), { dynamo });
      return item && verificationOf(item);
    },
    async keep(verification, siteRev) {
      const put: Operation = {
        Put: {
          TableName: table,
          Item: { ...verificationItem(verification) },
          ConditionExpression: 'attribute_not_exists(pk) OR #at <= :at',
          ExpressionAttributeNames: { '#at': 'at' },
          ExpressionAttributeValues: { ':at': verification.at },
        },
      };
      const operations = [checked(table, siteKey(verification.site), siteRev), put];
      const outcome = await transact(operations, 'Writing a verification', dynamo);
      return outcome === 'done' ? outcome : 'conflict';
    },
  };
}
