import { UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Records } from '../alert/records.ts';
import type { SiteChange, Sites } from '../approval/change-site.ts';
import { asAwsError, awsFailure } from './aws-failure.ts';
import {
  escalationKey,
  escalationOf,
  incidentKey,
  incidentOf,
  siteKey,
  siteOf,
  warningKey,
  warningOf,
} from './dynamo-items.ts';
import { readItem } from './dynamo-registry.ts';

/** Single records of the table of this name, read as they are now; what people change of a site. Failures are `REGISTRY.*`. */
export function dynamoRecords(dynamo: DynamoDBDocumentClient, table: string): Records & Sites {
  const deps = { dynamo };
  return {
    async site(name) {
      const item = await readItem(table, siteKey(name), deps);
      return item && siteOf(item);
    },
    async incident(id) {
      const item = await readItem(table, incidentKey(id), deps);
      return item && incidentOf(item);
    },
    async warning(site, id) {
      const item = await readItem(table, warningKey({ site, id }), deps);
      return item && warningOf(item);
    },
    async escalation(site, id) {
      const item = await readItem(table, escalationKey({ site, id }), deps);
      return item && escalationOf(item);
    },
    changeSite: (name, change, expect) => updatedSite(dynamo, changing(table, name, { change, expect })),
  };
}

function changing(
  table: string,
  name: string,
  { change, expect }: { change: SiteChange; expect: number },
): UpdateCommand['input'] {
  const [[field, value] = ['', undefined]] = Object.entries(change);
  return {
    TableName: table,
    Key: { ...siteKey(name) },
    UpdateExpression: 'SET #field = :value, #rev = :next',
    ConditionExpression: '#rev = :rev',
    ExpressionAttributeNames: { '#field': field, '#rev': 'rev' },
    ExpressionAttributeValues: { ':value': value, ':next': expect + 1, ':rev': expect },
  };
}

/** Writes to a site's record under a condition; `conflict` when that does not hold (any more). */
export async function updatedSite(
  dynamo: DynamoDBDocumentClient,
  update: UpdateCommand['input'],
): Promise<'done' | 'conflict'> {
  try {
    await dynamo.send(new UpdateCommand(update));
    return 'done';
  } catch (error) {
    if (/^(ConditionalCheckFailed|TransactionConflict)Exception$/.test(asAwsError(error).name)) return 'conflict';
    throw awsFailure('REGISTRY', 'Writing the site', error);
  }
}
