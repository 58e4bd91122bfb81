import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { remakeWithoutVersioning, suspendVersioning, type UploadHeaders } from './guard-bucket.ts';
import type { Outsider } from './guard-outsider.ts';
import { pageWith } from './guard-pages.ts';
import { outsiderAt } from './guard-site.ts';

const GOOD = pageWith(['HERO', 'CHECKOUT', 'REFERRAL']);
const STALE = pageWith(['REFERRAL'], 'Sail with us, as it was last month');

const FULL: UploadHeaders = {
  ContentType: 'text/html; charset=utf-8',
  CacheControl: 'max-age=3600, public',
  ContentLanguage: 'de-CH, en',
  ContentDisposition: 'inline; filename="index.html"',
  Expires: new Date('2030-01-01T00:00:00Z'),
  Metadata: { owner: 'web', build: '42' },
  Tagging: 'team=web&cost=shared',
};

// One look of those that follow a restore has come and gone by then.
const SETTLED_MS = 8000;

describe.each([
  ['guard-on', 'with versioning', () => Promise.resolve()],
  ['guard-suspended', 'with suspended versioning', ({ aws, site }: Outsider) => suspendVersioning(aws.s3, site.bucket)],
  ['guard-off', 'that never had versioning', ({ aws, site }: Outsider) => remakeWithoutVersioning(aws.s3, site.bucket)],
])('the guard of %s, on a bucket %s', (name, _, prepare) => {
  let guest: Outsider;

  beforeAll(async () => {
    guest = await outsiderAt(name);
    await prepare(guest);
  });

  it('puts a page back with everything that was served, and tells once', async () => {
    await guest.put('index.html', GOOD, FULL);
    await guest.untilAccepted('index.html', GOOD);
    const before = await guest.served('index.html');

    await guest.put('index.html', STALE, { ContentType: 'text/html' });
    await guest.untilServed('index.html', GOOD);
    const incident = await guest.untilIncident('index.html', 'restored');
    const told = await guest.untilTold(incident.id, ({ posts, messages }) => posts.length > 0 && messages.length > 0);

    expect(await guest.served('index.html')).toEqual(before);
    expect(lostTokens(incident)).toEqual(['CHECKOUT', 'HERO']);
    expect(await guest.quarantined(incident.version.identity)).toEqual(Buffer.from(STALE));
    expect(await guest.purgedPaths()).toEqual(expect.arrayContaining(['/index.html', '/']));
    expect(told.messages[0]?.subject).toContain('index.html');
    expect(told.posts[0]?.body).toMatchObject({ channel: '#web-alerts', unfurl_links: false });
  });

  it('brings a deleted page back', async () => {
    const contact = pageWith(['FORM']);
    await guest.put('contact/index.html', contact, FULL);
    await guest.untilAccepted('contact/index.html', contact);
    const before = await guest.served('contact/index.html');

    await guest.remove('contact/index.html');
    await guest.untilServed('contact/index.html', contact);
    const incident = await guest.untilIncident('contact/index.html', 'restored');

    expect(await guest.served('contact/index.html')).toEqual(before);
    expect(incident.findings.map(({ code }) => code)).toEqual(['page.deleted']);
    expect(await guest.purgedPaths()).toEqual(expect.arrayContaining(['/contact/index.html', '/contact/']));
    await guest.untilTold(incident.id, ({ posts, messages }) => posts.length > 0 && messages.length > 0);
  });

  it('leaves it at one incident, one post and one message a page', async () => {
    await sleep(SETTLED_MS);
    const incidents = await guest.incidents();
    expect(incidents.map(({ key, state }) => `${key} ${state}`).toSorted()).toEqual([
      'contact/index.html restored',
      'index.html restored',
    ]);
    for (const { id } of incidents) {
      const { posts, messages } = await guest.told(id);
      expect([posts.length, messages.length]).toEqual([1, 1]);
    }
  });
});

function lostTokens({ findings }: { findings: readonly { code: string; token?: string }[] }): string[] {
  return findings
    .filter(({ code }) => code === 'token.lost')
    .map(({ token = '' }) => token)
    .toSorted((a, b) => (a < b ? -1 : 1));
}
