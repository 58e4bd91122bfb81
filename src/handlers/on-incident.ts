import middy from '@middy/core';
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { hintsIn } from '../lib/alert/stream-hints.ts';
import { tell } from '../lib/alert/tell.ts';
import { composeAlerter } from '../lib/aws/compose-alerter.ts';
import { log, loud } from './log.ts';

// Slack is waited for no longer than this: what comes after in the stream waits as well.
const PATIENCE_MS = 20_000;
const MARGIN_MS = 5_000;

let alerter: ReturnType<typeof composeAlerter> | undefined;

/**
 * Woken by the table's stream: tells people of incidents and pauses. Answers the first record that must be delivered
 * again, from which on the stream is read once more.
 */
export const handler = middy<DynamoDBStreamEvent, DynamoDBBatchResponse>()
  .use(loud())
  .handler(async (event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> => {
    alerter ??= composeAlerter();
    const now = new Date();
    const patience = Math.min(PATIENCE_MS, context.getRemainingTimeInMillis() - MARGIN_MS);
    const by = new Date(now.getTime() + patience);
    const hints = event.Records.flatMap((record) => hintsIn(record));
    const failed = await tell(hints, { ...alerter, log, now, by });
    return { batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed }] };
  });
