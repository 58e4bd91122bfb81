import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { press, submit, type ClientDeps } from '../../scripts/local/slack-client.ts';
import { signed } from '../../scripts/local/slack-signature.ts';
import { SlackStandIn } from '../../scripts/local/slack-stand-in.ts';

const NOW = Date.UTC(2026, 0, 1);
const plain = (text: string) => ({ type: 'plain_text', text });
const element = { type: 'plain_text_input', action_id: 'reason', min_length: 1, max_length: 5 };
const VIEW = {
  type: 'modal',
  callback_id: 'decide',
  private_metadata: 'm',
  title: plain('Why'),
  submit: plain('Send'),
  blocks: [{ type: 'input', block_id: 'reason', label: plain('Reason'), element }],
};
const BUTTON = { type: 'button', action_id: 'go', text: plain('Go'), value: 'one' };

interface Got {
  readonly payload: Record<string, unknown>;
  readonly headers: Headers;
}

let slack: SlackStandIn;
let got: Got[];
let answers: (() => Response)[];
let deps: ClientDeps;

beforeEach(() => {
  [slack, got, answers] = [new SlackStandIn(), [], []];
  deps = {
    slack,
    app: 'http://127.0.0.1/slack/actions',
    clock: () => NOW,
    async fetch(input, init) {
      const request = new Request(input, init);
      const form = new URLSearchParams(await request.text());
      got.push({ payload: JSON.parse(form.get('payload') ?? ''), headers: request.headers });
      return answers.shift()?.() ?? new Response(null);
    },
  };
  const blocks = [{ type: 'actions', elements: [BUTTON] }];
  call('chat.postMessage', { channel: '#web-alerts', text: 'x', blocks });
});

function call(method: string, body: Record<string, unknown>) {
  return slack.answer({ method, authorization: 'Bearer xoxb-local', body }, NOW);
}

/** The app opens a window as soon as it is told of a press. */
async function pressed(): Promise<string> {
  answers.push(() => {
    call('views.open', { trigger_id: got.at(-1)?.payload['trigger_id'], view: VIEW });
    return new Response(null);
  });
  const { opened }: { opened?: { id: string } } = await press({ action: 'go', value: 'one' }, deps);
  return opened?.id ?? '';
}

describe('somebody at the stand-in for Slack', () => {
  it('presses a button, and gets the window that the app opens', async () => {
    const id = await pressed();
    expect(id).toMatch(/^V\d+$/);
    expect(got[0]?.payload).toMatchObject({ type: 'block_actions', actions: [BUTTON], user: { id: 'U012AB3CD' } });
  });

  it('sends the window off, and sees what the app makes of it', async () => {
    const id = await pressed();
    const view = { type: 'modal', title: plain('Recorded'), blocks: [{ type: 'section', text: plain('Done.') }] };
    answers.push(() => Response.json({ response_action: 'update', view }));
    expect(await submit({ view: id, reason: 'so', user: 'U9' }, deps)).toMatchObject({
      window: { kind: 'shows', view },
    });
    expect(got[1]?.payload).toMatchObject({
      type: 'view_submission',
      user: { id: 'U9' },
      view: { private_metadata: 'm', state: { values: { reason: { reason: { value: 'so' } } } } },
    });
    expect(await submit({ view: id, reason: 'so' }, deps)).toEqual({ error: 'this window has nothing to send off' });
  });

  it('cannot press what is not there, nor type more than a field takes', async () => {
    expect(await press({ action: 'go', value: 'two' }, deps)).toEqual({ error: 'no post has this button' });
    const id = await pressed();
    for (const reason of ['', 'longer']) {
      expect(await submit({ view: id, reason }, deps)).toEqual({ error: 'the field takes 1 to 5 characters' });
    }
    expect(await submit({ view: 'V9', reason: 'so' }, deps)).toEqual({ error: 'no such window is open' });
    expect(got).toHaveLength(1);
  });

  it.each(['block-actions', 'view-submission'])('sends what Slack sends, as in %s.json', async (name) => {
    await submit({ view: await pressed(), reason: 'so' }, deps);
    const sample: Record<string, unknown> = JSON.parse(readFileSync(`events/slack/${name}.json`, 'utf8'));
    const sent = got.find(({ payload }) => payload['type'] === sample['type'])?.payload ?? {};
    expect(Object.keys(sent).toSorted()).toEqual(Object.keys(sample).toSorted());
    for (const part of ['user', 'team', 'container', 'channel']) {
      expect(Object.keys(Object(sent[part])).toSorted()).toEqual(Object.keys(Object(sample[part])).toSorted());
    }
  });
});

// The secret, time, body and signature of docs.slack.dev, "Verifying requests from Slack".
it('signs as Slack does', () => {
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
  expect(signed(body, 1_531_420_618_000, '8f742231b10e8888abcd99yyyzzz85a5')).toMatchObject({
    'x-slack-request-timestamp': '1531420618',
    'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  });
});
