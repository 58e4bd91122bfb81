import { paginateListQueues, QueueDoesNotExist, SQS } from '@aws-sdk/client-sqs';
import { gone } from '../capture/failure.ts';
import type { Service } from '../capture/service.ts';
import { folderOf } from '../capture/resource.ts';

const FOLDER = 'sqs-queues';

/** What a queue only looks like at the moment. */
const SEEN = /^(?:ApproximateNumberOf|CreatedTimestamp$|LastModifiedTimestamp$|QueueArn$)/;

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
      Object.fromEntries(Object.entries(Attributes).filter(([name]) => SEEN.test(name) === wanted)),
    );
    await sink.json('config.json', { attributes, tags: Tags });
    await sink.json('observed.json', seen);
  },
};
