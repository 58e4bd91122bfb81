import { expect, test } from 'vitest';
import { slackViews } from '../../src/lib/aws/slack-views.ts';
import { saying } from '../../src/console/slack/view.ts';

const TARGET = { channel: '#web', tokenParameter: '/demo/token' };
const VIEW = saying('Nothing was recorded', ['You are no approver.']);

/** Slack gives these answers one by one; each takes so long. Time passes only so. */
function views(answers: { body?: object; status?: number; ms?: number }[]) {
  const got: { url: string; token: string; body: unknown }[] = [];
  let time = 0;
  const opener = slackViews('https://slack.example/api', {
    clock: () => time,
    sleep: async (ms) => void (time += ms),
    tokens: { read: async (_, { fresh }) => ({ kind: 'token', token: fresh ? 'xoxb-new' : 'xoxb-old' }) },
    async fetch(input, init) {
      const request = new Request(input, init);
      got.push({ url: request.url, token: request.headers.get('authorization') ?? '', body: await request.json() });
      const { body = { ok: true }, status = 200, ms = 0 } = answers.shift() ?? {};
      time += ms;
      return Response.json(body, { status });
    },
  });
  return { got, time: () => time, open: () => opener.open(TARGET, 'trigger', VIEW) };
}

test('opens a window as the bot', async () => {
  const { got, open } = views([]);
  expect(await open()).toEqual({ kind: 'opened' });
  expect(got).toEqual([
    {
      url: 'https://slack.example/api/views.open',
      token: 'Bearer xoxb-old',
      body: { trigger_id: 'trigger', view: VIEW },
    },
  ]);
});

test('reads the token again when Slack does not know it', async () => {
  const { got, open } = views([{ body: { ok: false, error: 'invalid_auth' } }]);
  expect(await open()).toEqual({ kind: 'opened' });
  expect(got.map(({ token }) => token)).toEqual(['Bearer xoxb-old', 'Bearer xoxb-new']);
});

test('says what Slack refuses', async () => {
  const { open } = views([{ body: { ok: false, error: 'expired_trigger_id' } }]);
  expect(await open()).toEqual({ kind: 'refused', reason: 'expired_trigger_id' });
});

test('takes a trigger that an attempt without an answer used for an open window', async () => {
  const { open } = views([{ status: 502 }, { body: { ok: false, error: 'exchanged_trigger_id' } }]);
  expect(await open()).toEqual({ kind: 'opened' });
});

test('gives up within two seconds', async () => {
  const { open, time, got } = views([{ status: 503, ms: 700 }]);
  await expect(open()).rejects.toMatchObject({ code: 'SLACK.DOWN' });
  expect(time()).toBeLessThanOrEqual(2000);
  expect(got).toHaveLength(1);
});
