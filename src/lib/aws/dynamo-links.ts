import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Links, PersonalLink } from '../approval/links.ts';
import type { ViewSecret } from '../approval/view-key.ts';
import { HoldfastError } from '../errors.ts';
import { APPROVER } from '../site/config-people.ts';
import { asAwsError, awsFailure } from './aws-failure.ts';
import { linkKey, VIEW_SECRET } from './dynamo-items.ts';
import { readItem } from './dynamo-registry.ts';

/** A link that is over says so for a month, then DynamoDB forgets it. */
const KEPT_AFTER_SECONDS = 30 * 86_400;

const LINK = z.object({
  incident: z.string(),
  hash: z.string(),
  for: APPROVER,
  madeBy: z.string(),
  madeAt: z.string(),
  until: z.string(),
  usedAt: z.string().optional(),
});

const SECRET = z.object({ secret: z.string().min(32) });

/** Personal links beside their incident in the table, by the hash of their code. Failures are `REGISTRY.*`. */
export function dynamoLinks(dynamo: DynamoDBDocumentClient, table: string): Links {
  return {
    async keep(link) {
      const expiresAt = Math.floor(Date.parse(link.until) / 1000) + KEPT_AFTER_SECONDS;
      await putNew(dynamo, table, { ...link, ...linkKey(link.incident, link.hash), expiresAt });
    },
    async find(incident, hash): Promise<PersonalLink | undefined> {
      const item = await readItem(table, linkKey(incident, hash), { dynamo });
      return item && LINK.parse(item);
    },
  };
}

/**
 * The stack's secret for view links, one item of the table: whoever can read it can read the incidents as well. Made by
 * whoever asks first; kept for the life of the container.
 */
export function dynamoViewSecret(dynamo: DynamoDBDocumentClient, table: string, random: () => string): ViewSecret {
  let kept: string | undefined;
  const known = async () => {
    kept ??= SECRET.optional().parse(await readItem(table, VIEW_SECRET, { dynamo }))?.secret;
    return kept;
  };
  return {
    known,
    async read() {
      const there = await known();
      if (there !== undefined) return there;
      await putNew(dynamo, table, { ...VIEW_SECRET, secret: random() });
      const made = await known();
      if (made === undefined)
        throw new HoldfastError('REGISTRY.MISSING', 'The secret of view links vanished', { retryable: true });
      return made;
    },
  };
}

async function putNew(dynamo: DynamoDBDocumentClient, TableName: string, Item: Record<string, unknown>): Promise<void> {
  const command = new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' });
  await dynamo.send(command).catch((error: unknown) => {
    if (asAwsError(error).name !== 'ConditionalCheckFailedException')
      throw awsFailure('REGISTRY', 'Keeping a link', error);
  });
}
