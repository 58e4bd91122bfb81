import { DynamoDB, paginateListTables } from '@aws-sdk/client-dynamodb';
import { compareDocuments } from '../capture/compare-documents.ts';
import { gone } from '../capture/failure.ts';
import { folderOf } from '../capture/resource.ts';
import type { Service } from '../capture/service.ts';
import { captureItems } from './dynamodb/capture-items.ts';
import { compareTables } from './dynamodb/compare-tables.ts';
import { DYNAMODB_OPTIONS, readCapacityOf } from './dynamodb/options.ts';
import { TABLE_RESTORER } from './dynamodb/restore-table.ts';
import { readTable } from './dynamodb/table-schema.ts';

const FOLDER = 'dynamodb-tables';

/** Tables: schema, indexes, settings, items. Not captured: scaling policies, streams' records, backups. */
export const service: Service = {
  name: 'dynamodb',
  title: 'DynamoDB tables',
  folder: FOLDER,
  where: 'regional',
  // The API reference names 10 a second for each of reading tags, TTL and backups; 2500 for DescribeTable. Items are held back by
  // capacity units instead, see `options`.
  limits: {
    DynamoDB: 20,
    'DynamoDB.ListTagsOfResource': 10,
    'DynamoDB.DescribeTimeToLive': 10,
    'DynamoDB.DescribeContinuousBackups': 10,
    'DynamoDB.DescribeTable': 100,
    'DynamoDB.Scan': 500,
    'DynamoDB.BatchGetItem': 500,
    'DynamoDB.BatchWriteItem': 500,
    'DynamoDB.GetItem': 500,
    'DynamoDB.PutItem': 500,
  },
  options: DYNAMODB_OPTIONS,
  async *list(estate) {
    for (const region of estate.regions) {
      for await (const { TableNames = [] } of paginateListTables({ client: estate.client(DynamoDB, region) }, {})) {
        for (const name of TableNames) {
          const folder = folderOf(FOLDER, name, region, estate.regions[0]);
          yield { service: 'dynamodb', id: name, name, region, folder };
        }
      }
    }
  },
  async capture(resource, sink, estate) {
    const client = estate.client(DynamoDB, resource.region);
    const options = DYNAMODB_OPTIONS.parse(estate.options('dynamodb'));
    const read = await readTable(client, resource.id, (name, value) => sink.secret(name, value));
    if (!read) throw gone(resource);
    const { schema, table } = read;
    await sink.json('table-schema.json', schema);
    const pace = readCapacityOf(options, schema.ProvisionedThroughput);
    await captureItems({ client, TableName: schema.TableName, options, pace }, sink, estate);
    await sink.json('observed.json', {
      TableArn: table.TableArn,
      TableId: table.TableId,
      TableStatus: table.TableStatus,
      CreationDateTime: table.CreationDateTime,
      ItemCount: table.ItemCount,
      TableSizeBytes: table.TableSizeBytes,
      LatestStreamArn: table.LatestStreamArn,
      RestoreSummary: table.RestoreSummary,
    });
  },
  async *compare(before, after) {
    const file = 'table-schema.json';
    yield* compareDocuments(file, await before.json(file), await after.json(file));
    yield* compareTables(before, after);
  },
  restore: TABLE_RESTORER,
};
