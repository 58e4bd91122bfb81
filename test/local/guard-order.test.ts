import { beforeAll, expect, it } from 'vitest';
import type { Outsider } from './guard-outsider.ts';
import { pageWith } from './guard-pages.ts';
import { outsiderAt } from './guard-site.ts';

const FIRST = pageWith(['HERO', 'CHECKOUT']);
const BAD = pageWith(['HERO'], 'An old copy');
const BETTER = pageWith(['HERO', 'CHECKOUT', 'GIFT_CARDS'], 'Newer');

let guest: Outsider;

beforeAll(async () => {
  guest = await outsiderAt('guard-pages');
});

it('lets a good upload live that follows a bad one within a second', async () => {
  const key = 'order/good-after-bad.html';
  await guest.put(key, FIRST);
  await guest.untilAccepted(key, FIRST);
  await guest.put(key, BAD);
  await guest.put(key, BETTER);
  await guest.untilAccepted(key, BETTER);
  await guest.untilIncident(key, 'superseded');
  expect((await guest.served(key))?.body).toEqual(Buffer.from(BETTER));
});

it('rolls a bad upload back to the good one that it followed within a second', async () => {
  const key = 'order/bad-after-good.html';
  await guest.put(key, FIRST);
  await guest.untilAccepted(key, FIRST);
  await guest.put(key, BETTER);
  await guest.put(key, BAD);
  await guest.untilIncident(key, 'restored');
  const served = await guest.untilServed(key, BETTER);
  expect(served.body.toString()).toContain('data-feature="GIFT_CARDS"');
  const [incident] = await guest.incidents(key);
  const found = incident?.findings.map(({ code, token }) => token ?? code).toSorted();
  expect(found).toEqual(['CHECKOUT', 'GIFT_CARDS', 'base.stale']);
});
