import { beforeAll, describe, expect, it } from 'vitest';
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

/** Waits until every page has an incident of this finding, and all of those are restored. */
async function untilRestored(code: string, keys: readonly string[]): Promise<void> {
  await until(`${keys.length} pages are restored`, async () => {
    const incidents = (await guest.incidents()).filter(({ findings }) => findings[0]?.code === code);
    const restored = incidents.filter(({ state }) => state === 'restored').map(({ key }) => key);
    return JSON.stringify(restored.toSorted()) === JSON.stringify(keys) ? restored : undefined;
  });
}

describe('one careless deploy', () => {
  it('that overwrites fifty pages is undone', async () => {
    await Promise.all(KEYS.map((key) => guest.put(key, pageWith(['MAP'], key))));
    for (const key of KEYS) await guest.untilServed(key, goodOf(key));
    await untilRestored('token.lost', KEYS);
    expect(await guest.incidents()).toHaveLength(KEYS.length);
  });

  it('is told in a few messages and purged in a few requests', async () => {
    const about = await until('a digest is told', async () => {
      const told = (await guest.received()).filter((entry) => JSON.stringify(entry).includes('guard-burst'));
      const channels = new Set(told.map(({ channel }) => channel));
      return channels.size === 2 ? told : undefined;
    });
    const posts = about.filter(({ method }) => method === 'chat.postMessage');
    expect(posts.length).toBeLessThan(KEYS.length / 2);
    expect((await guest.purgedPaths()).length).toBeLessThan(KEYS.length);
  });

  it('that deletes twenty pages is undone', async () => {
    const keys = KEYS.slice(0, 20);
    await Promise.all(keys.map((key) => guest.remove(key)));
    for (const key of keys) await guest.untilServed(key, goodOf(key));
    await untilRestored('page.deleted', keys);
  });
});
