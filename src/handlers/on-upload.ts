import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { composeUploads } from '../lib/aws/compose.ts';
import { takeUploads, type TakeDeps } from '../lib/take-uploads.ts';

const logger = new Logger({ serviceName: 'on-upload' });
const log: TakeDeps['log'] = (level, message, details) => logger[level](message, details);

/** Something was written, or somebody asked: looks at the pages named. Failed messages come again, see the queue. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(injectLambdaContext(logger))
  .handler(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const messages = Records.map(({ messageId, body }) => ({ id: messageId, body }));
    const again = await takeUploads(messages, { ...composeUploads(), log });
    return { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) };
  });
