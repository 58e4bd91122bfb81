import { paginateDescribeParameters, SSM, type ParameterMetadata } from '@aws-sdk/client-ssm';
import pMap from 'p-map';
import * as z from 'zod';
import { byCommands } from '../capture/by-commands.ts';
import type { CapturedResource } from '../capture/captured-resource.ts';
import { folderOf } from '../capture/resource.ts';
import type { Target } from '../capture/restore.ts';
import type { Service } from '../capture/service.ts';
import { shellWord } from '../capture/shell.ts';
import { awsCommands, callsOf, tagCalls } from './shared/aws-command.ts';
import { hideSecrets } from './shared/hide-secrets.ts';
import { jsonText, parsedJson } from './shared/parsed-json.ts';
import { tagList, tagsOf } from './shared/tags.ts';

const FOLDER = 'ssm-parameters';
const AT_ONCE = 8;

/**
 * Parameters: their names and everything about them but their values, which are never asked for. One resource for each region
 * with one document: a region has ten thousand parameters as a rule.
 */
export const service: Service = {
  name: 'ssm',
  title: 'SSM parameter names',
  folder: FOLDER,
  where: 'regional',
  // AWS General Reference, Systems Manager quotas, has figures for reading values (40 a second) alone: a careful guess.
  limits: { SSM: 10, 'SSM.DescribeParameters': 5 },
  async *list(estate) {
    for (const region of estate.regions) {
      const { Parameters = [] } = await estate.client(SSM, region).describeParameters({ MaxResults: 1 });
      if (Parameters.length === 0) continue;
      const name = `parameters of ${region}`;
      yield { service: 'ssm', id: region, name, region, folder: folderOf(FOLDER, region, 'global', region) };
    }
  },
  async capture({ region }, sink, estate) {
    const client = estate.client(SSM, region);
    const parameters: [string, unknown][] = [];
    const seen: [string, unknown][] = [];
    for await (const page of paginateDescribeParameters({ client, pageSize: 50 }, {})) {
      const described = await pMap(
        page.Parameters ?? [],
        async (parameter) => ({ parameter, tags: await tagsIn(client, parameter) }),
        { concurrency: AT_ONCE },
      );
      for (const { parameter, tags } of described) {
        const { Name = '', ARN, LastModifiedDate, LastModifiedUser, Version, Policies, ...about } = parameter;
        const policies = Policies?.map(({ PolicyText }) => parsedJson(PolicyText));
        parameters.push([Name, await hideSecrets({ ...about, Policies: policies, tags }, Name, sink)]);
        seen.push([Name, { ARN, LastModifiedDate, LastModifiedUser, Version }]);
      }
    }
    await sink.json('config.json', { parameters: Object.fromEntries(parameters) });
    await sink.json('observed.json', Object.fromEntries(seen));
  },
  restore: byCommands({ service: () => service, after: [], commands }),
};

/** None where the parameter went away after it was listed. */
async function tagsIn(client: SSM, { Name }: ParameterMetadata): Promise<Record<string, string>> {
  try {
    const { TagList } = await client.listTagsForResource({ ResourceType: 'Parameter', ResourceId: Name });
    return tagsOf(TagList);
  } catch (error) {
    if (error instanceof Error && error.name === 'InvalidResourceId') return {};
    throw error;
  }
}

const PARAMETER = z.object({
  Type: z.string().optional(),
  KeyId: z.string().optional(),
  Description: z.unknown().optional(),
  AllowedPattern: z.string().optional(),
  Tier: z.string().optional(),
  DataType: z.string().optional(),
  Policies: z.array(z.unknown()).optional(),
  tags: z.record(z.string(), z.unknown()),
});
const CONFIG = z.object({ parameters: z.record(z.string(), PARAMETER) });

async function commands(
  captured: CapturedResource,
  live: CapturedResource | undefined,
  to: Target,
): Promise<readonly string[]> {
  const call = callsOf('ssm', captured);
  const wanted = CONFIG.parse(await captured.json('config.json')).parameters;
  const is = live ? CONFIG.parse(await live.json('config.json')).parameters : {};
  const lines = Object.entries(wanted).flatMap(([Name, { tags, ...about }]) => {
    const { tags: liveTags = {}, ...live } = Object.hasOwn(is, Name) ? (is[Name] ?? { tags: {} }) : {};
    const stack = tags['aws:cloudformation:stack-name'];
    // Put by hand, it would be in the way of the stack; and the stack has its value.
    if (!Object.hasOwn(is, Name) && typeof stack === 'string')
      return [`# ${shellWord(Name)} comes back with its stack ${shellWord(stack)}.`];
    const same = Object.hasOwn(is, Name) && JSON.stringify(about) === JSON.stringify(live);
    const { Policies, ...rest } = about;
    const put = {
      Name,
      ...rest,
      Value: 'FILL-IN',
      Overwrite: Object.hasOwn(is, Name),
      ...(Policies && { Policies: jsonText(Policies) }),
    };
    const ResourceId = { ResourceType: 'Parameter', ResourceId: Name };
    const tagged = tagCalls(tags, liveTags, {
      set: (set) => call('add-tags-to-resource', { ...ResourceId, Tags: tagList(set) }),
      remove: (TagKeys) => call('remove-tags-from-resource', { ...ResourceId, TagKeys }),
    });
    return awsCommands(to, [...(same ? [] : [call('put-parameter', put)]), ...tagged]);
  });
  return ['# Captures have no values of parameters: put each in the place of FILL-IN.', ...lines];
}
