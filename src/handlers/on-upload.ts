import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { composeUploads } from '../lib/aws/compose.ts';
import { takeUploads } from '../lib/take-uploads.ts';
import { log, loud } from './log.ts';

/** Something was written, or somebody asked: looks at the pages named. Failed messages come again, see the queue. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(loud())
  .handler(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const messages = Records.map(({ messageId, body }) => ({ id: messageId, body }));
    const again = await takeUploads(messages, { ...composeUploads(), log });
    return { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) };
  });
