import type {
  DynamoDB,
  GlobalSecondaryIndexDescription,
  LocalSecondaryIndexDescription,
  TableDescription,
  Tag,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { SECRET_REFERENCE } from '../../capture/secrets.ts';
import { unlessAbsent } from '../shared/absent.ts';
import { parsedJson } from '../shared/parsed-json.ts';
import { pruned } from '../shared/pruned.ts';
import { hiddenTags, type Hide } from '../shared/hidden-texts.ts';
import { allInClear, type KnownSecrets } from '../shared/known-secrets.ts';
import { isAwsTag } from '../shared/tag-record.ts';
import { tagsOf } from '../shared/tags.ts';

const KEY_SCHEMA = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const THROUGHPUT = z.object({ ReadCapacityUnits: z.number(), WriteCapacityUnits: z.number() });
const BY_REQUEST = z.object({
  MaxReadRequestUnits: z.number().optional(),
  MaxWriteRequestUnits: z.number().optional(),
});
const LOCAL_INDEX = z.object({
  KeySchema: KEY_SCHEMA,
  Projection: z.object({
    ProjectionType: z.enum(['ALL', 'INCLUDE', 'KEYS_ONLY']).optional(),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
});
const GLOBAL_INDEX = LOCAL_INDEX.extend({
  ProvisionedThroughput: THROUGHPUT.optional(),
  OnDemandThroughput: BY_REQUEST.optional(),
});

/** `table-schema.json`: what a table is. Indexes are by name. */
export const TABLE_SCHEMA = z.object({
  TableName: z.string(),
  KeySchema: KEY_SCHEMA,
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  BillingMode: z.enum(['PROVISIONED', 'PAY_PER_REQUEST']),
  ProvisionedThroughput: THROUGHPUT.optional(),
  OnDemandThroughput: BY_REQUEST.optional(),
  GlobalSecondaryIndexes: z.record(z.string(), GLOBAL_INDEX),
  LocalSecondaryIndexes: z.record(z.string(), LOCAL_INDEX),
  /** Absent: there is no stream. */
  StreamViewType: z.enum(['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY']).optional(),
  /** Absent: a key that DynamoDB owns. */
  Encryption: z.object({ SSEType: z.enum(['AES256', 'KMS']), KMSMasterKeyArn: z.string().optional() }).optional(),
  TableClass: z.enum(['STANDARD', 'STANDARD_INFREQUENT_ACCESS']),
  DeletionProtectionEnabled: z.boolean(),
  TimeToLiveAttribute: z.string().optional(),
  PointInTimeRecovery: z.object({ Enabled: z.boolean(), RecoveryPeriodInDays: z.number().optional() }),
  Tags: z.record(z.string(), z.union([z.string(), SECRET_REFERENCE])),
  ResourcePolicy: z.unknown().optional(),
  /** Other regions that have the same table. */
  Replicas: z.array(z.string()),
});

export type TableSchema = Readonly<z.infer<typeof TABLE_SCHEMA>>;

/** A table with all that belongs to it but its items; `tags` in clear. */
export interface ReadTable {
  readonly table: TableDescription;
  readonly schema: TableSchema;
  readonly tags: Readonly<Record<string, string>>;
}

/** A table as AWS tells it, all calls together. `undefined` where there is no such table. */
export async function readTable(client: DynamoDB, TableName: string, hide: Hide): Promise<ReadTable | undefined> {
  const described = await unlessAbsent(client.describeTable({ TableName }), 'ResourceNotFoundException');
  const table = described?.Table;
  if (!table || table.TableStatus === 'DELETING') return undefined;
  const ResourceArn = table.TableArn;
  const { TimeToLiveDescription: ttl } = await client.describeTimeToLive({ TableName });
  const { ContinuousBackupsDescription: backups } = await client.describeContinuousBackups({ TableName });
  const recovery = backups?.PointInTimeRecoveryDescription;
  const policy = await unlessAbsent(client.getResourcePolicy({ ResourceArn }), 'PolicyNotFoundException');
  const byRequest = table.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST';
  const throughput = byRequest ? undefined : table.ProvisionedThroughput;
  const tags = tagsOf(await allTags(client, ResourceArn));
  const schema = TABLE_SCHEMA.parse({
    ...pruned({
      ProvisionedThroughput: throughput,
      OnDemandThroughput: table.OnDemandThroughput,
      StreamViewType: table.StreamSpecification?.StreamEnabled ? table.StreamSpecification.StreamViewType : undefined,
      Encryption: table.SSEDescription?.Status?.startsWith('ENABL') ? table.SSEDescription : undefined,
      TimeToLiveAttribute: ttl?.TimeToLiveStatus?.startsWith('ENABL') ? ttl.AttributeName : undefined,
      ResourcePolicy: parsedJson(policy?.Policy),
    }),
    TableName,
    KeySchema: table.KeySchema,
    AttributeDefinitions: (table.AttributeDefinitions ?? []).toSorted((a, b) =>
      (a.AttributeName ?? '') < (b.AttributeName ?? '') ? -1 : 1,
    ),
    BillingMode: byRequest ? 'PAY_PER_REQUEST' : 'PROVISIONED',
    GlobalSecondaryIndexes: indexes(table.GlobalSecondaryIndexes, (index) => ({
      ProvisionedThroughput: byRequest ? undefined : index.ProvisionedThroughput,
      OnDemandThroughput: index.OnDemandThroughput,
    })),
    LocalSecondaryIndexes: indexes(table.LocalSecondaryIndexes, () => ({})),
    TableClass: table.TableClassSummary?.TableClass ?? 'STANDARD',
    DeletionProtectionEnabled: table.DeletionProtectionEnabled ?? false,
    PointInTimeRecovery: {
      Enabled: recovery?.PointInTimeRecoveryStatus === 'ENABLED',
      RecoveryPeriodInDays: recovery?.RecoveryPeriodInDays,
    },
    Tags: await hiddenTags(tags, hide),
    Replicas: (table.Replicas ?? []).flatMap(({ RegionName }) => RegionName ?? []).toSorted(),
  });
  return { table, schema, tags };
}

async function allTags(client: DynamoDB, ResourceArn: string | undefined): Promise<readonly Tag[]> {
  const tags: Tag[] = [];
  for (let NextToken: string | undefined, more = true; more; more = NextToken !== undefined) {
    const page = await client.listTagsOfResource({ ResourceArn, ...(NextToken !== undefined && { NextToken }) });
    tags.push(...(page.Tags ?? []));
    ({ NextToken } = page);
  }
  return tags;
}

function indexes<Index extends GlobalSecondaryIndexDescription | LocalSecondaryIndexDescription>(
  found: readonly Index[] = [],
  more: (index: Index) => object,
): unknown {
  return Object.fromEntries(
    found
      .filter((index) => !('IndexStatus' in index && index.IndexStatus === 'DELETING'))
      .map((index) => [
        index.IndexName ?? '',
        pruned({
          KeySchema: index.KeySchema,
          Projection: {
            ProjectionType: index.Projection?.ProjectionType,
            NonKeyAttributes: index.Projection?.NonKeyAttributes?.toSorted(),
          },
          ...more(index),
        }),
      ]),
  );
}

/** The names of a table's key, the partition's first. */
export function keyNames({ KeySchema }: Pick<TableSchema, 'KeySchema'>): readonly string[] {
  return KeySchema.toSorted((a) => (a.KeyType === 'HASH' ? -1 : 1)).map(({ AttributeName }) => AttributeName);
}

/** Tags as DynamoDB takes them, without AWS's own, which nobody else can set, and without those that nobody knows. */
export function ownTags({ Tags }: Pick<TableSchema, 'Tags'>, known: KnownSecrets): { Key: string; Value: string }[] {
  return Object.entries(allInClear(Tags, known)).flatMap(([Key, Value]) => (isAwsTag(Key) ? [] : [{ Key, Value }]));
}

/** A resource policy as DynamoDB takes it. */
export function policyText({ ResourcePolicy }: TableSchema): string | undefined {
  if (ResourcePolicy === undefined || typeof ResourcePolicy === 'string') return ResourcePolicy;
  return JSON.stringify(ResourcePolicy);
}
