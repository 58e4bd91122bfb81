import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Escalations } from '../approval/escalate.ts';
import { HoldfastError } from '../errors.ts';
import { escalationItem, escalationsKey, secondsAfter } from './dynamo-deploy-items.ts';
import { putNew } from './dynamo-registry-plan.ts';
import { transact, type Operation } from './dynamo-transact.ts';

const TRIES = 5;
const FAILED = 'ConditionalCheckFailed';

/** Escalations beside their site in the table, and how many there were in an hour. Failures are `REGISTRY.*`. */
export function dynamoEscalations(dynamo: DynamoDBDocumentClient, table: string): Escalations {
  return {
    async keep(record, most) {
      const operations = [putNew(table, escalationItem(record)), counted(table, record, most)];
      for (let tries = 0; tries < TRIES; tries += 1) {
        const outcome = await transact(operations, 'Writing an escalation', dynamo);
        if (outcome === 'done') return outcome;
        const [kept, count] = outcome.lost;
        if (kept === FAILED) return 'already';
        if (count === FAILED) return 'too-many';
      }
      // All escalations of a site count in one item.
      throw new HoldfastError('REGISTRY.BUSY', 'Too many escalate this site at once', { retryable: true });
    },
  };
}

/** One more in this hour, while there are fewer than `most`. */
function counted(table: string, { site, at }: { readonly site: string; readonly at: string }, most: number): Operation {
  return {
    Update: {
      TableName: table,
      Key: { ...escalationsKey(site, at) },
      UpdateExpression: 'SET #expiresAt = :expiresAt ADD #count :one',
      ConditionExpression: 'attribute_not_exists(#count) OR #count < :most',
      ExpressionAttributeNames: { '#count': 'count', '#expiresAt': 'expiresAt' },
      ExpressionAttributeValues: { ':one': 1, ':most': most, ':expiresAt': secondsAfter(at, 2) },
    },
  };
}
