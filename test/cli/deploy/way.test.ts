import { afterEach, beforeEach, expect, test } from 'vitest';
import { pageWith } from '../../world.ts';
import { siteFolder, valueOf, type SiteFolder } from './site-folder.ts';

const LIVE = pageWith('HERO', 'CHECKOUT');
const NEXT = LIVE.replace('CHECKOUT here', 'CHECKOUT is open');

let site: SiteFolder;

beforeEach(async () => {
  site = await siteFolder();
});

afterEach(() => site.end());

test('goes from a local file over staging and a person to production, and the guard agrees', async () => {
  await site.live('index.html', LIVE, {
    contentType: 'text/html',
    cacheControl: 'max-age=60',
    metadata: { build: '7' },
  });
  await site.write('index.html', NEXT);

  const deployed = await site.holdfast('deploy', ['index.html'], { change: 'open the checkout' });
  expect(deployed).toMatchObject({ exitCode: 0 });
  expect(site.onStaging('index.html')).toBe(NEXT);
  expect(site.inProduction('index.html')).toBe(LIVE);
  const [release] = site.releases();
  expect(release).toMatchObject({ target: 'staging', state: 'done', change: 'open the checkout' });
  expect(site.staging.live('next/index.html')?.headers).toEqual({
    contentType: 'text/html',
    cacheControl: 'no-store',
    metadata: { build: '7', 'holdfast-release': release?.id },
  });
  expect(deployed.shown[0]?.match(/^(local|live|target|purge|features|verified) /gm)).toHaveLength(6);
  expect(valueOf(deployed).next).toEqual([
    'A person: look at it on staging, then npx holdfast verify demo index.html',
    'Then npx holdfast promote demo index.html',
  ]);

  expect(await site.holdfast('promote', ['index.html'])).toMatchObject({ exitCode: 3 });
  expect(site.inProduction('index.html')).toBe(LIVE);
  await site.verified('index.html');
  const promoted = await site.holdfast('promote', ['index.html'], { yes: true });
  expect(promoted).toMatchObject({ exitCode: 0, value: { bases: { moved: ['index.html'], left: [] } } });
  expect(site.inProduction('index.html')).toBe(NEXT);
  expect(site.guard.s3.live('index.html')?.headers).toEqual({
    contentType: 'text/html',
    cacheControl: 'max-age=60',
    metadata: { build: '7' },
  });

  await site.looks();
  expect(site.inProduction('index.html')).toBe(NEXT);
  expect(site.guard.incidents()).toEqual([]);
  expect(await site.holdfast('deploy')).toMatchObject({
    exitCode: 0,
    text: expect.stringContaining('Nothing to deploy'),
  });
});
