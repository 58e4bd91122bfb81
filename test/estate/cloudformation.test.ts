import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { expect, inject, it } from 'vitest';
import { service } from '../../src/lib/estate/cloudformation.ts';
import { captureOf, estateAt, newStore, resourceOf } from '../capture/run-capture.ts';
import { compared, everything, stepOf } from './round-trip.ts';

const estate = estateAt({ endpoint: inject('emulator') });
const cloudformation = estate.client(CloudFormation);

const TEMPLATE = `# of the booking page
Parameters:
  Stage: { Type: String, Default: dev, AllowedValues: [dev, prod-like] }
  DatabasePassword: { Type: String, NoEcho: true }
  Greeting: { Type: String }
Resources:
  Told:
    Type: AWS::SQS::Queue
    Properties: { QueueName: told }
Metadata:
  StageVariables: { key: canary-template }
Outputs:
  Endpoint: { Value: 'https://x:canary-output@example.com' }
`;

it('captures stacks with their templates and no secret of them', async () => {
  const StackName = 'booking';
  const made = {
    StackName,
    TemplateBody: TEMPLATE,
    Parameters: [
      { ParameterKey: 'Stage', ParameterValue: 'prod-like' },
      { ParameterKey: 'DatabasePassword', ParameterValue: 'canary-password' },
      { ParameterKey: 'Greeting', ParameterValue: 'canary greeting' },
    ],
    Tags: [{ Key: 'site', Value: 'booking' }],
  };
  await cloudformation.createStack(made);
  await expect
    .poll(async () => (await cloudformation.describeStacks({ StackName })).Stacks?.[0]?.StackStatus)
    .toBe('CREATE_COMPLETE');
  const store = await newStore();
  const before = await captureOf([service], estate, { store });
  const stack = resourceOf(before, StackName);
  expect(await stack.json('config.json')).toMatchObject({
    parameters: { Stage: 'prod-like', Greeting: { ref: 'cloudformation/booking/parameters/Greeting' } },
    outputs: { Endpoint: { ref: 'cloudformation/booking/outputs/Endpoint' } },
    tags: { site: 'booking' },
  });
  let template = '';
  for await (const chunk of stack.stream('template.yaml')) template += Buffer.from(chunk).toString();
  expect(template).toContain('# of the booking page\nParameters:\n  Stage: { Type: String, Default: dev,');
  expect(template).toContain('{ key: {"secret": "hmac-sha256:');
  expect(await everything(before)).not.toContain('canary');
  expect(await stack.json('observed.json')).toMatchObject({
    StackStatus: 'CREATE_COMPLETE',
    resources: [{ LogicalResourceId: 'Told', ResourceType: 'AWS::SQS::Queue' }],
  });
  expect(compared(await captureOf([service], estate, { store }))).toStrictEqual(compared(before));
  expect(await stepOf(service, stack, estate)).toMatchObject({ kind: 'leave' });

  await cloudformation.deleteStack({ StackName });
  await expect.poll(async () => (await stepOf(service, stack, estate)).kind).toBe('command');
  const { commands } = await stepOf(service, stack, estate);
  const create = commands?.find((line) => line.startsWith('aws cloudformation create-stack')) ?? '';
  expect(create).toContain('--template-body file://cloudformation-stacks/booking/template.yaml');
  expect(create).toContain('FILL-IN');
  expect(commands?.join('\n')).not.toContain('canary');
});
