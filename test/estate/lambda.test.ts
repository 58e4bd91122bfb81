import { Lambda } from '@aws-sdk/client-lambda';
import { SQS } from '@aws-sdk/client-sqs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { blobsOf } from '../../src/lib/capture/blobs-of.ts';
import type { CapturedResource } from '../../src/lib/capture/captured-resource.ts';
import { SOURCE_LINE } from '../../src/lib/estate/lambda/source-lines.ts';
import { service } from '../../src/lib/estate/lambda.ts';
import { captureOf, estateAt, newStore, ownAccount, resourceOf } from '../capture/run-capture.ts';
import { changesOf } from './changes-of.ts';
import { zipOf } from './zip-of.ts';

const estate = estateAt({ endpoint: inject('emulator'), account: ownAccount() });
const lambda = estate.client(Lambda);
const Role = `arn:aws:iam::${estate.account}:role/booking`;

async function makeFunction(FunctionName: string, files: Record<string, string> = { 'index.mjs': 'export {};' }) {
  return lambda.createFunction({
    FunctionName,
    Role,
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Timeout: 17,
    MemorySize: 256,
    Environment: { Variables: { API_KEY: 'planted-secret-0123456789', STAGE: 'prod' } },
    Code: { ZipFile: await zipOf(files) },
    Description: 'See https://ana:planted-wiki-0123456789@wiki.example.com',
    Tags: { team: 'web', WEBHOOK_TOKEN: 'planted-tag-0123456789' },
  });
}

const differences = (before: CapturedResource, after: CapturedResource) => changesOf(service, before, after);

describe('functions', () => {
  beforeAll(async () => {
    const FunctionName = 'booking';
    await makeFunction(FunctionName, { 'index.mjs': 'export const a = 1;', 'lib/@scope/b.mjs': 'export {};' });
    const { Version } = await lambda.publishVersion({ FunctionName, Description: 'first' });
    await lambda.createAlias({ FunctionName, Name: 'live', FunctionVersion: Version });
    await lambda.createFunctionUrlConfig({ FunctionName, AuthType: 'AWS_IAM', Cors: { AllowOrigins: ['*'] } });
    await lambda.putFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions: 3 });
    await lambda.putFunctionEventInvokeConfig({ FunctionName, MaximumRetryAttempts: 1 });
    for (const StatementId of ['z-bucket', 'a-rule'])
      await lambda.addPermission({
        FunctionName,
        StatementId,
        Action: 'lambda:InvokeFunction',
        Principal: 's3.amazonaws.com',
        EventSourceToken: 'planted-token-0123456789',
      });
    await estate.client(SQS).createQueue({ QueueName: 'orders' });
    await lambda.createEventSourceMapping({
      FunctionName,
      EventSourceArn: `arn:aws:sqs:us-east-1:${estate.account}:orders`,
      BatchSize: 7,
      Enabled: false,
    });
  });

  it('are captured with code, source and everything that belongs to them', async () => {
    const store = await newStore();
    const reader = await captureOf([service], estate, { store });
    const booking = resourceOf(reader, 'booking');
    const config = await booking.json('config.json');
    expect(config).toMatchObject({
      Configuration: {
        Timeout: 17,
        MemorySize: 256,
        Role,
        Environment: { API_KEY: { ref: 'lambda/booking/env/API_KEY' } },
      },
      Tags: { team: 'web' },
      ReservedConcurrency: 3,
      RecursiveLoop: 'Terminate',
      Aliases: { live: { FunctionVersion: '1' } },
      Urls: { $LATEST: { AuthType: 'AWS_IAM', Cors: { AllowOrigins: ['*'] } } },
      Permissions: { $LATEST: [{ Sid: 'a-rule' }, { Sid: 'z-bucket' }] },
      EventInvoke: { $LATEST: { MaximumRetryAttempts: 1 } },
      EventSources: { [`arn:aws:sqs:us-east-1:${estate.account}:orders`]: { BatchSize: 7, Enabled: false } },
    });
    expect(booking.file('function.zip')?.bytes).toBeGreaterThan(0);
    const folder = path.join(store.place, reader.metadata.name, 'lambda-functions/booking');
    expect(await readFile(path.join(folder, 'source/index.mjs'), 'utf8')).toBe('export const a = 1;');
    expect(await readFile(path.join(folder, 'source/lib/%40scope/b.mjs'), 'utf8')).toBe('export {};');
    for (const file of ['config.json', 'observed.json']) {
      const text = await readFile(path.join(folder, file), 'utf8');
      expect(text).not.toContain('planted-');
      expect(text).not.toContain('Signature');
    }
  });

  it('keep what is unpacked: it is verified, and stays when others are taken away', async () => {
    const reader = await captureOf([service], estate);
    const booking = resourceOf(reader, 'booking');
    const held = new Set<string>();
    for await (const { sha256 } of blobsOf(booking.entry, reader)) held.add(sha256);
    const named: string[] = [];
    for await (const line of booking.lines('source.ndjson')) named.push(SOURCE_LINE.parse(line).sha256);
    expect(named).toHaveLength(2);
    expect([...held]).toEqual(expect.arrayContaining(named));
  });

  it('are the same when nothing changed, without fetching their code again', async () => {
    const store = await newStore();
    const previous = await captureOf([service], estate, { store });
    const next = await captureOf([service], estate, { store, previous });
    const [before, after] = [resourceOf(previous, 'booking'), resourceOf(next, 'booking')];
    expect(after.entry.reused).toBeGreaterThan(0);
    expect(after.entry.objects).toBe(2);
    expect(after.file('function.zip')).toEqual(before.file('function.zip'));
    const seen = resourceOf(await captureOf([service], estate, { fetches: false }), 'booking');
    expect(await differences(before, after)).toEqual([]);
    expect(await differences(before, seen)).toEqual([]);
  });

  it('tell which files of their code changed', async () => {
    await makeFunction('mail', { 'index.mjs': 'one', 'gone.mjs': 'gone' });
    const before = resourceOf(await captureOf([service], estate), 'mail');
    await lambda.updateFunctionCode({
      FunctionName: 'mail',
      ZipFile: await zipOf({ 'index.mjs': 'two', 'new.mjs': '' }),
    });
    const after = resourceOf(await captureOf([service], estate), 'mail');
    expect(await differences(before, after)).toMatchObject([
      { file: 'config.json', path: 'Code.CodeSha256', kind: 'changed' },
      { file: 'source/index.mjs', kind: 'changed' },
      { file: 'source/new.mjs', kind: 'added' },
      { file: 'source/gone.mjs', kind: 'removed' },
    ]);
  });

  it('tell that a secret changed, and not to what', async () => {
    await makeFunction('keys');
    const before = resourceOf(await captureOf([service], estate), 'keys');
    const Variables = { API_KEY: 'another-secret-0123456789', STAGE: 'prod' };
    await lambda.updateFunctionConfiguration({ FunctionName: 'keys', Environment: { Variables } });
    const after = resourceOf(await captureOf([service], estate), 'keys');
    const changes = await differences(before, after);
    expect(changes).toMatchObject([{ path: 'Configuration.Environment.API_KEY', kind: 'changed' }]);
    expect(JSON.stringify(changes)).not.toContain('0123456789');
  });
});
