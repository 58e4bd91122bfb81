import * as z from 'zod';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import type { Target } from '../../capture/restore.ts';
import { SECRET_REFERENCE } from '../../capture/secrets.ts';
import { awsCommands, callsOf, tagCalls } from '../shared/aws-command.ts';
import { differ } from '../shared/config.ts';
import { jsonText, jsonTexts } from '../shared/parsed-json.ts';
import { tagList } from '../shared/tags.ts';

const SUBSCRIPTION = z.object({
  protocol: z.string(),
  endpoint: z.union([z.string(), SECRET_REFERENCE]),
  attributes: z.record(z.string(), z.unknown()),
});

const CONFIG = z.object({
  attributes: z.record(z.string(), z.unknown()),
  tags: z.record(z.string(), z.string()),
  subscriptions: z.array(SUBSCRIPTION),
});

type Subscribed = z.infer<typeof SUBSCRIPTION>;

/** What can be said only when a topic is made. */
const FIXED = new Set(['FifoTopic']);

/** Makes a topic, or sets what differs; subscribes who is missing. What is subscribed beside the captured ones is left. */
export async function topicCommands(
  captured: CapturedResource,
  live: CapturedResource | undefined,
  to: Target,
): Promise<readonly string[]> {
  const call = callsOf('sns', captured);
  const TopicArn = live?.entry.id ?? captured.entry.id;
  const wanted = CONFIG.parse(await captured.json('config.json'));
  const is = live && CONFIG.parse(await live.json('config.json'));
  const known = new Map(is?.subscriptions.map((each) => [keyOf(each), JSON.stringify(each.attributes)]));
  const subscribe = wanted.subscriptions
    .filter((each) => known.get(keyOf(each)) !== JSON.stringify(each.attributes))
    .map(({ protocol, endpoint, attributes }) =>
      call('subscribe', { TopicArn, Protocol: protocol, Endpoint: endpoint, Attributes: jsonTexts(attributes) }),
    );
  if (!is) {
    const Name = to.nameOf('sns', captured.entry.name);
    const created = { Name, Attributes: jsonTexts(wanted.attributes), Tags: tagList(wanted.tags) };
    return awsCommands(to, [call('create-topic', created), ...subscribe]);
  }
  const changed = Object.entries(wanted.attributes).filter(([key, value]) => differ(is.attributes[key], value));
  const removed = Object.keys(is.attributes).filter((key) => !Object.hasOwn(wanted.attributes, key));
  const set = [...changed, ...removed.map((key) => [key, ''] as const)].filter(([key]) => !FIXED.has(key));
  return awsCommands(to, [
    ...set.map(([AttributeName, value]) =>
      call('set-topic-attributes', { TopicArn, AttributeName, AttributeValue: jsonText(value) }),
    ),
    ...tagCalls(wanted.tags, is.tags, {
      set: (tags) => call('tag-resource', { ResourceArn: TopicArn, Tags: tagList(tags) }),
      remove: (TagKeys) => call('untag-resource', { ResourceArn: TopicArn, TagKeys }),
    }),
    ...subscribe,
  ]);
}

function keyOf({ protocol, endpoint }: Subscribed): string {
  return `${protocol} ${typeof endpoint === 'string' ? endpoint : endpoint.secret}`;
}
