import { beforeAll, describe, expect, it } from 'vitest';
import type { Outsider, SeenIncident } from './guard-outsider.ts';
import { pageWith } from './guard-pages.ts';
import { outsiderAt } from './guard-site.ts';
import { buttonsOf, slackPerson, type Answered } from './slack-person.ts';

const GOOD = pageWith(['HERO', 'CHECKOUT']);
const STALE = pageWith(['HERO'], 'Sail with us, as it was last month');

describe('an approval in Slack', () => {
  let guest: Outsider;
  let incident: SeenIncident;
  const approver = slackPerson('U012AB3CD');
  const stranger = slackPerson('U0NOBODY1');
  const sent: Answered[] = [];

  beforeAll(async () => {
    guest = await outsiderAt('guard-slack');
    await guest.put('index.html', GOOD);
    await guest.untilAccepted('index.html', GOOD);
    await guest.put('index.html', STALE);
    await guest.untilServed('index.html', GOOD);
    incident = await guest.untilIncident('index.html', 'restored');
  });

  it('begins with a post that has buttons', async () => {
    const { posts } = await guest.untilTold(incident.id, (told) => told.posts.length > 0);
    expect(buttonsOf(posts[0])).toEqual(['decide-override', 'decide-dismiss', 'open']);
  });

  it('shows somebody else that they may not decide', async () => {
    const pressed = await stranger.press('decide-override', incident.id);
    expect(JSON.stringify(pressed.opened.view)).toContain('U0NOBODY1 of T012AB3CD is no approver of guard-slack');
    expect(await stranger.submit(pressed.opened.id, 'Let me.')).toMatchObject({
      error: 'this window has nothing to send off',
    });
    expect((await guest.untilIncident('index.html', 'restored')).id).toBe(incident.id);
  });

  it('is refused to somebody else with the window of an approver', async () => {
    const pressed = await approver.press('decide-dismiss', incident.id);
    const answer = await stranger.submit(pressed.opened.id, 'Let me.');
    expect(JSON.stringify(answer.window)).toContain('is no approver of guard-slack');
    expect((await guest.untilIncident('index.html', 'restored')).id).toBe(incident.id);
  });

  it('puts the rejected bytes back live, and the post shows the outcome', async () => {
    const pressed = await approver.press('decide-override', incident.id);
    const submitted = await approver.submit(pressed.opened.id, 'The checkout moved to <b>/pay</b>.');
    sent.push(pressed, submitted);
    expect(submitted.window).toMatchObject({ kind: 'shows', view: { title: { text: 'Recorded' } } });
    await guest.untilServed('index.html', STALE);
    await guest.untilAccepted('index.html', STALE);
    const { updates } = await guest.untilTold(incident.id, (told) => told.updates.length > 0);
    expect(JSON.stringify(updates.at(-1)?.body)).toContain('The checkout moved to &lt;b&gt;/pay&lt;/b&gt;.');
    expect(JSON.stringify(updates.at(-1)?.body)).toContain('Slack user U012AB3CD of T012AB3CD');
    expect(buttonsOf(updates.at(-1))).toEqual(['decide-restore', 'open']);
  });

  it('is not repeated by what was sent before', async () => {
    const [press, submission] = sent;
    if (!press || !submission) throw new Error('nothing was sent');
    const before = await guest.incidents();
    const again = await approver.send(submission.sent);
    expect([again.status, again.text]).toEqual([200, expect.stringContaining('decided to override it')]);
    await approver.send(press.sent);
    expect(await guest.incidents()).toEqual(before);
  });

  it('is not forged by who does not know the secret', async () => {
    const [, submission] = sent;
    if (!submission) throw new Error('nothing was sent');
    const before = await guest.incidents();
    const { headers, body } = submission.sent;
    const signature = `v0=${'0'.repeat(64)}`;
    const forgeries = [
      { headers: { ...headers, 'x-slack-signature': signature }, body },
      { headers, body: body.replace('override', 'restore') },
      { headers: { ...headers, 'x-slack-request-timestamp': '1736850190' }, body },
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body },
    ];
    for (const forgery of forgeries) expect((await approver.send(forgery)).status).toBe(401);
    expect(await guest.incidents()).toEqual(before);
    expect((await guest.served('index.html'))?.body).toEqual(Buffer.from(STALE));
  });

  it('can be taken back by its button', async () => {
    const pressed = await approver.press('decide-restore', incident.id);
    await approver.submit(pressed.opened.id, 'It was not right after all.');
    await guest.untilServed('index.html', GOOD);
    await guest.untilIncident('index.html', 'restored');
  });
});
