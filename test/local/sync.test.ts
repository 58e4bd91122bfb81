import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { remakeWithoutVersioning } from './guard-bucket.ts';
import { until, type Outsider } from './guard-outsider.ts';
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

type Build = ReadonlyMap<string, string>;

/** What `aws s3 sync --delete` does: uploads what is new or changed, deletes what is not in the build, in this order. */
async function sync(guest: Outsider, keys: readonly string[], to: Build): Promise<void> {
  for (const key of keys) {
    const body = to.get(key);
    await (body === undefined ? guest.remove(key) : guest.put(key, body, { ContentType: contentType(key) }));
  }
}

/** As `aws s3 sync` goes about it: what is deleted is gone before the page is written. */
const byName = (from: Build, to: Build): string[] => [...new Set([...from.keys(), ...to.keys()])].toSorted();

/** As careful tools go about it: what the old page loads is there for as long as the old page. */
const deletesLast = (from: Build, to: Build): string[] => [...new Set([...to.keys(), ...from.keys()])];

function contentType(key: string): string {
  if (key.endsWith('.html')) return 'text/html; charset=utf-8';
  return key.endsWith('.css') ? 'text/css' : 'text/javascript';
}

describe.each([
  ['by name, with versioning', 'guard-sync', byName, () => Promise.resolve()],
  ['deletes last, with versioning', 'guard-sync-last', deletesLast, () => Promise.resolve()],
  ['by name, never with versioning', 'guard-sync-off', byName, withoutVersioning],
  ['deletes last, never with versioning', 'guard-sync-off-last', deletesLast, withoutVersioning],
] as const)('a sync of a build that lost a feature: %s', (_, name, order, prepare) => {
  const good = build('3f9a01', ['HERO', 'CHECKOUT']);
  const bad = build('77be42', ['HERO']);
  let guest: Outsider;

  beforeAll(async () => {
    guest = await outsiderAt(name);
    await prepare(guest);
    await sync(guest, order(new Map(), good), good);
    await guest.untilAccepted('index.html', good.get('index.html') ?? '');
    if (prepare === withoutVersioning) await untilKept(guest, good.size - 1);
    await sync(guest, order(good, bad), bad);
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

function withoutVersioning({ aws, site }: Outsider): Promise<void> {
  return remakeWithoutVersioning(aws.s3, site.bucket);
}

/** Without versioning assets are kept by looks of their own: what is deleted before anybody saw it cannot come back. */
async function untilKept({ aws, site, stack }: Outsider, assets: number): Promise<void> {
  await until('the assets are kept', async () => {
    const at = { Bucket: stack.buckets.snapshots, Prefix: `assets/${site.name}/` };
    const { KeyCount = 0 } = await aws.s3.send(new ListObjectsV2Command(at));
    return KeyCount >= assets ? true : undefined;
  });
}
