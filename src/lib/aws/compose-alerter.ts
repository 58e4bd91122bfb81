import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AlerterDeps } from '../alert/task.ts';
import type { Untold } from '../alert/untold.ts';
import { viewLink } from '../approval/view-key.ts';
import { snsClient, ssmClient } from './alerter-clients.ts';
import { dynamoClient, s3Client, sqsClient } from './clients.ts';
import { dynamoDeliveries } from './dynamo-deliveries.ts';
import { dynamoViewSecret } from './dynamo-links.ts';
import { dynamoRecords } from './dynamo-records.ts';
import { incidentEnv } from './env.ts';
import { s3Changes } from './s3-changes.ts';
import { s3Snapshots } from './s3-snapshots.ts';
import { slackChannel } from './slack-channel.ts';
import { ssmSlackTokens } from './slack-token.ts';
import { snsChannel } from './sns-channel.ts';
import { sqsUntold } from './sqs-untold.ts';

/** What the alerter needs of AWS and Slack, once per container: so the Slack token is kept between runs. */
export function composeAlerter(): Omit<AlerterDeps, 'log' | 'now' | 'by'> & { untold: Untold } {
  const env = incidentEnv();
  const clock = (): number => Date.now();
  const tokens = ssmSlackTokens({ ssm: ssmClient, clock });
  const secret = dynamoViewSecret(dynamoClient(), env.table, () => randomBytes(32).toString('hex'));
  return {
    records: dynamoRecords(dynamoClient(), env.table),
    snapshots: s3Snapshots(env.snapshots, { s3: s3Client() }),
    changeOf: s3Changes(env.snapshots, { s3: s3Client() }).changeOf,
    deliveries: dynamoDeliveries(dynamoClient(), env.table),
    review: async (incident) => viewLink(env.api, incident, await secret.read()),
    untold: sqsUntold(env.untoldUrl, { sqs: sqsClient }),
    sns: snsChannel(env.topicArn, { sns: snsClient }),
    slack: slackChannel(env.slackApi, { fetch: globalThis.fetch, clock, sleep: async (ms) => sleep(ms), tokens }),
  };
}
