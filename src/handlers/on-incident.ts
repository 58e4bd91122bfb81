import middy from '@middy/core';
import type { Context, DynamoDBRecord, SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { takeRecords } from '../lib/alert/take-records.ts';
import { takeUntold } from '../lib/alert/take-untold.ts';
import { composeAlerter } from '../lib/aws/compose-alerter.ts';
import { log, loud } from './log.ts';

interface Event {
  readonly Records: readonly (DynamoDBRecord | SQSRecord)[];
}

// How long a run may wait for Slack: what comes after in the stream waits as well, SNS included; in the queue nothing.
const STREAM_PATIENCE_MS = 10_000;
const QUEUE_PATIENCE_MS = 20_000;
const MARGIN_MS = 5_000;

let alerter: ReturnType<typeof composeAlerter> | undefined;

/**
 * Woken by the table's stream and by the queue of what could not be told: tells people of incidents and pauses. Answers
 * the records or messages that are to come again.
 */
export const handler = middy<Event, SQSBatchResponse>()
  .use(loud())
  .handler(async ({ Records }: Event, context: Context): Promise<SQSBatchResponse> => {
    alerter ??= composeAlerter();
    const messages = Records.flatMap((record) => ('messageId' in record ? [record] : []));
    const records = Records.flatMap((record) => ('messageId' in record ? [] : [record]));
    const now = new Date();
    const patience = messages.length > 0 ? QUEUE_PATIENCE_MS : STREAM_PATIENCE_MS;
    const by = new Date(now.getTime() + Math.min(patience, context.getRemainingTimeInMillis() - MARGIN_MS));
    const deps = { ...alerter, log, now, by };
    const again = [...(await takeRecords(records, deps)), ...(await takeUntold(messages, deps))];
    return { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) };
  });
