import { EventBridge, type Target } from '@aws-sdk/client-eventbridge';
import { awsCommands, callsOf, tagCalls } from '../shared/aws-command.ts';
import { configOf, differ, listOf, membersOf } from '../shared/config.ts';
import { goneWhere } from '../shared/gone-where.ts';
import { hideSecrets } from '../shared/hide-secrets.ts';
import type { Kind } from '../shared/kinds.ts';
import { paged } from '../shared/paged.ts';
import { jsonText, parsedJson } from '../shared/parsed-json.ts';
import { picked } from '../shared/picked.ts';
import { tagList, tagsOf } from '../shared/tags.ts';
import { hiddenTarget } from './target.ts';
import { without } from '../shared/without.ts';

/** Rules with their targets. Literal inputs and headers of targets may hold secrets: these become references. */
export const rules: Kind = {
  async *list(estate, region) {
    const client = estate.client(EventBridge, region);
    for await (const { EventBuses = [] } of paged((token) => client.listEventBuses(token))) {
      for (const { Name: within = '' } of EventBuses) {
        for await (const page of paged((token) => client.listRules({ EventBusName: within, ...token })))
          for (const { Name: name = '' } of page.Rules ?? []) yield { id: `${within}/${name}`, name, within };
      }
    }
  },
  async capture(resource, sink, estate) {
    const client = estate.client(EventBridge, resource.region);
    const { bus: EventBusName, rule: Name } = namesOf(resource);
    const rule = await client
      .describeRule({ Name, EventBusName })
      .catch(goneWhere(resource, 'ResourceNotFoundException'));
    const { Tags } = await client.listTagsForResource({ ResourceARN: rule.Arn });
    const listed: Target[] = [];
    for await (const page of paged((token) => client.listTargetsByRule({ Rule: Name, EventBusName, ...token })))
      listed.push(...(page.Targets ?? []));
    const targets = [];
    for (const target of listed.toSorted((a, b) => ((a.Id ?? '') < (b.Id ?? '') ? -1 : 1)))
      targets.push(await hiddenTarget(target, sink));
    await sink.json('config.json', {
      ...picked(rule, 'Name', 'EventBusName', 'ScheduleExpression', 'State', 'Description', 'RoleArn', 'ManagedBy'),
      EventPattern: parsedJson(rule.EventPattern),
      tags: await hideSecrets(tagsOf(Tags), 'tags', sink),
      targets,
    });
    await sink.json('observed.json', picked(rule, 'Arn', 'CreatedBy'));
  },
  async commands(captured, live, to) {
    const call = callsOf('events', captured);
    const { targets, tags, EventPattern, ManagedBy, ...about } = await configOf(captured);
    if (ManagedBy !== undefined) return [`# ${JSON.stringify(ManagedBy)} makes and keeps this rule: set it up there.`];
    const { bus: EventBusName } = namesOf(captured.entry);
    const Name = to.nameOf('eventbridge', captured.entry.name);
    const rule = { ...about, Name, EventBusName, EventPattern: jsonText(EventPattern) };
    const is = live && (await configOf(live));
    const there = new Map(listOf(is?.['targets']).map((each) => [each['Id'], each]));
    const wanted = listOf(targets);
    const put = wanted.filter((each) => differ(each, there.get(each['Id'])));
    const extra = [...there.keys()].filter((id) => !wanted.some((each) => each['Id'] === id));
    const moved = is && differ({ ...about, EventPattern }, without(is, 'tags', 'targets'));
    const seen: { Arn?: unknown } = live ? Object(await live.json('observed.json')) : {};
    return awsCommands(to, [
      ...(is ? [] : [call('put-rule', { ...rule, Tags: tagList(tags) })]),
      ...(moved ? [call('put-rule', rule)] : []),
      ...(put.length > 0 ? [call('put-targets', { Rule: Name, EventBusName, Targets: put.map(targetText) })] : []),
      ...(extra.length > 0 ? [call('remove-targets', { Rule: Name, EventBusName, Ids: extra })] : []),
      ...tagCalls(is ? tags : {}, is?.tags ?? {}, {
        set: (set) => call('tag-resource', { ResourceARN: seen.Arn, Tags: tagList(set) }),
        remove: (TagKeys) => call('untag-resource', { ResourceARN: seen.Arn, TagKeys }),
      }),
    ]);
  },
};

/** A rule's name has no slash; that of a bus may have some. */
function namesOf({ id }: { readonly id: string }): { readonly bus: string; readonly rule: string } {
  const at = id.lastIndexOf('/');
  return { bus: id.slice(0, at), rule: id.slice(at + 1) };
}

function targetText(target: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { Input, InputTransformer, ...rest } = target;
  const transformer = InputTransformer === undefined ? undefined : membersOf(InputTransformer);
  const InputTemplate = jsonText(transformer?.['InputTemplate']);
  return {
    ...rest,
    ...(Input !== undefined && { Input: jsonText(Input) }),
    ...(transformer && { InputTransformer: { ...transformer, InputTemplate } }),
  };
}
