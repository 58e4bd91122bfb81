import { paginateListQueues, QueueDoesNotExist, SQS } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { byCommands } from '../capture/by-commands.ts';
import type { CapturedResource } from '../capture/captured-resource.ts';
import { gone } from '../capture/failure.ts';
import { folderOf } from '../capture/resource.ts';
import type { Target } from '../capture/restore.ts';
import type { Service } from '../capture/service.ts';
import { awsCommands, callsOf, tagCalls } from './shared/aws-command.ts';
import { differ } from './shared/config.ts';
import { hideSecrets } from './shared/hide-secrets.ts';
import { jsonTexts, parsedJson } from './shared/parsed-json.ts';

const FOLDER = 'sqs-queues';

/** What a queue only looks like at the moment. */
const SEEN = /^(?:ApproximateNumberOf|CreatedTimestamp$|LastModifiedTimestamp$|QueueArn$)/;

const CONFIG = z.object({ attributes: z.record(z.string(), z.unknown()), tags: z.record(z.string(), z.unknown()) });

/** Queues: their attributes and tags. Messages are not captured. */
export const service: Service = {
  name: 'sqs',
  title: 'SQS queues',
  folder: FOLDER,
  where: 'regional',
  // No figure is published for reading attributes: a careful guess.
  limits: { SQS: 20 },
  async *list(estate) {
    for (const region of estate.regions) {
      const client = estate.client(SQS, region);
      for await (const { QueueUrls = [] } of paginateListQueues({ client, pageSize: 1000 }, {})) {
        for (const url of QueueUrls) {
          const name = url.slice(url.lastIndexOf('/') + 1);
          yield { service: 'sqs', id: url, name, region, folder: folderOf(FOLDER, name, region, estate.regions[0]) };
        }
      }
    }
  },
  async capture(queue, sink, estate) {
    const QueueUrl = queue.id;
    const client = estate.client(SQS, queue.region);
    const { Attributes = {} } = await client
      .getQueueAttributes({ QueueUrl, AttributeNames: ['All'] })
      .catch((error: unknown) => {
        throw error instanceof QueueDoesNotExist ? gone(queue, error) : error;
      });
    const { Tags = {} } = await client.listQueueTags({ QueueUrl });
    const [seen, attributes] = [true, false].map((wanted) =>
      Object.fromEntries(
        Object.entries(Attributes)
          .filter(([name]) => SEEN.test(name) === wanted)
          .map(([name, value]) => [name, parsedJson(value)]),
      ),
    );
    await sink.json('config.json', { attributes, tags: await hideSecrets(Tags, 'tags', sink) });
    await sink.json('observed.json', seen);
  },
  restore: byCommands({ service: () => service, after: [], commands }),
};

/** What can be said only when a queue is made. */
const FIXED = new Set(['FifoQueue']);

async function commands(
  captured: CapturedResource,
  live: CapturedResource | undefined,
  to: Target,
): Promise<readonly string[]> {
  const call = callsOf('sqs', captured);
  const wanted = CONFIG.parse(await captured.json('config.json'));
  if (!live) {
    const QueueName = to.nameOf('sqs', captured.entry.name);
    return awsCommands(to, [
      call('create-queue', { QueueName, Attributes: jsonTexts(wanted.attributes), tags: wanted.tags }),
    ]);
  }
  const QueueUrl = live.entry.id;
  const is = CONFIG.parse(await live.json('config.json'));
  const changed = Object.entries(wanted.attributes).filter(([key, value]) => differ(is.attributes[key], value));
  const removed = Object.keys(is.attributes).filter((key) => !Object.hasOwn(wanted.attributes, key));
  // What the captured queue did not have is taken away by an empty value, as with a policy.
  const entries = [...changed, ...removed.map((key) => [key, ''] as const)].filter(([key]) => !FIXED.has(key));
  const Attributes = jsonTexts(Object.fromEntries(entries));
  return awsCommands(to, [
    ...(entries.length > 0 ? [call('set-queue-attributes', { QueueUrl, Attributes })] : []),
    ...tagCalls(wanted.tags, is.tags, {
      set: (Tags) => call('tag-queue', { QueueUrl, Tags }),
      remove: (TagKeys) => call('untag-queue', { QueueUrl, TagKeys }),
    }),
  ]);
}
