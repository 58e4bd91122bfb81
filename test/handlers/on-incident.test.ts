import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { Context, DynamoDBStreamEvent } from 'aws-lambda';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { handler } from '../../src/handlers/on-incident.ts';

let table: Server;
/** What the table answers to every read. */
let answer = { status: 200, body: '{}' };

beforeAll(async () => {
  table = createServer((request, response) => {
    request.resume();
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(answer.body);
  });
  await new Promise<void>((done) => table.listen(0, '127.0.0.1', done));
  const address = table.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${address.port}`);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('HOLDFAST_TABLE', 'holdfast');
  vi.stubEnv('HOLDFAST_SNAPSHOTS', 'snapshots');
  vi.stubEnv('HOLDFAST_TOPIC_ARN', 'arn:aws:sns:eu-central-1:111122223333:alerts');
  vi.stubEnv('HOLDFAST_STAGE', 'test');
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await new Promise((done) => table.close(done));
});

// What the handler asks of Lambda's context; the rest of it is Lambda's own.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const context = { getRemainingTimeInMillis: () => 60_000 } as Context;

function event(name: string): DynamoDBStreamEvent {
  return { Records: [JSON.parse(readFileSync(new URL(`../../events/stream/${name}.json`, import.meta.url), 'utf8'))] };
}

test('asks for nothing again when there is nothing to tell', async () => {
  answer = { status: 200, body: '{}' };
  expect(await handler(event('incident-restored'), context)).toEqual({ batchItemFailures: [] });
});

test('answers the sequence number from which it wants to be woken again', async () => {
  answer = { status: 500, body: '{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError"}' };
  expect(await handler(event('incident-restored'), context)).toEqual({
    batchItemFailures: [{ itemIdentifier: '4421584500000000017450439091' }],
  });
});
