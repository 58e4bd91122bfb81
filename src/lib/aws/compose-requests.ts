import { randomBytes } from 'node:crypto';
import type { RequestDeps } from '../../console/deps.ts';
import type { LookQueue } from '../site/look-queue.ts';
import { composeSlack } from './compose-slack.ts';
import { dynamoClient, s3Client, sqsClient } from './clients.ts';
import { dynamoEscalations } from './dynamo-escalations.ts';
import { dynamoLinks, dynamoViewSecret } from './dynamo-links.ts';
import { dynamoLists } from './dynamo-lists.ts';
import { dynamoRecords } from './dynamo-records.ts';
import { dynamoRegistry } from './dynamo-registry.ts';
import { dynamoVerifications } from './dynamo-verifications.ts';
import { dynamoWarnings } from './dynamo-warnings.ts';
import { requestEnv } from './env.ts';
import { s3Changes } from './s3-changes.ts';
import { s3Downloads } from './s3-downloads.ts';
import { s3LiveAsset } from './s3-live-asset.ts';
import { s3Snapshots } from './s3-snapshots.ts';
import { sqsLookQueue } from './sqs-look-queue.ts';

/** What `on-request` works with, from the environment; once per container. */
export function composeRequests(log: RequestDeps['log']): RequestDeps {
  const env = requestEnv();
  const dynamo = dynamoClient();
  const s3 = s3Client();
  return {
    registry: dynamoRegistry(env.table, { dynamo }),
    links: dynamoLinks(dynamo, env.table),
    viewSecret: dynamoViewSecret(dynamo, env.table, () => randomBytes(32).toString('hex')),
    snapshots: s3Snapshots(env.snapshots, { s3 }),
    queue: loudly(sqsLookQueue(env.queueUrl, { sqs: sqsClient }), log),
    sites: dynamoRecords(dynamo, env.table),
    lists: dynamoLists(dynamo, env.table),
    warnings: dynamoWarnings(dynamo, env.table),
    verifications: dynamoVerifications(dynamo, env.table),
    escalations: dynamoEscalations(dynamo, env.table),
    changeOf: s3Changes(env.snapshots, { s3 }).changeOf,
    siteNames: env.sites.map(({ name }) => name),
    api: env.api,
    download: s3Downloads(env.snapshots, { s3 }),
    asset: s3LiveAsset({ s3 }),
    slack: composeSlack(),
    now: () => new Date(),
    random: (count) => randomBytes(count),
    log,
  };
}

/** Whoever asks goes on without the look, which the next sweep asks for: somebody should know all the same. */
function loudly(queue: LookQueue, log: RequestDeps['log']): LookQueue {
  return {
    async ask(refs, delaySeconds) {
      try {
        await queue.ask(refs, delaySeconds);
      } catch (error) {
        log.error('looks could not be asked for', { pages: refs.slice(0, 10), error });
        throw error;
      }
    },
  };
}
