import { readFileSync } from 'node:fs';
import { beforeAll, expect, it, vi } from 'vitest';
import { handler } from '../../src/handlers/on-request.ts';

beforeAll(() => {
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('HOLDFAST_STAGE', 'prod');
  vi.stubEnv('HOLDFAST_TABLE', 'holdfast');
  vi.stubEnv('HOLDFAST_SNAPSHOTS', 'snapshots');
  vi.stubEnv('HOLDFAST_QUEUE_URL', 'https://sqs.eu-central-1.amazonaws.com/123456789012/uploads');
  vi.stubEnv('HOLDFAST_SITES', '[]');
  vi.stubEnv('HOLDFAST_API_URL', 'https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com');
});

const health = () => JSON.parse(readFileSync('events/http/health.json', 'utf8'));

it('says that it runs', async () => {
  const answer = await handler(health());
  expect(answer.statusCode).toBe(200);
  expect(JSON.parse(answer.body)).toEqual({ ok: true });
});

it('answers 404 to a path that it does not know', async () => {
  const event = health();
  event.rawPath = event.requestContext.http.path = '/nothing';
  expect((await handler(event)).statusCode).toBe(404);
});

it('says in its log when it cannot even begin', async () => {
  vi.resetModules();
  vi.stubEnv('HOLDFAST_TABLE', '');
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  const fresh = await import('../../src/handlers/on-request.ts');
  await expect(fresh.handler(health())).rejects.toThrow('HOLDFAST_TABLE');
  expect(logged.mock.calls).toMatchObject([[{ message: 'run failed', error: { code: 'ENV.INVALID' } }]]);
});
