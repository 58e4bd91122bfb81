import {
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { buildAll } from '../build.ts';
import type { LocalClients } from './clients.ts';
import { mendTemplate } from './mend.ts';
import { REGION, STAGE, type Places } from './places.ts';
import type { Template } from './template.ts';

const STACK = `holdfast-${STAGE}`;
const CAPABILITIES = ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'] as const;

/** A stack that is deployed. */
export interface Deployed {
  readonly template: Template;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Builds and packages as for AWS, with the local configuration, then creates or updates the stack. */
export async function deploy(clients: LocalClients, places: Places, endpoint: string): Promise<Deployed> {
  await buildAll(places.root);
  await packageStack(places);
  const bucket = await deploymentBucket(clients, places);
  const template = mendTemplate(await templateText(places, 'update'));
  await uploadFunctions(clients, places, bucket, template);
  // A template in a request may have 51,200 bytes, and this one grows with the sites: it goes by the bucket.
  await clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'template.json', Body: JSON.stringify(template) }));
  const url = `${endpoint}/${bucket}/template.json`;
  const update = { StackName: STACK, TemplateURL: url, Capabilities: [...CAPABILITIES] };
  await clients.cloudFormation.send(new UpdateStackCommand(update));
  const stack = await settled(clients);
  const outputs = (stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue ?? '']);
  return { template, outputs: Object.fromEntries(outputs) };
}

async function packageStack(places: Places): Promise<void> {
  const tool = path.join(places.root, 'node_modules', 'serverless', 'bin', 'serverless.js');
  const args = [tool, 'package', '--stage', STAGE, '--package', places.package];
  const env = { ...process.env, AWS_REGION: REGION, HOLDFAST_CONFIG: places.config };
  await promisify(execFile)(process.execPath, args, { cwd: places.root, env });
}

/** The stack begins with nothing but the bucket for the functions' code, as the deploy tool does it. */
async function deploymentBucket(clients: LocalClients, places: Places): Promise<string> {
  if (!(await describe(clients))) {
    const body = await templateText(places, 'create');
    const create = { StackName: STACK, TemplateBody: body, Capabilities: [...CAPABILITIES] };
    await clients.cloudFormation.send(new CreateStackCommand(create));
    await settled(clients);
  }
  const found = await clients.cloudFormation.send(
    new DescribeStackResourceCommand({ StackName: STACK, LogicalResourceId: 'ServerlessDeploymentBucket' }),
  );
  const bucket = found.StackResourceDetail?.PhysicalResourceId;
  if (!bucket) throw new Error('the stack has no deployment bucket');
  return bucket;
}

async function uploadFunctions(
  clients: LocalClients,
  places: Places,
  bucket: string,
  template: Template,
): Promise<void> {
  const keys = Object.values(template.Resources).flatMap((resource) => resource.Properties?.Code?.S3Key ?? []);
  for (const key of keys) {
    const bytes = await readFile(path.join(places.root, '.build', path.basename(key)));
    await clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }));
  }
}

async function templateText(places: Places, which: 'create' | 'update'): Promise<string> {
  return readFile(path.join(places.package, `cloudformation-template-${which}-stack.json`), 'utf8');
}

/** Asked for by polling: the deploy tool's own waiting on stack events can last for ever here. */
async function settled(clients: LocalClients): Promise<Stack> {
  for (let waited = 0; waited < 60_000; waited += 200) {
    const stack = await describe(clients);
    const status = stack?.StackStatus ?? 'missing';
    if (stack && (status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE')) return stack;
    if (!status.endsWith('_IN_PROGRESS')) throw new Error(`the stack is ${status}: ${await reasons(clients)}`);
    await sleep(200);
  }
  throw new Error('the stack did not settle within a minute');
}

async function describe(clients: LocalClients): Promise<Stack | undefined> {
  try {
    const { Stacks } = await clients.cloudFormation.send(new DescribeStacksCommand({ StackName: STACK }));
    return Stacks?.[0];
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError') return undefined;
    throw error;
  }
}

async function reasons(clients: LocalClients): Promise<string> {
  const { StackEvents } = await clients.cloudFormation.send(new DescribeStackEventsCommand({ StackName: STACK }));
  const failed = (StackEvents ?? []).filter((event) => event.ResourceStatus?.endsWith('_FAILED'));
  return failed.map((event) => `${event.LogicalResourceId}: ${event.ResourceStatusReason}`).join('; ');
}
