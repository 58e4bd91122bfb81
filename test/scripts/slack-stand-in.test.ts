import { beforeEach, describe, expect, it } from 'vitest';
import { SlackStandIn, type SlackCall } from '../../scripts/local/slack-stand-in.ts';

const NOW = Date.UTC(2026, 0, 1);
const BUTTON = { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' }, value: 'v' };
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

let slack: SlackStandIn;

beforeEach(() => {
  slack = new SlackStandIn();
});

describe('the stand-in for Slack', () => {
  it('posts, and updates what it posted', () => {
    const posted = slack.answer(call({ text: 'hello' }), NOW);
    expect(posted).toEqual({ ok: true, channel: expect.stringMatching(/^C[A-Z0-9]+$/), ts: '1767225600.000000' });
    if (!('ts' in posted)) throw new Error('refused');
    const update = { channel: posted.channel, ts: posted.ts, text: 'hello again' };
    expect(slack.answer(call(update, { method: 'chat.update' }), NOW)).toEqual(posted);
  });

  it('gives each post an id of its own, also within one millisecond', () => {
    const ids = [1, 2, 3].map(() => slack.answer(call({ text: 'hello' }), NOW));
    expect(new Set(ids.map((answer) => JSON.stringify(answer))).size).toBe(3);
  });

  it.each([
    ['no token', call({ text: 'x' }, { authorization: undefined }), 'not_authed'],
    ['a token that is none', call({ text: 'x' }, { authorization: 'Bearer hello' }), 'invalid_auth'],
    ['another method', call({ text: 'x' }, { method: 'chat.delete' }), 'unknown_method'],
    ['no channel', call({ text: 'x', channel: undefined }), 'channel_not_found'],
    ['no text', call({}), 'no_text'],
    ['too long a text', call({ text: 'x'.repeat(40_001) }), 'msg_too_long'],
    ['51 blocks', call({ blocks: Array.from({ length: 51 }, () => section('x')) }), 'invalid_blocks'],
    ['a section of 3,001 characters', call({ blocks: [section('x'.repeat(3001))] }), 'invalid_blocks'],
    ['an empty section', call({ blocks: [section('')] }), 'invalid_blocks'],
    ['a block of an unknown kind', call({ blocks: [{ type: 'poem' }] }), 'invalid_blocks'],
    ['two buttons of one id', call({ blocks: [actions(BUTTON, BUTTON)] }), 'invalid_blocks'],
    ['a button without text', call({ blocks: [actions({ ...BUTTON, text: undefined })] }), 'invalid_blocks'],
    ['a button in markup', call({ blocks: [actions({ ...BUTTON, text: section('x').text })] }), 'invalid_blocks'],
    [
      'a button of 2,001 characters',
      call({ blocks: [actions({ ...BUTTON, value: 'v'.repeat(2001) })] }),
      'invalid_blocks',
    ],
    ['a button in blue', call({ blocks: [actions({ ...BUTTON, style: 'blue' })] }), 'invalid_blocks'],
    ['a button to no address', call({ blocks: [actions({ ...BUTTON, url: 'here' })] }), 'invalid_blocks'],
    ['buttons of none', call({ blocks: [actions()] }), 'invalid_blocks'],
    ['a header in markup', call({ blocks: [{ ...section('x'), type: 'header' }] }), 'invalid_blocks'],
    [
      'too much in all',
      call({ blocks: Array.from({ length: 5 }, () => section('x'.repeat(3000))) }),
      'msg_blocks_too_long',
    ],
    [
      'an update of nothing',
      call({ text: 'x', channel: 'C00000000', ts: '1.0' }, { method: 'chat.update' }),
      'message_not_found',
    ],
    ['an update by channel name', call({ text: 'x', ts: '1.0' }, { method: 'chat.update' }), 'channel_not_found'],
  ])('refuses %s', (_, refused, error) => {
    expect(slack.answer(refused, NOW)).toEqual({ ok: false, error });
  });

  it('takes all that is within the limits', () => {
    const button = { type: 'button', text: { type: 'plain_text', text: 'Override' }, value: 'v'.repeat(2000) };
    const blocks = [
      { type: 'header', text: { type: 'plain_text', text: 'h'.repeat(150) } },
      section('x'.repeat(3000)),
      { type: 'divider' },
      { type: 'actions', elements: [button] },
      { type: 'context', elements: [{ type: 'mrkdwn', text: 'small' }] },
    ];
    expect(slack.answer(call({ text: 'x', blocks }), NOW)).toMatchObject({ ok: true });
  });
});

function call(body: Record<string, unknown>, other: Partial<SlackCall> = {}): SlackCall {
  return {
    method: 'chat.postMessage',
    authorization: 'Bearer xoxb-local',
    body: { channel: '#web-alerts', ...body },
    ...other,
  };
}
