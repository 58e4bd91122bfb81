import { Lambda } from '@aws-sdk/client-lambda';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { REGION } from '../../local/places.ts';
import { each, unlessThere, type Ground } from '../ground.ts';
import {
  ELSEWHERE,
  FAILED_QUEUE,
  functionName,
  functionRegion,
  queueArn,
  roleArn,
  tableName,
  topic,
} from '../names.ts';
import { secretOf } from '../random.ts';
import { zipOf } from './zip.ts';

const LAYERS = ['site-tools', 'site-texts'];

/** Layers, and functions with all that hangs on them. */
export async function makeFunctions(ground: Ground): Promise<void> {
  const layers = new Map<string, readonly string[]>();
  for (const region of [REGION, ELSEWHERE]) layers.set(region, await makeLayers(ground, region));
  await each(ground.size.functions, (index) => makeFunction(ground, index, layers.get(functionRegion(index)) ?? []));
}

async function makeLayers({ estate }: Ground, region: string): Promise<readonly string[]> {
  const lambda = estate.client(Lambda, region);
  const arns: string[] = [];
  for (const LayerName of LAYERS) {
    const { LayerVersions = [] } = await lambda.listLayerVersions({ LayerName });
    const [newest] = LayerVersions;
    const made =
      newest ??
      (await lambda.publishLayerVersion({
        LayerName,
        Description: `Shared: ${LayerName}`,
        CompatibleRuntimes: ['nodejs22.x'],
        Content: { ZipFile: await zipOf({ [`nodejs/${LayerName}.mjs`]: `export const name = '${LayerName}';\n` }) },
      }));
    arns.push(made.LayerVersionArn ?? '');
  }
  return arns;
}

/** The code of a function, as it is before anything changes. */
export function codeOf(index: number, greeting = 'ahoy'): Promise<Buffer> {
  const source = `export const handler = async () => ({ statusCode: 200, body: '${greeting} from ${functionName(index)}' });\n`;
  return zipOf({
    'index.mjs': source,
    'lib/texts.json': JSON.stringify({ topic: topic(index + 2) }),
    'package.json': JSON.stringify({ type: 'module', version: `1.0.${index}` }),
  });
}

/** Its environment: a setting, and secrets. */
export function environmentOf(index: number): Record<string, string> {
  return {
    STAGE: 'prod',
    TABLE: tableName(index % 3),
    PAYMENT_KEY: secretOf(`lambda/${index}/payment`),
    ...(index % 4 === 0 && { DATABASE_URL: `postgres://site:${secretOf(`lambda/${index}/database`)}@db.example/site` }),
  };
}

async function makeFunction(ground: Ground, index: number, layers: readonly string[]): Promise<void> {
  const { estate, account } = ground;
  const lambda = estate.client(Lambda, functionRegion(index));
  const failed = queueArn(account, FAILED_QUEUE, functionRegion(index));
  const FunctionName = functionName(index);
  const made = await unlessThere(
    lambda.createFunction({
      FunctionName,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: roleArn(account, index % 3),
      Code: { ZipFile: await codeOf(index) },
      Description: `Part of ${topic(index + 2)}`,
      Timeout: 10 + index,
      MemorySize: index % 2 === 0 ? 256 : 128,
      Environment: { Variables: environmentOf(index) },
      Layers: layers.slice(0, index % 3),
      Tags: { site: topic(index + 2), team: 'web' },
      ...(index % 6 === 1 && { DeadLetterConfig: { TargetArn: failed } }),
      ...(index % 5 === 2 && { TracingConfig: { Mode: 'Active' }, EphemeralStorage: { Size: 1024 } }),
      ...(index % 4 === 3 && { Architectures: ['arm64'] }),
    }),
  );
  if (!made) return;
  if (index % 3 === 0) {
    const { Version: FunctionVersion } = await lambda.publishVersion({ FunctionName, Description: 'first' });
    await lambda.createAlias({ FunctionName, Name: 'live', FunctionVersion, Description: 'what visitors get' });
  }
  if (index % 5 === 0)
    await lambda.createFunctionUrlConfig({
      FunctionName,
      AuthType: 'NONE',
      Cors: { AllowOrigins: ['https://demo.example'], AllowMethods: ['GET'] },
    });
  if (index % 4 === 1)
    await lambda.putFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions: 2 + (index % 3) });
  if (index % 4 === 2)
    await lambda.putFunctionEventInvokeConfig({
      FunctionName,
      MaximumRetryAttempts: 1,
      MaximumEventAgeInSeconds: 600,
      DestinationConfig: { OnFailure: { Destination: failed } },
    });
  await lambda.addPermission({
    FunctionName,
    StatementId: 'rules',
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
    SourceArn: `arn:aws:events:${functionRegion(index)}:${account}:rule/${topic(index)}-rule`,
  });
  await makeSources(ground, index, lambda);
}

/** What a function is called for. Off, so that nothing in the estate moves by itself. */
async function makeSources({ estate, account }: Ground, index: number, lambda: Lambda): Promise<void> {
  const FunctionName = functionName(index);
  if (index === 1)
    await lambda.createEventSourceMapping({
      FunctionName,
      EventSourceArn: queueArn(account, 'mail'),
      BatchSize: 5,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      Enabled: false,
    });
  if (index === 2) {
    const { Table } = await estate.client(DynamoDB).describeTable({ TableName: tableName(0) });
    await lambda.createEventSourceMapping({
      FunctionName,
      EventSourceArn: Table?.LatestStreamArn,
      StartingPosition: 'LATEST',
      BatchSize: 50,
      MaximumRetryAttempts: 3,
      FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ eventName: ['INSERT'] }) }] },
      Enabled: false,
    });
  }
}
