import { EventBridge } from '@aws-sdk/client-eventbridge';
import { awsCommands, callsOf, tagCalls } from '../shared/aws-command.ts';
import { configOf, differ } from '../shared/config.ts';
import { goneWhere } from '../shared/gone-where.ts';
import { hideSecrets } from '../shared/hide-secrets.ts';
import type { Kind } from '../shared/kinds.ts';
import { paged } from '../shared/paged.ts';
import { jsonText, parsedJson } from '../shared/parsed-json.ts';
import { picked } from '../shared/picked.ts';
import { tagList, tagsOf } from '../shared/tags.ts';
import { without } from '../shared/without.ts';

/** Event buses: who may put events on them, and how they are encrypted and logged. */
export const buses: Kind = {
  async *list(estate, region) {
    const client = estate.client(EventBridge, region);
    for await (const { EventBuses = [] } of paged((token) => client.listEventBuses(token)))
      for (const { Name = '' } of EventBuses) yield { id: Name, name: Name };
  },
  async capture(resource, sink, estate) {
    const client = estate.client(EventBridge, resource.region);
    const bus = await client
      .describeEventBus({ Name: resource.id })
      .catch(goneWhere(resource, 'ResourceNotFoundException'));
    const { Tags } = await client.listTagsForResource({ ResourceARN: bus.Arn });
    await sink.json('config.json', {
      ...picked(bus, 'Name', 'Description', 'KmsKeyIdentifier', 'DeadLetterConfig', 'LogConfig', 'ManagedBy'),
      Policy: parsedJson(bus.Policy),
      tags: await hideSecrets(tagsOf(Tags), 'tags', sink),
    });
    await sink.json('observed.json', picked(bus, 'Arn', 'CreationTime', 'LastModifiedTime'));
  },
  async commands(captured, live, to) {
    const call = callsOf('events', captured);
    const { Policy, tags, ...wanted } = await configOf(captured);
    const Name = to.nameOf('eventbridge', captured.entry.name);
    const put = call('put-permission', { EventBusName: Name, Policy: jsonText(Policy) });
    const about = { ...without(wanted, 'ManagedBy'), Name };
    if (!live) {
      const made = call('create-event-bus', { ...about, Tags: tagList(tags) });
      return awsCommands(to, [made, ...(Policy === undefined ? [] : [put])]);
    }
    const is = await configOf(live);
    const seen: { Arn?: unknown } = Object(await live.json('observed.json'));
    const remove = call('remove-permission', { EventBusName: Name, RemoveAllPermissions: true });
    return awsCommands(to, [
      ...(differ(wanted, without(is, 'Policy', 'tags')) ? [call('update-event-bus', about)] : []),
      ...(differ(Policy, is['Policy']) ? [Policy === undefined ? remove : put] : []),
      ...tagCalls(tags, is.tags, {
        set: (set) => call('tag-resource', { ResourceARN: seen.Arn, Tags: tagList(set) }),
        remove: (TagKeys) => call('untag-resource', { ResourceARN: seen.Arn, TagKeys }),
      }),
    ]);
  },
};
