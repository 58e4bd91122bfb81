import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import type { Outsider } from './guard-outsider.ts';
import { pageWith } from './guard-pages.ts';
import { outsiderAt } from './guard-site.ts';

let guest: Outsider;

beforeAll(async () => {
  guest = await outsiderAt('guard-tokens');
});

/** S3 tells times in whole seconds: an upload after this is later by any of them. */
const nextSecond = () => sleep(1100);

async function accepted(key: string, ...tokens: string[]): Promise<string> {
  const page = pageWith(tokens, key);
  await guest.put(key, page);
  await guest.untilAccepted(key, page);
  return page;
}

it('finds a token lost that was commented out', async () => {
  const good = await accepted('comment.html', 'HERO', 'CREW_REMINDER');
  await guest.put('comment.html', good.replace(/(<section data-feature="CREW_REMINDER">.*<\/section>)/, '<!-- $1 -->'));
  const incident = await guest.untilIncident('comment.html', 'restored');
  expect(incident.findings).toMatchObject([{ code: 'token.lost', token: 'CREW_REMINDER' }]);
  await guest.untilServed('comment.html', good);
});

it('rolls nothing back when the page that gains a token comes first', async () => {
  await accepted('gain/from.html', 'HERO', 'NEWSLETTER');
  await accepted('gain/to.html', 'HERO');
  await nextSecond();
  await accepted('gain/to.html', 'HERO', 'NEWSLETTER');
  const without = pageWith(['HERO'], 'without the newsletter');
  await guest.put('gain/from.html', without);
  await guest.untilAccepted('gain/from.html', without);
  const [incident] = await guest.incidents('gain/from.html');
  expect(incident?.state).toBe('observed');
  expect(incident?.findings).toMatchObject([{ code: 'token.moved', token: 'NEWSLETTER', nowOn: 'gain/to.html' }]);
  expect((await guest.served('gain/from.html'))?.body.toString()).toBe(without);
});

it('puts the page back when it loses the token first, and then says where the token is live', async () => {
  const from = await accepted('lose/from.html', 'HERO', 'REFERRAL');
  await accepted('lose/to.html', 'HERO');
  await nextSecond();
  await guest.put('lose/from.html', pageWith(['HERO'], 'without the referral'));
  const { id } = await guest.untilIncident('lose/from.html', 'restored');
  await guest.untilServed('lose/from.html', from);
  await guest.untilTold(id, ({ posts }) => posts.length === 1);

  await accepted('lose/to.html', 'HERO', 'REFERRAL');
  const { updates, replies } = await guest.untilTold(id, (told) => told.replies.length > 0);
  for (const said of [updates, replies]) {
    expect(JSON.stringify(said.at(-1)?.body)).toContain('REFERRAL is now live on lose/to.html');
  }
  expect((await guest.incidents('lose/from.html'))[0]?.nowOn).toEqual({ REFERRAL: 'lose/to.html' });
});

it('finds a token lost that two pages drop at once', async () => {
  const keys = ['both/a.html', 'both/b.html'] as const;
  const pages = [await accepted(keys[0], 'HERO', 'GIFT_CARDS'), await accepted(keys[1], 'HERO', 'GIFT_CARDS')];
  await nextSecond();
  await Promise.all(keys.map((key) => guest.put(key, pageWith(['HERO'], `${key} without`))));
  for (const [index, key] of keys.entries()) {
    const incident = await guest.untilIncident(key, 'restored');
    expect(incident.findings).toMatchObject([{ code: 'token.lost', token: 'GIFT_CARDS' }]);
    await guest.untilServed(key, pages[index] ?? '');
  }
});
