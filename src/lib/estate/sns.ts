import { NotFoundException, paginateListSubscriptionsByTopic, paginateListTopics, SNS } from '@aws-sdk/client-sns';
import { byCommands } from '../capture/by-commands.ts';
import { gone } from '../capture/failure.ts';
import { folderOf } from '../capture/resource.ts';
import type { Service } from '../capture/service.ts';
import { hideSecrets } from './shared/hide-secrets.ts';
import { parsedJson } from './shared/parsed-json.ts';
import { tagsOf } from './shared/tags.ts';
import { subscriptionsOf } from './sns/subscriptions.ts';
import { topicCommands } from './sns/topic-commands.ts';

const FOLDER = 'sns-topics';

/** What a topic only looks like at the moment, or what AWS works out from the rest. */
const SEEN =
  /^(?:TopicArn|Owner|EffectiveDeliveryPolicy|Subscriptions(?:Confirmed|Pending|Deleted)|BeginningArchiveTime)$/;

/**
 * Topics: attributes with their policies, tags, and subscriptions. Endpoints stay as they are, e-mail addresses and phone
 * numbers, too: they say who is told. URLs with a password, a query or a secret path are kept as secrets.
 */
export const service: Service = {
  name: 'sns',
  title: 'SNS topics',
  folder: FOLDER,
  where: 'regional',
  // AWS General Reference, Amazon SNS endpoints and quotas: 30 a second for lists, 10 for tags; others are not published.
  limits: { SNS: 20, 'SNS.ListTagsForResource': 8 },
  async *list(estate) {
    for (const region of estate.regions) {
      for await (const { Topics = [] } of paginateListTopics({ client: estate.client(SNS, region) }, {})) {
        for (const { TopicArn = '' } of Topics) {
          const name = TopicArn.slice(TopicArn.lastIndexOf(':') + 1);
          yield {
            service: 'sns',
            id: TopicArn,
            name,
            region,
            folder: folderOf(FOLDER, name, region, estate.regions[0]),
          };
        }
      }
    }
  },
  async capture(topic, sink, estate) {
    const TopicArn = topic.id;
    const client = estate.client(SNS, topic.region);
    const { Attributes = {} } = await client.getTopicAttributes({ TopicArn }).catch((error: unknown) => {
      throw error instanceof NotFoundException ? gone(topic, error) : error;
    });
    const { Tags } = await client.listTagsForResource({ ResourceArn: TopicArn });
    const listed = [];
    for await (const page of paginateListSubscriptionsByTopic({ client }, { TopicArn }))
      listed.push(...(page.Subscriptions ?? []));
    const { subscriptions, seen } = await subscriptionsOf(listed, sink, client);
    const attributes = Object.entries(Attributes).map(([name, value]) => [name, parsedJson(value)] as const);
    await sink.json('config.json', {
      attributes: Object.fromEntries(attributes.filter(([name]) => !SEEN.test(name))),
      tags: await hideSecrets(tagsOf(Tags), 'tags', sink),
      subscriptions,
    });
    await sink.json('observed.json', {
      ...Object.fromEntries(attributes.filter(([name]) => SEEN.test(name))),
      subscriptions: seen,
    });
  },
  restore: byCommands({
    service: () => service,
    // Topics name keys, roles, functions and queues.
    after: ['iam', 'sqs', 'lambda'],
    commands: topicCommands,
  }),
};
