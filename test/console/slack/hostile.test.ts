import { readFileSync } from 'node:fs';
import { handle, type LambdaEvent } from 'hono/aws-lambda';
import { describe, expect, it, test } from 'vitest';
import { signed } from '../../../scripts/local/slack-signature.ts';
import { slackRoutes } from '../../../src/console/slack/routes.ts';
import { HoldfastError } from '../../../src/lib/errors.ts';
import { tableModel } from '../../fakes/table-model.ts';
import { world } from '../../world.ts';
import { room, type Payload } from './room.ts';

const FORM = 'application/x-www-form-urlencoded';

describe('what is signed but is no interaction', () => {
  it.each([
    ['nothing', '', FORM, 400],
    ['no payload', 'a=b', FORM, 400],
    ['two payloads', 'payload={}&payload={}', FORM, 400],
    ['no JSON', 'payload=%7B', FORM, 400],
    ['null', 'payload=null', FORM, 400],
    ['a number', 'payload=1', FORM, 400],
    ['no type', 'payload=%7B%7D', FORM, 400],
    ['a press without anything', 'payload=%7B%22type%22%3A%22block_actions%22%7D', FORM, 400],
    ['deep nesting', `payload=${'['.repeat(100_000)}`, FORM, 400],
    ['bytes that are no text', 'payload=%ff%fe', FORM, 400],
    ['JSON', '{"payload":"{}"}', 'application/json', 415],
    ['no type of content', 'payload={}', '', 415],
    ['nearly a form', 'payload={}', `${FORM}-not`, 415],
  ])('is refused: %s', async (_, body, type, status) => {
    const { post, now, table } = await room();
    const before = table.everything();
    expect((await post(body, { ...signed(body, now(), 'of-the-app'), 'content-type': type })).status).toBe(status);
    expect(table.everything()).toEqual(before);
  });

  it.each<[string, Payload]>([
    ['no user', { user: undefined }],
    ['a user without an id', { user: {} }],
    ['a user whose id is too long', { user: { id: 'U'.repeat(41) } }],
    ['a user that is text', { user: 'U012AB3CD' }],
    ['no actions', { actions: [] }],
    ['26 actions', { actions: Array.from({ length: 26 }, () => ({ action_id: 'decide-override', value: 'x' })) }],
    ['a value that is too long', { actions: [{ action_id: 'decide-override', value: 'x'.repeat(2001) }] }],
    ['a value that is an object', { actions: [{ action_id: 'decide-override', value: { $ne: 1 } }] }],
    ['no team at all', { team: undefined }],
  ])('is refused: a press with %s', async (_, change) => {
    const { send, pressOf, opened } = await room();
    expect((await send(pressOf('override', change))).status).toBe(400);
    expect(opened).toEqual([]);
  });

  it.each([
    'nothing of ours',
    '{"incident":"x","what":"override"}',
    '{"incident":"f00dfeed00112233aabb","what":"delete"}',
    '{"incident":"f00dfeed00112233aabb","what":"override","user":"U012AB3CD"}',
    '{"__proto__":{"what":"override"}}',
    '',
  ])('is refused: a window with metadata %j', async (private_metadata) => {
    const { send, submissionOf, table } = await room();
    const before = table.everything();
    const { view, ...rest } = submissionOf(undefined, 'so');
    expect((await send({ ...rest, view: { ...Object(view), private_metadata } })).status).toBe(400);
    expect(table.everything()).toEqual(before);
  });
});

test('takes no more than a megabyte, whatever its length says', async () => {
  const { post, now } = await room();
  const body = `payload=${'x'.repeat(1024 * 1024)}`;
  const headers = signed(body, now(), 'of-the-app');
  expect((await post(body, headers)).status).toBe(413);
  expect((await post('', { ...headers, 'content-length': '2000000' })).status).toBe(413);
  expect((await post(body, { ...headers, 'content-length': '10' })).status).toBe(413);
});

test('takes a press that carries a post as large as Slack lets it be', async () => {
  const { send, pressOf, opened } = await room();
  const blocks = Array.from({ length: 50 }, () => ({
    type: 'section',
    text: { type: 'plain_text', text: '&'.repeat(3000) },
  }));
  expect((await send(pressOf('override', { message: { type: 'message', ts: '1.2', blocks } }))).status).toBe(200);
  expect(opened).toHaveLength(1);
});

describe('what is none of our affair', () => {
  it.each<[string, (there: Awaited<ReturnType<typeof room>>) => unknown]>([
    ['a button that opens a page', ({ pressOf }) => pressOf('open')],
    ['an unknown button', ({ pressOf }) => pressOf('override', { actions: [{ action_id: 'toString' }] })],
    [
      'an unknown window',
      ({ submissionOf }) => ({
        ...submissionOf(undefined, 'x'),
        view: { callback_id: 'poll', private_metadata: '', state: { values: {} } },
      }),
    ],
    ['a shortcut', () => JSON.parse(readFileSync('events/slack/shortcut.json', 'utf8'))],
    ['a window that is closed', () => ({ type: 'view_closed' })],
  ])('is answered with nothing: %s', async (_, payload) => {
    const there = await room();
    const answer = await there.send(payload(there));
    expect([answer.status, await answer.text(), there.opened]).toEqual([200, '', []]);
  });
});

test('is as good when Slack says that it tries again', async () => {
  const { post, now, pressOf, submissionOf, openWindow, table, id } = await room();
  const view = await openWindow('override');
  for (const payload of [submissionOf(view, 'Once.'), submissionOf(view, 'Once.'), pressOf('override')]) {
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    const again = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' };
    expect((await post(body, { ...signed(body, now(), 'of-the-app'), ...again })).status).toBe(200);
  }
  expect(table.incident(id)?.trail?.filter(({ state }) => state === 'overridden')).toHaveLength(1);
});

test('answers in words of its own when Slack opens no window, or the world fails', async () => {
  const { send, pressOf, submissionOf, openWindow, outcomes, errors, deps, state } = await room();
  const view = await openWindow('override');
  outcomes.refuses = 'expired_trigger_id';
  const refused = await send(pressOf('override'));
  expect([refused.status, await refused.text()]).toEqual([502, 'Slack did not open the window. Press again.\n']);
  outcomes.fails = new HoldfastError('SLACK.DOWN', 'xoxb-secret');
  expect(await (await send(pressOf('override'))).text()).not.toContain('xoxb');
  deps.registry.incident = async () => {
    throw new Error('table arn:aws:dynamodb:…');
  };
  const failed = await send(submissionOf(view, 'so'));
  expect(await failed.json()).toMatchObject({
    response_action: 'errors',
    errors: { reason: expect.stringContaining('Look at the post') },
  });
  expect(errors.map(({ message }) => message)).toEqual([
    'Slack did not open a window.',
    'Slack could not be answered.',
    'Slack could not be answered.',
  ]);
  expect(state()).toBe('restored');
});

test('says that there is no Slack where no site has an app', async () => {
  const { deps } = world();
  const log = { error: () => {} };
  for (const slack of [undefined, { apps: [], secrets: { read: unasked }, views: { open: unasked } }]) {
    const routes = slackRoutes({ ...deps, registry: tableModel().registry, log, ...(slack && { slack }) });
    expect((await routes.request('/actions', { method: 'POST', body: 'x' })).status).toBe(404);
    expect((await routes.request('/actions')).status).toBe(404);
  }
});

async function unasked(): Promise<never> {
  throw new Error('nobody asks for that');
}

test.each([true, false])('verifies the bytes that API Gateway hands over, encoded: %s', async (isBase64Encoded) => {
  const { routes, pressOf, now, opened } = await room();
  const body = new URLSearchParams({ payload: JSON.stringify({ ...pressOf('override'), note: 'Törn ✓' }) }).toString();
  const sample = JSON.parse(readFileSync('events/http/health.json', 'utf8'));
  const event: LambdaEvent = {
    ...sample,
    rawPath: '/actions',
    requestContext: { ...sample.requestContext, http: { ...sample.requestContext.http, method: 'POST' } },
    headers: signed(body, now(), 'of-the-app'),
    body: isBase64Encoded ? Buffer.from(body).toString('base64') : body,
    isBase64Encoded,
  };
  const answer = await handle(routes)(event);
  expect([answer.statusCode, opened.length]).toEqual([200, 1]);
});
