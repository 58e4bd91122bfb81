import { PutCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { TokenRecord } from '../site/site-record.ts';
import { asAwsError, awsFailure } from './aws-failure.ts';
import { tokenKey } from './dynamo-items.ts';

/** A token that somebody saw on a page at a time, in ISO 8601, before the guard did. */
export type SeenToken = Pick<TokenRecord, 'site' | 'name' | 'key'> & { readonly at: string };

/** `recorded`: as lost, where it was unknown; `earlier`: first seen then; `kept`: it was seen as early already. */
export type ImportedToken = 'recorded' | 'earlier' | 'kept';

/**
 * Notes that a token was on a page: one that is unknown there becomes a lost one of that time, of one that is known only
 * `firstSeen` moves, and only back. May run twice, and beside the guard.
 */
export async function importToken(
  dynamo: DynamoDBDocumentClient,
  table: string,
  token: SeenToken,
): Promise<ImportedToken> {
  if (await isNew(dynamo, table, token)) return 'recorded';
  return (await isEarlier(dynamo, table, token)) ? 'earlier' : 'kept';
}

async function isNew(dynamo: DynamoDBDocumentClient, table: string, token: SeenToken): Promise<boolean> {
  const { at, site, name, key } = token;
  const record: TokenRecord = { site, name, key, state: 'lost', firstSeen: at, gainedAt: at, lastSeen: at };
  const command = new PutCommand({
    TableName: table,
    Item: { ...record, ...tokenKey(site, token) },
    ConditionExpression: 'attribute_not_exists(pk)',
  });
  return holds(dynamo.send(command), token);
}

async function isEarlier(dynamo: DynamoDBDocumentClient, table: string, token: SeenToken): Promise<boolean> {
  const command = new UpdateCommand({
    TableName: table,
    Key: { ...tokenKey(token.site, token) },
    UpdateExpression: 'SET #firstSeen = :at',
    // A token that was forgotten meanwhile must not come back as half a record.
    ConditionExpression: 'attribute_exists(pk) AND #firstSeen > :at',
    ExpressionAttributeNames: { '#firstSeen': 'firstSeen' },
    ExpressionAttributeValues: { ':at': token.at },
  });
  return holds(dynamo.send(command), token);
}

async function holds(write: Promise<unknown>, { name, site }: SeenToken): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (asAwsError(error).name === 'ConditionalCheckFailedException') return false;
    throw awsFailure('REGISTRY', `Writing the token ${name} of ${site}`, error);
  }
}
