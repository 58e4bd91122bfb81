import { beforeAll, expect, it } from 'vitest';
import { until, type Outsider } from './guard-outsider.ts';
import { pageWith } from './guard-pages.ts';
import { outsiderAt } from './guard-site.ts';

const KEYS = Array.from({ length: 50 }, (_, index) => `events/${String(index + 1).padStart(2, '0')}.html`);
const goodOf = (key: string): string => pageWith(['BOOKING', 'MAP'], key);

let guest: Outsider;

beforeAll(async () => {
  guest = await outsiderAt('guard-burst');
  await Promise.all(KEYS.map((key) => guest.put(key, goodOf(key))));
  for (const key of KEYS) await guest.untilAccepted(key, goodOf(key));
});

it('puts fifty pages back that one careless deploy overwrote', async () => {
  await Promise.all(KEYS.map((key) => guest.put(key, pageWith(['MAP'], key))));
  for (const key of KEYS) await guest.untilServed(key, goodOf(key));

  const incidents = await until('fifty incidents are restored', async () => {
    const found = await guest.incidents();
    return found.filter(({ state }) => state === 'restored').length === KEYS.length ? found : undefined;
  });
  expect(incidents.map(({ key }) => key).toSorted()).toEqual(KEYS);
});

it('tells of them in a few messages, and purges in a few requests', async () => {
  const received = await until('a digest is posted', async () => {
    const about = (await guest.received()).filter((entry) => JSON.stringify(entry).includes('guard-burst'));
    return about.some(({ channel }) => channel === 'slack') && about.some(({ channel }) => channel === 'sns')
      ? about
      : undefined;
  });
  expect(
    received.filter(({ channel, method }) => channel === 'slack' && method === 'chat.postMessage').length,
  ).toBeLessThan(25);
  expect((await guest.purgedPaths()).length).toBeLessThan(KEYS.length);
});
