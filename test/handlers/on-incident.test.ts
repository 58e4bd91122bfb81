import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { Context, DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { handler } from '../../src/handlers/on-incident.ts';

interface Answer {
  readonly status: number;
  readonly body: string;
}

const NOTHING: Answer = { status: 200, body: '{}' };
const BROKEN: Answer = { status: 500, body: '{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError"}' };

let aws: Server;
/** What the table and the queue answer to every call. */
let answers: { table: Answer; queue: Answer };

beforeAll(async () => {
  aws = createServer((request, response) => {
    request.resume();
    const answer = String(request.headers['x-amz-target']).startsWith('AmazonSQS.') ? answers.queue : answers.table;
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(answer.body);
  });
  await new Promise<void>((done) => aws.listen(0, '127.0.0.1', done));
  const address = aws.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${address.port}`);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('HOLDFAST_TABLE', 'holdfast');
  vi.stubEnv('HOLDFAST_SNAPSHOTS', 'snapshots');
  vi.stubEnv('HOLDFAST_TOPIC_ARN', 'arn:aws:sns:eu-central-1:111122223333:alerts');
  vi.stubEnv('HOLDFAST_UNTOLD_URL', `http://127.0.0.1:${address.port}/111122223333/untold`);
  vi.stubEnv('HOLDFAST_STAGE', 'test');
  vi.stubEnv('HOLDFAST_API_URL', 'https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com');
  vi.spyOn(console, 'error').mockImplementation(() => {});
});

afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await new Promise((done) => aws.close(done));
});

// What the handler asks of Lambda's context; the rest of it is Lambda's own.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const context = { getRemainingTimeInMillis: () => 60_000 } as Context;

function read(name: string) {
  return JSON.parse(readFileSync(new URL(`../../events/${name}.json`, import.meta.url), 'utf8'));
}

const fromStream = (): DynamoDBStreamEvent => ({ Records: [read('stream/incident-restored')] });
const fromQueue = (): SQSEvent => read('sqs/untold');

test('asks for nothing again when there is nothing to tell', async () => {
  answers = { table: NOTHING, queue: BROKEN };
  expect(await handler(fromStream(), context)).toEqual({ batchItemFailures: [] });
  expect(await handler(fromQueue(), context)).toEqual({ batchItemFailures: [] });
});

test('lets the stream go on when the queue takes what could not be told', async () => {
  // The client checks that the queue took what it was sent.
  const MD5OfMessageBody = fromQueue().Records[0]?.md5OfBody;
  const body = JSON.stringify({ Successful: [{ Id: '0', MessageId: 'm0', MD5OfMessageBody }] });
  answers = { table: BROKEN, queue: { status: 200, body } };
  expect(await handler(fromStream(), context)).toEqual({ batchItemFailures: [] });
});

test('answers the sequence number to be woken with again when the queue does not', async () => {
  answers = { table: BROKEN, queue: BROKEN };
  expect(await handler(fromStream(), context)).toEqual({
    batchItemFailures: [{ itemIdentifier: '4421584500000000017450439091' }],
  });
});

test('answers the message that still cannot be told', async () => {
  answers = { table: BROKEN, queue: NOTHING };
  expect(await handler(fromQueue(), context)).toEqual({
    batchItemFailures: [{ itemIdentifier: '2e1424d4-f796-459a-8184-9c92662be6da' }],
  });
});
