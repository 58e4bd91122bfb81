import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { handler } from '../../src/handlers/on-request.ts';

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
