import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { remakeWithoutVersioning } from './guard-bucket.ts';
import type { Outsider } from './guard-outsider.ts';
import { pageWith } from './guard-pages.ts';
import { outsiderAt } from './guard-site.ts';

/** A build as bundlers make them: the page names its scripts and styles by the hash of what is in them. */
function build(hash: string, tokens: readonly string[]): Map<string, string> {
  const assets = `<link rel="stylesheet" href="assets/site-${hash}.css"><script type="module" src="/assets/main-${hash}.js">`;
  return new Map([
    [`assets/site-${hash}.css`, `body { --build: "${hash}" }`],
    [`assets/main-${hash}.js`, `document.body.dataset.build = "${hash}";`],
    ['index.html', pageWith(tokens, `Build ${hash}`).replace('</head>', `${assets}</script></head>`)],
  ]);
}

/** What `aws s3 sync --delete` does: what is new or changed is uploaded, what is not in the build is deleted. */
async function sync(guest: Outsider, from: ReadonlyMap<string, string>, to: ReadonlyMap<string, string>) {
  for (const [key, body] of to) await guest.put(key, body, { ContentType: contentType(key) });
  for (const key of from.keys()) if (!to.has(key)) await guest.remove(key);
}

function contentType(key: string): string {
  if (key.endsWith('.html')) return 'text/html; charset=utf-8';
  return key.endsWith('.css') ? 'text/css' : 'text/javascript';
}

describe.each([
  ['with versioning', 'guard-sync', () => Promise.resolve()],
  [
    'that never had versioning',
    'guard-sync-off',
    (guest: Outsider) => remakeWithoutVersioning(guest.aws.s3, guest.site.bucket),
  ],
])('a sync of a build that lost a feature, to a bucket %s', (_, name, prepare) => {
  let guest: Outsider;
  const good = build('3f9a01', ['HERO', 'CHECKOUT']);
  const bad = build('77be42', ['HERO']);

  beforeAll(async () => {
    guest = await outsiderAt(name);
    await prepare(guest);
    await sync(guest, new Map(), good);
    await guest.untilAccepted('index.html', good.get('index.html') ?? '');
    // Assets are kept by looks of their own: what is deleted before anybody saw it cannot come back.
    await sleep(3000);
    await sync(guest, good, bad);
  });

  it('brings page, scripts and styles back', async () => {
    await guest.untilIncident('index.html', 'restored');
    for (const [key, body] of good) {
      const served = await guest.untilServed(key, body);
      expect(served.headers['ContentType']).toBe(contentType(key));
    }
  });

  it('opens no incident for any asset', async () => {
    await sleep(3000);
    expect((await guest.incidents()).map(({ key }) => key)).toEqual(['index.html']);
  });
});
