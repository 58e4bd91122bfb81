// Imported lazily: named here, the rest of the client is left out of the bundle.
export { SQSClient, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
