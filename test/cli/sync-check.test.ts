import { beforeEach, describe, expect, test } from 'vitest';
import { RELEASE_METADATA, type Release } from '../../src/lib/deploy/release.ts';
import { HoldfastError } from '../../src/lib/errors.ts';
import { identify, sha256 } from '../../src/lib/site/version.ts';
import { s3Model, type S3Model } from '../fakes/s3-model.ts';
import { emptyWorld, type World } from './fake-operator.ts';
import { demoSite, NOW, run, type Ran } from './run.ts';

const SITE = demoSite('    staging: { bucket: demo-staging, distributions: [E2STAGE000], cacheControl: no-cache }\n');
const TESTED = '20260310T110000Z-aaaaaa';

let world: World;
let production: S3Model;
let staging: S3Model;

beforeEach(() => {
  world = emptyWorld();
  production = s3Model({ mode: 'versioned', clock: () => NOW });
  staging = s3Model({ mode: 'unversioned', clock: () => NOW });
  world.targets.set('demo-prod', production).set('demo-staging', staging);
  world.distributionConfigs.set('E2STAGE000', {
    origins: [{ id: 's', domain: 'demo-staging.s3.amazonaws.com', path: '' }],
    defaultOrigin: 's',
    behaviors: [],
    errorPages: [],
  });
});

const HTML = { contentType: 'text/html' };

function live(key: string, text: string): void {
  production.raw.upload(key, text, { ...HTML, cacheControl: 'max-age=60' });
}

function staged(key: string, text: string, metadata: Record<string, string> = {}): void {
  staging.raw.upload(key, text, { ...HTML, cacheControl: 'no-cache', metadata });
}

function check(args: string[] = [], options: Record<string, unknown> = {}, answer: 'go' | 'dry-run' | 'no' = 'go') {
  return run(world, [SITE], 'sync-check', { args: ['demo', ...args], options, answer });
}

const fix = (options: Record<string, unknown> = {}): Promise<Ran> => check([], { fixStaging: true, ...options });

const text = (model: S3Model, key: string): string | undefined => {
  const bytes = model.live(key)?.bytes;
  return bytes && Buffer.from(bytes).toString();
};

async function inTest(path: string, body: string): Promise<void> {
  staged(path, body, { [RELEASE_METADATA]: TESTED });
  const file = { path, kind: 'page' as const, identity: sha256(path), sha256: sha256(body), size: body.length };
  const about = { id: TESTED, site: 'demo', target: 'staging' as const, by: 'cb', at: NOW.toISOString() };
  const release: Release = { ...about, files: [file], state: 'done' };
  await world.stores.releases.begin(release);
}

describe('sync-check', () => {
  test('ends with 0 where staging is in step, and asks nothing', async () => {
    live('index.html', 'a');
    staged('index.html', 'a');
    const { exitCode, text: says, shown, value } = await check();
    expect([exitCode, shown]).toEqual([0, []]);
    expect(says).toContain('In step: 1 path alike, 0 different.');
    expect(value).toMatchObject({ site: 'demo', inStep: true, same: 1, differences: [], inTest: [], faults: [] });
  });

  test('ends with 6, shows each difference, and names the command that mends them', async () => {
    live('index.html', 'a');
    live('new.html', 'n');
    staged('index.html', 'b');
    staging.raw.upload('old\u202E.html', 'o', HTML);
    const { exitCode, text: says } = await check();
    expect(exitCode).toBe(6);
    for (const line of [
      /^index\.html +page +other bytes$/m,
      /^new\.html +page +missing on staging$/m,
      /^old\\u\{202e\}\.html +page +on staging alone$/m,
      /^pages +2 +2$/m,
      'Not in step: 0 paths alike, 3 different.',
      'npx holdfast sync-check demo --fix-staging --dry-run',
    ])
      expect(says).toMatch(line);
  });

  test('tells a page in test apart: it is no difference', async () => {
    live('index.html', 'a');
    await inTest('index.html', 'b');
    const { exitCode, text: says, value } = await check();
    expect(exitCode).toBe(0);
    expect(says).toContain(`in test since release ${TESTED}: other bytes`);
    expect(value).toMatchObject({ inStep: true, differences: [], inTest: [{ path: 'index.html', release: TESTED }] });
  });

  test('tells what is wrong with a distribution', async () => {
    world.distributionConfigs.clear();
    const { exitCode, text: says } = await check();
    expect(exitCode).toBe(6);
    expect(says).toContain('! staging: E2STAGE000 does not exist.');
  });

  test('shows a hundred differences, and gives all with --json', async () => {
    for (let n = 0; n < 1500; n += 1) live(`p${n}.html`, `${n}`);
    const { text: says, value } = await check();
    expect(says).toContain('and 1,400 paths more (--json has all)');
    expect(value).toMatchObject({ differences: { length: 1500 } });
  });

  test('refuses names that are nowhere, a site without staging, and --delete alone', async () => {
    expect(await check(['nowhere.html'])).toMatchObject({ exitCode: 2 });
    expect(await run(world, [demoSite()], 'sync-check', { args: ['demo'] })).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining('demo has no staging to compare.'),
    });
    expect(await check([], { delete: true })).toMatchObject({ exitCode: 2 });
  });
});

describe('sync-check --fix-staging', () => {
  test('copies with the headers of production and the Cache-Control of staging; production is not touched', async () => {
    production.raw.upload('index.html', 'a', { ...HTML, cacheControl: 'max-age=60', metadata: { lang: 'en' } });
    live('new.html', 'n');
    staged('index.html', 'b', { author: 'cb' });
    const before = [production.entries('index.html').length, production.entries('new.html').length];
    const { exitCode, shown, value, text: says } = await fix();
    expect(exitCode).toBe(0);
    expect(shown[0]).toContain('bring staging of demo in step: copy 2, delete 0');
    expect(shown[0]).toContain('copy index.html: other bytes');
    expect([text(staging, 'index.html'), text(staging, 'new.html')]).toEqual(['a', 'n']);
    expect(staging.live('index.html')?.headers).toEqual({
      ...HTML,
      cacheControl: 'no-cache',
      metadata: { lang: 'en' },
    });
    expect([production.entries('index.html').length, production.entries('new.html').length]).toEqual(before);
    expect(says).toContain('2 paths copied, 0 deleted');
    expect(value).toMatchObject({ inStep: true });
    expect(world.edge.purges.map(({ distribution }) => distribution)).toEqual(['E2STAGE000']);
    expect(await check()).toMatchObject({ exitCode: 0 });
  });

  test('keeps what it overwrites and deletes on the shelf of what was replaced', async () => {
    live('index.html', 'a');
    staged('index.html', 'b');
    staged('old.html', 'o');
    expect(await fix({ delete: true })).toMatchObject({ exitCode: 0 });
    expect(staging.live('old.html')).toBeUndefined();
    for (const body of ['b', 'o']) {
      const identity = identify(sha256(body), { ...HTML, cacheControl: 'no-cache', metadata: {} });
      const kept = await world.stores.snapshots.get('replaced', 'demo', identity);
      expect(Buffer.from(kept?.bytes ?? []).toString()).toBe(body);
    }
  });

  test('never deletes unless told, and then ends with 6', async () => {
    staged('old.html', 'o');
    expect(await fix()).toMatchObject({ exitCode: 6, shown: [] });
    expect(text(staging, 'old.html')).toBe('o');
  });

  test('leaves what is in test alone unless it is named', async () => {
    live('index.html', 'a');
    live('new.html', 'n');
    await inTest('index.html', 'b');
    expect(await fix({ delete: true })).toMatchObject({ exitCode: 0 });
    expect([text(staging, 'index.html'), text(staging, 'new.html')]).toEqual(['b', 'n']);
    expect(await check(['index.html'], { fixStaging: true })).toMatchObject({ exitCode: 0 });
    expect(text(staging, 'index.html')).toBe('a');
    expect(staging.live('index.html')?.headers.metadata).toEqual({});
  });

  test.each(['dry-run', 'no'] as const)('writes nothing on %s', async (answer) => {
    live('index.html', 'a');
    staged('index.html', 'b');
    const { exitCode } = await check([], { fixStaging: true }, answer);
    expect(exitCode).toBe(answer === 'no' ? 1 : 6);
    expect(text(staging, 'index.html')).toBe('b');
    expect(world.edge.purges).toEqual([]);
  });

  test('does not overwrite what came to staging after it was compared, and ends with 5', async () => {
    live('index.html', 'a');
    live('new.html', 'n');
    staged('index.html', 'b');
    world.stores = {
      ...world.stores,
      snapshots: {
        ...world.stores.snapshots,
        async put() {
          staging.raw.upload('index.html', 'theirs', HTML);
        },
      },
    };
    const { exitCode, text: says } = await fix();
    expect(exitCode).toBe(5);
    expect(says).toMatch(/^index\.html +lost: staging changed meanwhile$/m);
    expect([text(staging, 'index.html'), text(staging, 'new.html')]).toEqual(['theirs', 'n']);
  });

  test('where it breaks off, what was written is purged, and the next run goes on', async () => {
    live('a.css', 'a');
    live('index.html', 'i');
    staged('index.html', 'old');
    const { snapshots } = world.stores;
    const full = new HoldfastError('BUCKET.DENIED', 'Nothing more is taken.');
    world.stores = { ...world.stores, snapshots: { ...snapshots, put: () => Promise.reject(full) } };
    expect(await fix()).toMatchObject({ exitCode: 7 });
    expect([text(staging, 'a.css'), text(staging, 'index.html')]).toEqual(['a', 'old']);
    expect(world.edge.purges).toHaveLength(1);
    world.stores = { ...world.stores, snapshots };
    const again = await fix();
    expect(again.exitCode).toBe(0);
    expect(again.shown[0]).toContain('copy 1, delete 0');
    expect(text(staging, 'index.html')).toBe('i');
  });

  test('does not copy over what only production is configured otherwise for', async () => {
    const site = { ...SITE, production: { ...SITE.production, cacheControl: 'max-age=1' } };
    live('index.html', 'a');
    staged('index.html', 'a');
    const {
      exitCode,
      shown,
      text: says,
    } = await run(world, [site], 'sync-check', {
      args: ['demo'],
      options: { fixStaging: true },
    });
    expect([exitCode, shown]).toEqual([6, []]);
    expect(says).toContain('cache-control of production: max-age=60, configured max-age=1');
  });
});
