import { DynamoDB, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { service } from '../../src/lib/estate/dynamodb.ts';
import { captureOf, estateAt, ownAccount, resourceOf } from '../capture/run-capture.ts';
import { targetOf } from '../capture/some-target.ts';
import { changesOf } from './changes-of.ts';
import { restored } from './restored.ts';

const estate = estateAt({ endpoint: inject('emulator'), account: ownAccount() });
const db = estate.client(DynamoDB);
const TableName = 'bookings';

const captured = async (name = TableName) => resourceOf(await captureOf([service], estate), name);
const item = (id: string, more: Record<string, AttributeValue> = {}) => ({ id: { S: id }, ...more });
const put = (id: string, more?: Record<string, AttributeValue>) => db.putItem({ TableName, Item: item(id, more) });

async function makeTable(): Promise<void> {
  await db.createTable({
    TableName,
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: ['id', 'guest'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    BillingMode: 'PROVISIONED',
    ProvisionedThroughput: { ReadCapacityUnits: 500, WriteCapacityUnits: 500 },
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-guest',
        KeySchema: [{ AttributeName: 'guest', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
        ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
      },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    DeletionProtectionEnabled: true,
    Tags: [
      { Key: 'team', Value: 'web' },
      { Key: 'WEBHOOK_TOKEN', Value: 'planted-tag-0123456789' },
    ],
  });
  const AttributeName = 'expires';
  await db.updateTimeToLive({ TableName, TimeToLiveSpecification: { Enabled: true, AttributeName } });
  await db.updateContinuousBackups({
    TableName,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  });
  for (let at = 0; at < 230; at += 1) await put(`b-${at}`, { guest: { S: 'ana' }, price: { N: String(at) } });
  await put('odd', { bytes: { B: Buffer.from([0, 255]) }, names: { SS: ['b', 'a'] }, none: { NULL: true } });
}

describe('tables come back', () => {
  beforeAll(makeTable);

  it('with everything, where they were deleted', async () => {
    const before = await captured();
    await db.updateTable({ TableName, DeletionProtectionEnabled: false });
    await db.deleteTable({ TableName });
    expect(JSON.stringify(await before.json('table-schema.json'))).not.toContain('planted-');
    const to = targetOf({ secret: async () => 'planted-tag-0123456789' });
    const { first, made, left } = await restored(service, before, to, estate);
    expect(first).toMatchObject([
      { kind: 'create', what: 'table bookings' },
      { kind: 'create', what: 'table bookings: items', details: ['231 items'] },
    ]);
    expect(left.map(({ kind }) => kind)).toEqual(['leave', 'leave']);
    expect(made?.resource.id).toBe(TableName);
    expect(await changesOf(service, before, await captured())).toEqual([]);
  });

  it('in settings and items, where they were changed, without losing what is new', async () => {
    const before = await captured();
    await db.updateTable({ TableName, DeletionProtectionEnabled: false });
    await db.updateTable({ TableName, BillingMode: 'PAY_PER_REQUEST' });
    await db.updateTable({ TableName, StreamSpecification: { StreamEnabled: false } });
    await db.updateTable({ TableName, GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'by-guest' } }] });
    await db.updateTimeToLive({ TableName, TimeToLiveSpecification: { Enabled: false, AttributeName: 'expires' } });
    const { Table } = await db.describeTable({ TableName });
    await db.tagResource({ ResourceArn: Table?.TableArn, Tags: [{ Key: 'team', Value: 'ops' }] });
    await db.tagResource({ ResourceArn: Table?.TableArn, Tags: [{ Key: 'new', Value: '1' }] });
    await db.deleteItem({ TableName, Key: item('b-3') });
    await put('b-4', { price: { N: '44' } });
    await put('only-live');
    const { first } = await restored(service, before, targetOf(), estate);
    expect(first).toMatchObject([
      { kind: 'change', what: 'table bookings' },
      {
        kind: 'change',
        what: 'table bookings: items',
        details: ['1 missing', '1 other than captured', '1 only live: left there'],
      },
    ]);
    expect(await changesOf(service, before, await captured())).toMatchObject([
      { file: 'data.ndjson', kind: 'added', path: '[id="only-live"]' },
    ]);
    await db.deleteItem({ TableName, Key: item('only-live') });
  });

  it('not over what somebody wrote since the plan was made', async () => {
    const before = await captured();
    await db.updateTable({ TableName, TableClass: 'STANDARD_INFREQUENT_ACCESS' });
    const steps = await service.restore?.plan(before, targetOf(), estate);
    await db.tagResource({
      ResourceArn: (await db.describeTable({ TableName })).Table?.TableArn,
      Tags: [{ Key: 'meanwhile', Value: '1' }],
    });
    await expect(steps?.[0]?.apply?.(() => {})).rejects.toMatchObject({ code: 'RESTORE.MOVED' });
    await restored(service, before, targetOf(), estate);
  });

  it('as a copy in a drill, which goes away again', async () => {
    const before = await captured();
    const to = targetOf({ drill: 'drill-1', nameOf: (_, name) => `drill-1-${name}` });
    const { made } = await restored(service, before, to, estate);
    expect(made?.resource.name).toBe('drill-1-bookings');
    expect(made?.ids).toMatchObject({ bookings: 'drill-1-bookings' });
    const places = (await changesOf(service, before, await captured('drill-1-bookings'))).map(
      ({ file, path }) => `${file}#${path}`,
    );
    expect(places.toSorted()).toEqual([
      'table-schema.json#DeletionProtectionEnabled',
      'table-schema.json#TableName',
      'table-schema.json#TimeToLiveAttribute',
    ]);
    await service.restore?.remove?.(made!, estate);
    expect((await db.listTables({})).TableNames).toEqual([TableName]);
    await service.restore?.remove?.(made!, estate);
  });

  it('not where their key is another one by now', async () => {
    const before = await captured();
    await db.updateTable({ TableName, DeletionProtectionEnabled: false });
    await db.deleteTable({ TableName });
    await db.createTable({
      TableName,
      KeySchema: [{ AttributeName: 'other', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'other', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
    const steps = await service.restore?.plan(before, targetOf(), estate);
    expect(steps).toContainEqual(expect.objectContaining({ kind: 'impossible', what: expect.stringContaining('key') }));
    expect(steps?.map(({ what }) => what)).not.toContain('table bookings: items');
  });
});
