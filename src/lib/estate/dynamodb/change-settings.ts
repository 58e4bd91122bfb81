import type { DynamoDB, UpdateTableInput } from '@aws-sdk/client-dynamodb';
import type { Estate } from '../../capture/estate.ts';
import { same } from '../../capture/plain-value.ts';
import type { Hide } from '../shared/hidden-texts.ts';
import type { KnownSecrets } from '../shared/known-secrets.ts';
import { isAwsTag } from '../shared/tag-record.ts';
import { encryptionOf, globalIndex } from './create-table.ts';
import { ownTags, policyText, type TableSchema } from './table-schema.ts';
import { whenActive } from './wait-active.ts';

/** What making and changing tables takes. */
export interface TableTools {
  readonly client: DynamoDB;
  /** What is known of the secrets among the captured tags. */
  readonly known: KnownSecrets;
  readonly hide: Hide;
  readonly estate: Estate;
}

/** Makes of a table's settings what is wanted, one after the other as DynamoDB asks for; indexes are added, never taken away. */
export async function changeSettings(
  live: TableSchema,
  wanted: TableSchema,
  { client, known, estate }: TableTools,
): Promise<void> {
  const { TableName } = wanted;
  for (const update of updatesOf(live, wanted)) {
    await client.updateTable({ TableName, ...update });
    await whenActive(client, TableName, estate);
  }
  if (live.TimeToLiveAttribute !== wanted.TimeToLiveAttribute) {
    const AttributeName = wanted.TimeToLiveAttribute ?? live.TimeToLiveAttribute;
    const Enabled = wanted.TimeToLiveAttribute !== undefined;
    await client.updateTimeToLive({ TableName, TimeToLiveSpecification: { Enabled, AttributeName } });
  }
  if (!same(live.PointInTimeRecovery, wanted.PointInTimeRecovery)) {
    const { Enabled, RecoveryPeriodInDays: days } = wanted.PointInTimeRecovery;
    await client.updateContinuousBackups({
      TableName,
      PointInTimeRecoverySpecification: {
        PointInTimeRecoveryEnabled: Enabled,
        ...(Enabled && days !== undefined && { RecoveryPeriodInDays: days }),
      },
    });
  }
  await changeTagsAndPolicy(client, live, wanted, known);
}

function* updatesOf(live: TableSchema, wanted: TableSchema): Iterable<Omit<UpdateTableInput, 'TableName'>> {
  const differs = (member: keyof TableSchema) => !same(live[member], wanted[member]);
  const { BillingMode, ProvisionedThroughput, OnDemandThroughput, TableClass, StreamViewType } = wanted;
  if (differs('BillingMode') || differs('ProvisionedThroughput'))
    yield {
      ...(differs('BillingMode') && { BillingMode }),
      ...(ProvisionedThroughput && { ProvisionedThroughput }),
      ...(differs('BillingMode') && BillingMode === 'PROVISIONED' && indexThroughputs(live, wanted)),
    };
  if (differs('OnDemandThroughput'))
    yield { OnDemandThroughput: OnDemandThroughput ?? { MaxReadRequestUnits: -1, MaxWriteRequestUnits: -1 } };
  if (differs('TableClass')) yield { TableClass };
  if (differs('Encryption')) yield { SSESpecification: encryptionOf(wanted) };
  if (differs('DeletionProtectionEnabled')) yield { DeletionProtectionEnabled: wanted.DeletionProtectionEnabled };
  if (differs('StreamViewType')) {
    // Another view is another stream.
    if (live.StreamViewType) yield { StreamSpecification: { StreamEnabled: false } };
    if (StreamViewType) yield { StreamSpecification: { StreamEnabled: true, StreamViewType } };
  }
  for (const [name, index] of Object.entries(wanted.GlobalSecondaryIndexes)) {
    const now = live.GlobalSecondaryIndexes[name];
    const { AttributeDefinitions } = wanted;
    if (!now) yield { AttributeDefinitions, GlobalSecondaryIndexUpdates: [{ Create: globalIndex(name, wanted) }] };
    else if (live.BillingMode === BillingMode && !same(throughput(now), throughput(index)))
      yield { GlobalSecondaryIndexUpdates: [{ Update: { IndexName: name, ...throughput(index) } }] };
  }
}

/** A table that comes to be provisioned asks for that of its indexes, too. */
function indexThroughputs(
  live: TableSchema,
  wanted: TableSchema,
): Pick<UpdateTableInput, 'GlobalSecondaryIndexUpdates'> {
  const updates = Object.keys(live.GlobalSecondaryIndexes).map((IndexName) => ({
    Update: {
      IndexName,
      ProvisionedThroughput:
        wanted.GlobalSecondaryIndexes[IndexName]?.ProvisionedThroughput ?? wanted.ProvisionedThroughput,
    },
  }));
  return updates.length > 0 ? { GlobalSecondaryIndexUpdates: updates } : {};
}

type GlobalIndex = TableSchema['GlobalSecondaryIndexes'][string];

function throughput({ ProvisionedThroughput, OnDemandThroughput }: GlobalIndex) {
  return {
    ...(ProvisionedThroughput && { ProvisionedThroughput }),
    ...(OnDemandThroughput && { OnDemandThroughput }),
  };
}

async function changeTagsAndPolicy(
  client: DynamoDB,
  live: TableSchema,
  wanted: TableSchema,
  known: KnownSecrets,
): Promise<void> {
  const set = ownTags(wanted, known).filter(({ Key }) => !same(live.Tags[Key], wanted.Tags[Key]));
  const gone = Object.keys(live.Tags).filter((Key) => !isAwsTag(Key) && !Object.hasOwn(wanted.Tags, Key));
  const policy = !same(live.ResourcePolicy, wanted.ResourcePolicy);
  if (set.length === 0 && gone.length === 0 && !policy) return;
  const { Table } = await client.describeTable({ TableName: wanted.TableName });
  const ResourceArn = Table?.TableArn;
  if (set.length > 0) await client.tagResource({ ResourceArn, Tags: set });
  if (gone.length > 0) await client.untagResource({ ResourceArn, TagKeys: gone });
  if (!policy) return;
  const Policy = policyText(wanted);
  if (Policy === undefined) await client.deleteResourcePolicy({ ResourceArn });
  else await client.putResourcePolicy({ ResourceArn, Policy });
}
