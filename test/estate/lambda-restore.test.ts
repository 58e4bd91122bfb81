import { Lambda } from '@aws-sdk/client-lambda';
import { SQS } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { service } from '../../src/lib/estate/lambda.ts';
import { captureOf, estateAt, ownAccount, resourceOf } from '../capture/run-capture.ts';
import { targetOf } from '../capture/some-target.ts';
import { changesOf } from './changes-of.ts';
import { restored } from './restored.ts';
import { zipOf } from './zip-of.ts';

const estate = estateAt({ endpoint: inject('emulator'), account: ownAccount() });
const lambda = estate.client(Lambda);
const QUEUE = `arn:aws:sqs:us-east-1:${estate.account}:orders`;
const SECRET = 'planted-secret-0123456789';

const captured = async (name: string) => resourceOf(await captureOf([service], estate), name);
const VALUES: Readonly<Record<string, string>> = {
  'env/API_KEY': SECRET,
  'env/STAGE': 'prod',
  'tags/WEBHOOK_TOKEN': 'planted-tag-0123456789',
  description: 'See https://ana:planted-wiki-0123456789@wiki.example.com',
};
const knowing = targetOf({ secret: async ({ ref }) => VALUES[ref.split('/').slice(2).join('/')] });

/** A function with everything that a function may have here. */
async function makeFunction(FunctionName: string): Promise<void> {
  await lambda.createFunction({
    FunctionName,
    Role: `arn:aws:iam::${estate.account}:role/booking`,
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Timeout: 17,
    Environment: { Variables: { API_KEY: SECRET, STAGE: 'prod' } },
    Code: { ZipFile: await zipOf({ 'index.mjs': `export const name = '${FunctionName}';` }) },
    Description: VALUES['description'],
    Tags: { team: 'web', WEBHOOK_TOKEN: 'planted-tag-0123456789' },
  });
  const { Version } = await lambda.publishVersion({ FunctionName });
  await lambda.createAlias({ FunctionName, Name: 'live', FunctionVersion: Version });
  await lambda.createFunctionUrlConfig({ FunctionName, AuthType: 'NONE', Cors: { AllowOrigins: ['*'] } });
  await lambda.putFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions: 3 });
  await lambda.putFunctionEventInvokeConfig({ FunctionName, MaximumRetryAttempts: 1 });
  await permit(FunctionName, 'bucket', { Principal: 's3.amazonaws.com', SourceArn: 'arn:aws:s3:::orders' });
  await permit(FunctionName, 'everybody', { Principal: '*', Action: 'lambda:InvokeFunctionUrl' });
  await lambda.createEventSourceMapping({ FunctionName, EventSourceArn: QUEUE, BatchSize: 7 });
}

function permit(
  FunctionName: string,
  StatementId: string,
  more: { Principal: string; Action?: string; SourceArn?: string },
) {
  return lambda.addPermission({ FunctionName, StatementId, Action: 'lambda:InvokeFunction', ...more });
}

/** The emulator keeps the addresses of functions that are gone; AWS does not. */
async function deleteFunction(FunctionName: string): Promise<void> {
  await lambda.deleteFunctionUrlConfig({ FunctionName });
  await lambda.deleteFunction({ FunctionName });
}

async function places(before: Parameters<typeof changesOf>[1], after: Parameters<typeof changesOf>[2]) {
  return (await changesOf(service, before, after)).map(({ file, path }) => `${file}#${path}`).toSorted();
}

describe('functions come back', () => {
  beforeAll(async () => {
    await estate.client(SQS).createQueue({ QueueName: 'orders' });
  });

  it('with everything, where they were deleted', async () => {
    await makeFunction('deleted');
    const before = await captured('deleted');
    const { EventSourceMappings = [] } = await lambda.listEventSourceMappings({ FunctionName: 'deleted' });
    for (const { UUID } of EventSourceMappings) await lambda.deleteEventSourceMapping({ UUID });
    await deleteFunction('deleted');
    const { first, left, made } = await restored(service, before, knowing, estate);
    expect(first.map(({ kind, what }) => `${kind} ${what}`)).toEqual([
      'create function deleted',
      'change function deleted: tags and limits',
      'change function deleted: aliases',
      'change function deleted: permissions and addresses',
      'change function deleted: triggers',
    ]);
    expect(left).toMatchObject([{ kind: 'leave' }]);
    expect(await places(before, await captured('deleted'))).toEqual([]);
    const { Configuration } = await lambda.getFunction({ FunctionName: 'deleted' });
    expect(Configuration?.Environment?.Variables).toEqual({ API_KEY: SECRET, STAGE: 'prod' });
    expect(Object.keys(made?.ids ?? {})).toContainEqual(expect.stringContaining('.lambda-url.'));
  });

  it('part by part, where they were changed', async () => {
    const FunctionName = 'changed';
    await makeFunction(FunctionName);
    const before = await captured(FunctionName);
    await lambda.updateFunctionCode({ FunctionName, ZipFile: await zipOf({ 'index.mjs': 'broken' }) });
    await lambda.updateFunctionConfiguration({
      FunctionName,
      Timeout: 3,
      Description: 'new',
      DeadLetterConfig: { TargetArn: QUEUE },
      Environment: { Variables: { API_KEY: SECRET, STAGE: 'other', MORE: '1' } },
    });
    await lambda.deleteFunctionConcurrency({ FunctionName });
    await lambda.tagResource({
      Resource: `arn:aws:lambda:us-east-1:${estate.account}:function:${FunctionName}`,
      Tags: { team: 'ops', more: '1' },
    });
    const { Version } = await lambda.publishVersion({ FunctionName });
    await lambda.updateAlias({ FunctionName, Name: 'live', FunctionVersion: Version });
    await lambda.createAlias({ FunctionName, Name: 'new', FunctionVersion: Version });
    await lambda.removePermission({ FunctionName, StatementId: 'bucket' });
    await permit(FunctionName, 'intruder', { Principal: '111122223333' });
    await lambda.updateFunctionUrlConfig({ FunctionName, AuthType: 'AWS_IAM' });
    const { EventSourceMappings } = await lambda.listEventSourceMappings({ FunctionName });
    await lambda.updateEventSourceMapping({ UUID: EventSourceMappings?.[0]?.UUID, BatchSize: 1, Enabled: false });
    const { left } = await restored(service, before, knowing, estate);
    expect(left).toMatchObject([
      { kind: 'command', commands: [`aws lambda delete-alias --function-name ${FunctionName} --name new`] },
    ]);
    expect(await places(before, await captured(FunctionName))).toEqual([
      'config.json#Aliases.new',
      'config.json#Versions.2',
    ]);
  });

  it('without an environment that nobody knows, which is told', async () => {
    const FunctionName = 'unknown';
    await makeFunction(FunctionName);
    const before = await captured(FunctionName);
    const Variables = { API_KEY: 'rotated-9876543210', STAGE: 'prod' };
    await lambda.updateFunctionConfiguration({ FunctionName, Timeout: 3, Environment: { Variables } });
    const { left } = await restored(service, before, targetOf(), estate);
    expect(left).toMatchObject([{ kind: 'impossible', why: expect.stringContaining('lambda/unknown/env/API_KEY') }]);
    expect(JSON.stringify(left)).not.toMatch(/9876543210|0123456789/);
    const { Configuration } = await lambda.getFunction({ FunctionName });
    expect(Configuration).toMatchObject({ Timeout: 17, Environment: { Variables } });
    await deleteFunction(FunctionName);
    expect(await service.restore?.plan(before, targetOf(), estate)).toMatchObject([{ kind: 'impossible' }]);
  });

  it('not over what somebody changed since the plan was made', async () => {
    const FunctionName = 'moving';
    await makeFunction(FunctionName);
    const before = await captured(FunctionName);
    await lambda.updateFunctionConfiguration({ FunctionName, Timeout: 3 });
    const steps = await service.restore?.plan(before, knowing, estate);
    await lambda.updateFunctionConfiguration({ FunctionName, Timeout: 4 });
    await expect(steps?.[0]?.apply?.(() => {})).rejects.toMatchObject({ code: 'RESTORE.MOVED' });
  });

  it('without aliases whose code is gone, which are told', async () => {
    const FunctionName = 'older';
    await makeFunction(FunctionName);
    await lambda.updateFunctionCode({ FunctionName, ZipFile: await zipOf({ 'index.mjs': 'newer' }) });
    const before = await captured(FunctionName);
    await deleteFunction(FunctionName);
    const { left } = await restored(service, before, knowing, estate);
    expect(left).toMatchObject([{ kind: 'impossible', what: 'function older: alias live' }]);
  });

  it('as a copy in a drill, which nobody calls and which goes away again', async () => {
    await makeFunction('drilled');
    const before = await captured('drilled');
    // No secret is given: those of the live function beside it are the captured ones.
    const to = targetOf({ drill: 'drill-1', nameOf: (_, name) => `drill-1-${name}` });
    const { made, left } = await restored(service, before, to, estate);
    expect(left).toMatchObject([{ kind: 'leave' }]);
    expect(made?.resource.name).toBe('drill-1-drilled');
    expect(await places(before, await captured('drill-1-drilled'))).toEqual([
      'config.json#Configuration.FunctionName',
      `config.json#EventSources["${QUEUE}"].Enabled`,
      'config.json#Permissions.$LATEST[Sid=everybody]',
      'config.json#ReservedConcurrency',
      'config.json#Urls.$LATEST',
    ]);
    await service.restore?.remove?.(made!, estate);
    const { Functions = [] } = await lambda.listFunctions({});
    expect(Functions.map((each) => each.FunctionName)).not.toContain('drill-1-drilled');
    const { EventSourceMappings = [] } = await lambda.listEventSourceMappings({ EventSourceArn: QUEUE });
    expect(EventSourceMappings.filter(({ FunctionArn }) => FunctionArn?.includes('drill-1'))).toEqual([]);
    await service.restore?.remove?.(made!, estate);
  });
});
