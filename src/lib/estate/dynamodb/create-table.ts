import type { CreateTableInput, GlobalSecondaryIndex } from '@aws-sdk/client-dynamodb';
import type { KnownSecrets } from '../shared/known-secrets.ts';
import { changeSettings, type TableTools } from './change-settings.ts';
import { ownTags, policyText, readTable, type TableSchema } from './table-schema.ts';
import { whenActive } from './wait-active.ts';

/** Makes an empty table of this schema, and waits until it can be used. */
export async function createTable(wanted: TableSchema, { client, known, hide, estate }: TableTools): Promise<void> {
  await client.createTable(inputOf(wanted, known));
  await whenActive(client, wanted.TableName, estate);
  // What can only be set on a table that is there.
  const read = await readTable(client, wanted.TableName, hide);
  if (read) await changeSettings(read.schema, wanted, { client, known, hide, estate });
}

function inputOf(wanted: TableSchema, known: KnownSecrets): CreateTableInput {
  const { TableName, KeySchema, AttributeDefinitions, BillingMode, TableClass, DeletionProtectionEnabled } = wanted;
  const local = Object.entries(wanted.LocalSecondaryIndexes);
  const global = Object.keys(wanted.GlobalSecondaryIndexes);
  const [tags, policy] = [ownTags(wanted, known), policyText(wanted)];
  return {
    TableName,
    KeySchema,
    AttributeDefinitions,
    BillingMode,
    TableClass,
    DeletionProtectionEnabled,
    ...(wanted.ProvisionedThroughput && { ProvisionedThroughput: wanted.ProvisionedThroughput }),
    ...(wanted.OnDemandThroughput && { OnDemandThroughput: wanted.OnDemandThroughput }),
    ...(local.length > 0 && { LocalSecondaryIndexes: local.map(([IndexName, index]) => ({ IndexName, ...index })) }),
    ...(global.length > 0 && { GlobalSecondaryIndexes: global.map((name) => globalIndex(name, wanted)) }),
    ...(wanted.StreamViewType && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: wanted.StreamViewType },
    }),
    ...(wanted.Encryption && { SSESpecification: encryptionOf(wanted) }),
    ...(tags.length > 0 && { Tags: tags }),
    ...(policy !== undefined && { ResourcePolicy: policy }),
  };
}

/** A global index as DynamoDB takes it. */
export function globalIndex(IndexName: string, { GlobalSecondaryIndexes }: TableSchema): GlobalSecondaryIndex {
  const index = GlobalSecondaryIndexes[IndexName];
  return { IndexName, KeySchema: index?.KeySchema, Projection: index?.Projection, ...throughputOf(index) };
}

function throughputOf(index: TableSchema['GlobalSecondaryIndexes'][string] | undefined) {
  return {
    ...(index?.ProvisionedThroughput && { ProvisionedThroughput: index.ProvisionedThroughput }),
    ...(index?.OnDemandThroughput && { OnDemandThroughput: index.OnDemandThroughput }),
  };
}

/** With no key named: the account's `aws/dynamodb`. */
export function encryptionOf({ Encryption }: TableSchema) {
  if (!Encryption) return { Enabled: false };
  const key = Encryption.KMSMasterKeyArn;
  return { Enabled: true, SSEType: Encryption.SSEType, ...(key !== undefined && { KMSMasterKeyId: key }) };
}
