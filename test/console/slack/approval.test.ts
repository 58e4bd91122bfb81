import { describe, expect, it } from 'vitest';
import { viewFault } from '../../../scripts/local/slack-view-limits.ts';
import { GOOD, room, STALE } from './room.ts';

const CB = { id: 'U0NOBODY1', username: 'cb', name: 'cb', team_id: 'T012AB3CD' };

describe('an approver in Slack', () => {
  it('presses override, says why, and the rejected version is live and accepted', async () => {
    const { openWindow, sendOff, state, look, served, page, table, id, queue } = await room();
    const view = await openWindow('override');
    expect(JSON.stringify(view)).toContain('demo: index.html');
    expect(JSON.stringify(view)).toContain('Its bytes and headers go live');
    expect(state()).toBe('restored');

    const { response_action: action, view: shown } = await sendOff(view, 'The checkout moved.');
    expect([action, viewFault(shown)]).toEqual(['update', undefined]);
    expect(JSON.stringify(shown)).toContain('Reason: The checkout moved.');
    expect(table.incident(id)?.decision).toMatchObject({
      what: 'override',
      by: 'Slack user U012AB3CD of T012AB3CD',
      reason: 'The checkout moved.',
    });
    expect(queue.messages).toContainEqual({ site: 'demo', key: 'index.html' });
    await look('index.html');
    expect(served('index.html')).toBe(STALE);
    expect(page('index.html')?.baseline?.tokens).toEqual(['HERO']);
  });

  it('dismisses, and nothing changes on the site', async () => {
    const { openWindow, sendOff, state, look, served } = await room();
    await sendOff(await openWindow('dismiss'), 'The guard is right.');
    expect(state()).toBe('dismissed');
    await look('index.html');
    expect(served('index.html')).toBe(GOOD);
  });

  it('is told who decided when the same window is sent off again', async () => {
    const { openWindow, sendOff, table } = await room();
    const view = await openWindow('override');
    await sendOff(view, 'First.');
    const before = table.everything();
    const again = await sendOff(view, 'First.');
    expect(again.view?.title.text).toBe('Nothing was recorded');
    expect(JSON.stringify(again)).toContain('Slack user U012AB3CD of T012AB3CD decided to override it');
    expect(table.everything()).toEqual(before);
  });

  it('decides nothing by a window from before a decision that was itself undone', async () => {
    const { openWindow, sendOff, look, state, table } = await room();
    const view = await openWindow('dismiss');
    await sendOff(await openWindow('override'), 'It was right.');
    await look('index.html');
    await sendOff(await openWindow('restore'), 'It was not.');
    for (let looks = 0; looks < 3; looks += 1) await look('index.html');
    expect(state()).toBe('restored');
    const before = table.everything();
    const answer = await sendOff(view, 'Late.');
    expect(JSON.stringify(answer)).toContain(
      'Since you looked, Slack user U012AB3CD of T012AB3CD decided to restore it',
    );
    expect(table.everything()).toEqual(before);
  });

  it('is told at once when a button is pressed that is not open any more', async () => {
    const { openWindow, sendOff, send, pressOf, opened } = await room();
    await sendOff(await openWindow('dismiss'), 'Right.');
    await send(pressOf('override'));
    expect(opened.at(-1)?.submit).toBeUndefined();
    expect(JSON.stringify(opened.at(-1))).toContain('The incident is dismissed since Slack user U012AB3CD');
  });

  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['only white space', ' \n\t '],
    ['null', null],
    ['501 characters', 'x'.repeat(501)],
  ])('is asked again when the reason is %s', async (_, reason) => {
    const { openWindow, sendOff, table } = await room();
    const view = await openWindow('override');
    const before = table.everything();
    expect(await sendOff(view, reason)).toEqual({
      response_action: 'errors',
      errors: { reason: 'Give a reason of 1 to 500 characters.' },
    });
    expect(table.everything()).toEqual(before);
  });

  it.each(['<!channel> <https://x.example|click> *b* `c`', '<script>alert(1)</script>&amp;', '\u202Egnp.exe \u0000'])(
    'gives the reason %j, which is recorded as it is and shown as plain text',
    async (reason) => {
      const { openWindow, sendOff, table, id } = await room();
      const shown = (await sendOff(await openWindow('override'), reason)).view?.blocks ?? [];
      expect(table.incident(id)?.decision?.reason).toBe(reason.trim());
      expect(new Set(shown.map(({ text }) => text.type))).toEqual(new Set(['plain_text']));
      expect(shown.map(({ text }) => text.text).join()).not.toMatch(/[<>\p{Cc}\p{Cf}]|&(?!amp;|lt;|gt;)/u);
    },
  );
});

describe('somebody who is no approver', () => {
  it('gets a window that says so and asks for nothing', async () => {
    const { send, pressOf, opened, table } = await room();
    const before = table.everything();
    expect((await send(pressOf('override', { user: CB }))).status).toBe(200);
    expect(opened.at(-1)).toMatchObject({ title: { text: 'Nothing was recorded' } });
    expect(opened.at(-1)?.submit).toBeUndefined();
    expect(JSON.stringify(opened)).toContain('Slack user U0NOBODY1 of T012AB3CD is no approver of demo');
    expect(table.everything()).toEqual(before);
  });

  it('is refused with the window of an approver', async () => {
    const { openWindow, sendOff, table } = await room();
    const view = await openWindow('override');
    const before = table.everything();
    const answer = await sendOff(view, 'Let me.', { user: CB });
    expect(JSON.stringify(answer.view)).toContain('is no approver of demo');
    expect(table.everything()).toEqual(before);
  });

  it.each([
    ['of another workspace in a shared channel', { team_id: 'T0FOREIGN' }, {}],
    ['of another organization in a shared channel', { team_id: 'E0FOREIGN' }, {}],
  ])('has the id of an approver, but is %s', async (_, user, change) => {
    const { send, pressOf, opened } = await room();
    await send(pressOf('override', { user: { id: 'U012AB3CD', ...user }, ...change }));
    expect(JSON.stringify(opened.at(-1))).toContain('is no approver of demo');
  });
});

it('knows an approver whose workspace belongs to an organization', async () => {
  const { send, pressOf, opened } = await room();
  const user = { id: 'U012AB3CD', team_id: 'E012AB3CD' };
  await send(pressOf('override', { user, enterprise: { id: 'E012AB3CD', name: 'org' } }));
  await send(pressOf('override', { user, team: { id: 'T012AB3CD', domain: 'demo', enterprise_id: 'E012AB3CD' } }));
  expect(opened.map(({ submit }) => submit !== undefined)).toEqual([true, true]);
});
