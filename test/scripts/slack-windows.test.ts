import { beforeEach, describe, expect, it } from 'vitest';
import { SlackWindows } from '../../scripts/local/slack-windows.ts';

const NOW = Date.UTC(2026, 0, 1);
const plain = (text: string) => ({ type: 'plain_text', text });
const FIELD = {
  type: 'input',
  block_id: 'reason',
  label: plain('Reason'),
  element: { type: 'plain_text_input', action_id: 'typed', min_length: 1, max_length: 500 },
};
const VIEW = {
  type: 'modal',
  title: plain('Override'),
  submit: plain('Override'),
  close: plain('Cancel'),
  blocks: [FIELD],
};
const SAID = { type: 'modal', title: plain('Recorded'), blocks: [{ type: 'section', text: plain('Done.') }] };

let windows: SlackWindows;

beforeEach(() => {
  windows = new SlackWindows();
});

function opened(view: object = VIEW): string {
  const answer = windows.answer({ trigger_id: windows.trigger(NOW), view }, NOW);
  if (!answer.ok) throw new Error(answer.error);
  return answer.view.id;
}

describe('a trigger', () => {
  it('opens a window up to three seconds later, and the window is found by it', () => {
    const trigger = windows.trigger(NOW);
    expect(windows.answer({ trigger_id: trigger, view: VIEW }, NOW + 3000)).toMatchObject({ ok: true });
    expect(windows.openedBy(trigger)?.view).toEqual(VIEW);
  });

  it('is refused when it is late, unknown or used', () => {
    const trigger = windows.trigger(NOW);
    const open = (trigger_id: string, now: number) => windows.answer({ trigger_id, view: VIEW }, now);
    expect(open(trigger, NOW + 3001)).toEqual({ ok: false, error: 'expired_trigger_id' });
    expect(open('made-up', NOW)).toEqual({ ok: false, error: 'invalid_trigger_id' });
    open(trigger, NOW);
    expect(open(trigger, NOW)).toEqual({ ok: false, error: 'exchanged_trigger_id' });
  });
});

describe('a window', () => {
  it.each([
    ['no view', undefined],
    ['another kind', { ...VIEW, type: 'home' }],
    ['a title of 25 characters', { ...VIEW, title: plain('t'.repeat(25)) }],
    ['a title in markup', { ...VIEW, title: { type: 'mrkdwn', text: 'x' } }],
    ['a submit of 25 characters', { ...VIEW, submit: plain('t'.repeat(25)) }],
    ['a field and nothing to send it off', { ...VIEW, submit: undefined }],
    ['metadata of 3,001 characters', { ...VIEW, private_metadata: 'm'.repeat(3001) }],
    ['no blocks', { ...VIEW, blocks: [] }],
    ['101 blocks', { ...VIEW, blocks: Array.from({ length: 101 }, () => SAID.blocks[0]) }],
    ['an empty section', { ...VIEW, blocks: [{ type: 'section', text: plain('') }] }],
    ['a field without a label', { ...VIEW, blocks: [{ ...FIELD, label: undefined }] }],
    [
      'a field that takes more than 3,000',
      { ...VIEW, blocks: [{ ...FIELD, element: { ...FIELD.element, max_length: 3001 } }] },
    ],
    ['a field of another kind', { ...VIEW, blocks: [{ ...FIELD, element: { type: 'crystal_ball', action_id: 'x' } }] }],
  ])('is refused with %s', (_, view) => {
    const answer = windows.answer({ trigger_id: windows.trigger(NOW), view }, NOW);
    expect(answer).toMatchObject({ ok: false, error: 'invalid_arguments' });
  });

  it('closes, shows something else, or keeps its field with what is wrong', () => {
    expect(windows.take(opened(), 200, '')).toEqual({ kind: 'closed' });
    const update = JSON.stringify({ response_action: 'update', view: SAID });
    const id = opened();
    expect(windows.take(id, 200, update)).toEqual({ kind: 'shows', view: SAID });
    expect(windows.find(id)?.view).toEqual(SAID);
    const errors = JSON.stringify({ response_action: 'errors', errors: { reason: 'Say why.' } });
    expect(windows.take(opened(), 200, errors)).toEqual({ kind: 'errors', errors: { reason: 'Say why.' } });
  });

  it.each([
    ['an error of the app', 500, ''],
    ['what is no JSON', 200, 'ok'],
    ['errors of a field that it does not have', 200, '{"response_action":"errors","errors":{"other":"x"}}'],
    ['a view that is none', 200, '{"response_action":"update","view":{"type":"modal"}}'],
    ['an action that is none', 200, '{"response_action":"dance"}'],
  ])('has trouble with %s', (_, status, text) => {
    expect(windows.take(opened(), status, text)).toMatchObject({ kind: 'trouble' });
  });
});
