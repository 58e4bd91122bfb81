import {
  CloudFormation,
  paginateDescribeStacks,
  paginateListStackResources,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { byCommands } from '../capture/by-commands.ts';
import { gone } from '../capture/failure.ts';
import { folderOf, type Resource } from '../capture/resource.ts';
import type { Service } from '../capture/service.ts';
import { parameterValues } from './cloudformation/parameter-values.ts';
import { stackCommands } from './cloudformation/stack-commands.ts';
import { isTemplateSecret } from './cloudformation/template-secrets.ts';
import { hideInText } from './shared/hide-in-text.ts';
import { hideSecrets } from './shared/hide-secrets.ts';
import { parsedJson } from './shared/parsed-json.ts';
import { picked } from './shared/picked.ts';
import { tagsOf } from './shared/tags.ts';

const FOLDER = 'cloudformation-stacks';

/**
 * Stacks: their templates as they were given, parameters, outputs, policies. In templates and parameters, references stand for what
 * is or may be a secret; the rest of a template's text stays as it is.
 */
export const service: Service = {
  name: 'cloudformation',
  title: 'CloudFormation templates',
  folder: FOLDER,
  where: 'regional',
  // No figures are published for CloudFormation's reads: a careful guess.
  limits: { CloudFormation: 4 },
  async *list(estate) {
    for (const region of estate.regions) {
      const client = estate.client(CloudFormation, region);
      for await (const { Stacks = [] } of paginateDescribeStacks({ client }, {})) {
        for (const { StackName: name = '', StackStatus } of Stacks) {
          if (StackStatus === 'DELETE_COMPLETE' || StackStatus === 'REVIEW_IN_PROGRESS') continue;
          const folder = folderOf(FOLDER, name, region, estate.regions[0]);
          yield { service: 'cloudformation', id: name, name, region, folder };
        }
      }
    }
  },
  async capture(resource, sink, estate) {
    const client = estate.client(CloudFormation, resource.region);
    const StackName = resource.id;
    const stack = await stackNow(client, resource);
    const { TemplateBody = '' } = await client.getTemplate({ StackName, TemplateStage: 'Original' });
    const { StackPolicyBody } = await client.getStackPolicy({ StackName });
    const template = await hideInText(TemplateBody, 'template', isTemplateSecret, sink);
    // One that nobody can read is kept as a secret as a whole.
    if (template === undefined) await sink.json('template.json', await sink.secret('template', TemplateBody));
    else
      await sink.bytes(template.trimStart().startsWith('{') ? 'template.json' : 'template.yaml', Buffer.from(template));
    const outputs = (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue] as const);
    const config = {
      ...picked(stack, 'StackName', 'Description', 'RoleARN', 'TimeoutInMinutes', 'RollbackConfiguration'),
      DisableRollback: stack.DisableRollback ?? false,
      EnableTerminationProtection: stack.EnableTerminationProtection ?? false,
      Capabilities: stack.Capabilities?.toSorted() ?? [],
      NotificationARNs: stack.NotificationARNs?.toSorted() ?? [],
      outputs: await hideSecrets(Object.fromEntries(outputs), 'outputs', sink),
      parameters: await parameterValues(stack.Parameters ?? [], TemplateBody, sink),
      policy: parsedJson(StackPolicyBody),
      tags: await hideSecrets(tagsOf(stack.Tags), 'tags', sink),
    };
    await sink.json('config.json', config);
    const resources = [];
    for await (const page of paginateListStackResources({ client }, { StackName }))
      for (const each of page.StackResourceSummaries ?? [])
        resources.push(picked(each, 'LogicalResourceId', 'PhysicalResourceId', 'ResourceType', 'ResourceStatus'));
    await sink.json('observed.json', {
      ...picked(stack, 'StackId', 'StackStatus', 'StackStatusReason', 'CreationTime', 'LastUpdatedTime'),
      ...picked(stack, 'ParentId', 'RootId', 'ChangeSetId', 'DriftInformation'),
      resources,
    });
  },
  // What stacks make is captured on its own; the stack is put over it last.
  restore: byCommands({ service: () => service, after: ['iam', 's3', 'sns', 'lambda'], commands: stackCommands }),
};

async function stackNow(client: CloudFormation, resource: Resource): Promise<Stack> {
  try {
    const { Stacks: [stack] = [] } = await client.describeStacks({ StackName: resource.id });
    if (stack && stack.StackStatus !== 'DELETE_COMPLETE') return stack;
  } catch (error) {
    // AWS has no name of its own for this one.
    if (error instanceof Error && error.name === 'ValidationError' && error.message.includes('does not exist'))
      throw gone(resource, error);
    throw error;
  }
  throw gone(resource);
}
