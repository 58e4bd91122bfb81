import { describe, expect, test } from 'vitest';
import { compareTargets, type CompareDeps, type StagedSite } from '../../src/lib/deploy/compare-targets.ts';
import { RELEASE_METADATA, type Release } from '../../src/lib/deploy/release.ts';
import { HoldfastError } from '../../src/lib/errors.ts';
import { sha256 } from '../../src/lib/site/version.ts';
import { demoSite } from '../cli/run.ts';
import { releasesModel } from '../fakes/releases-model.ts';
import { s3Model, type S3Model } from '../fakes/s3-model.ts';
import { fakeTarget } from '../fakes/target-model.ts';

const AT = new Date('2026-03-10T12:00:00.000Z');
const STAGED = '20260310T110000Z-aaaaaa';

function bucket(options: { randomEtags?: boolean } = {}): S3Model {
  return s3Model({ mode: 'unversioned', clock: () => AT, ...options });
}

function siteWith(change: { production?: object; staging?: object } = {}): StagedSite {
  const site = demoSite();
  const staging = { bucket: 'demo-staging', prefix: '', distributions: [], originPath: '', ...change.staging };
  return { ...site, production: { ...site.production, ...change.production }, staging };
}

function world(production = bucket(), staging = bucket()) {
  const model = releasesModel();
  const deps: CompareDeps = {
    production: fakeTarget(production),
    staging: fakeTarget(staging),
    releases: model.releases,
    progress: () => undefined,
  };
  return { production, staging, deps, releases: model.releases };
}

const upload = (to: S3Model, key: string, text: string, metadata: Record<string, string> = {}): void =>
  void to.raw.upload(key, text, { contentType: 'text/html', metadata });

function released(change: Partial<Release> & { path: string; text: string }): Release {
  const { path, text, ...rest } = change;
  const file = {
    path,
    kind: 'page' as const,
    identity: sha256(`${path} ${text}`),
    sha256: sha256(text),
    size: text.length,
  };
  const about = { id: STAGED, site: 'demo', target: 'staging' as const, by: 'cb', at: AT.toISOString() };
  return { ...about, state: 'done', files: [file], ...rest };
}

describe('staging compared with production', () => {
  test('tells missing, extra and other bytes by path, and counts what no glob names apart', async () => {
    const { production, staging, deps } = world();
    for (const to of [production, staging]) upload(to, 'same.html', 'same');
    upload(production, 'missing.html', 'here');
    upload(staging, 'extra.html', 'there');
    upload(production, 'other.html', 'one');
    upload(staging, 'other.html', 'two');
    upload(staging, 'app.js', 'x');
    upload(production, 'folder/', '');
    const compared = await compareTargets(siteWith(), [], deps);
    expect(compared).toMatchObject({
      production: { pages: 3, assets: 0, others: 1 },
      staging: { pages: 3, assets: 1, others: 0 },
      same: 1,
      unknown: [],
    });
    expect(compared.differences.map(({ path, kind, how }) => [path, kind, how])).toEqual([
      ['app.js', 'asset', 'extra'],
      ['extra.html', 'page', 'extra'],
      ['missing.html', 'page', 'missing'],
      ['other.html', 'page', 'bytes'],
    ]);
  });

  test('compares the named paths alone, and says which of them are nowhere', async () => {
    const { production, deps } = world();
    upload(production, 'a.html', 'a');
    upload(production, 'b.html', 'b');
    const { differences, unknown } = await compareTargets(siteWith(), ['b.html', 'c.html'], deps);
    expect(differences.map(({ path }) => path)).toEqual(['b.html']);
    expect(unknown).toEqual(['c.html']);
  });

  test('reads the bytes where ETags say nothing: under KMS equal bytes are the same', async () => {
    const { production, staging, deps } = world(bucket(), bucket({ randomEtags: true }));
    for (const to of [production, staging]) upload(to, 'same.html', 'same');
    upload(production, 'other.html', 'one');
    upload(staging, 'other.html', 'two');
    const { same, differences } = await compareTargets(siteWith(), [], deps);
    expect(same).toBe(1);
    expect(differences.map(({ path, how }) => [path, how])).toEqual([['other.html', 'bytes']]);
  });

  test('compares a prefix of another bucket, and one of the same bucket without counting either as the other', async () => {
    const one = bucket();
    const { deps } = world(one, one);
    upload(one, 'site/index.html', 'a');
    upload(one, 'index.html', 'a');
    upload(one, 'site/staging/index.html', 'a');
    const site = siteWith({
      production: { bucket: 'one', prefix: 'site/' },
      staging: { bucket: 'one', prefix: 'site/staging/' },
    });
    const compared = await compareTargets(site, [], deps);
    expect(compared).toMatchObject({ production: { pages: 1 }, staging: { pages: 1 }, same: 1, differences: [] });
    const whole = siteWith({ production: { bucket: 'one' }, staging: { bucket: 'one', prefix: 'site/staging/' } });
    expect(await compareTargets(whole, [], deps)).toMatchObject({ production: { pages: 2 }, staging: { pages: 1 } });
    const turned = siteWith({ production: { bucket: 'one', prefix: 'site/' }, staging: { bucket: 'one' } });
    expect(await compareTargets(turned, [], deps)).toMatchObject({ production: { pages: 2 }, staging: { pages: 1 } });
  });

  test('takes keys for what they are, whatever is in them', async () => {
    const { production, staging, deps } = world();
    const keys = [
      'a b+c&d.html',
      '<script>.html',
      '__proto__',
      'ü/\u202E.html',
      "'; rm -rf /.html",
      'line\nbreak.html',
    ];
    for (const key of keys) upload(production, key, key);
    for (const key of keys.slice(1)) upload(staging, key, key);
    upload(production, 'up/../secret.html', 'never compared');
    upload(production, `${'x'.repeat(1001)}.html`, 'never compared');
    const { production: counts, same, differences } = await compareTargets(siteWith(), [], deps);
    expect(counts).toEqual({ pages: 5, assets: 1, others: 2 });
    expect(same).toBe(5);
    expect(differences.map(({ path }) => path)).toEqual(['a b+c&d.html']);
  });

  test('compares thousands of objects, and tells how far it is', async () => {
    const { production, staging, deps } = world();
    for (let n = 0; n < 4000; n += 1) {
      upload(production, `p/${n}.html`, `page ${n}`);
      if (n % 7 !== 0) upload(staging, `p/${n}.html`, n % 5 === 0 ? 'other' : `page ${n}`);
    }
    const told: string[] = [];
    const { same, differences } = await compareTargets(siteWith(), [], {
      ...deps,
      progress: (text) => void told.push(text),
    });
    expect(differences.filter(({ how }) => how === 'missing')).toHaveLength(572);
    expect(differences.filter(({ how }) => how === 'bytes')).toHaveLength(685);
    expect(same).toBe(4000 - 572 - 685);
    expect(told).toContain('compared 4,000 of 4,000');
  });
});

describe('while somebody writes', () => {
  test('what vanishes from both sides after it was listed is no difference', async () => {
    const { production, staging, deps } = world();
    upload(production, 'a.html', 'a');
    upload(staging, 'a.html', 'b');
    const vanishing = {
      ...deps.production,
      async *list(prefix: string) {
        yield* deps.production.list(prefix);
        production.raw.remove('a.html');
        staging.raw.remove('a.html');
      },
    };
    upload(staging, 'b.html', 'b');
    const { differences } = await compareTargets(siteWith(), [], { ...deps, production: vanishing });
    expect(differences.map(({ path }) => path)).toEqual(['b.html']);
  });

  test('what vanishes from one side is missing there', async () => {
    const { production, staging, deps } = world();
    for (const to of [production, staging]) upload(to, 'a.html', 'a');
    const vanishing = {
      ...deps.staging,
      async *list(prefix: string) {
        yield* deps.staging.list(prefix);
        staging.raw.remove('a.html');
      },
    };
    const { differences } = await compareTargets(siteWith(), [], { ...deps, staging: vanishing });
    expect(differences.map(({ path, how }) => [path, how])).toEqual([['a.html', 'missing']]);
  });

  test('what changes between its headers and its bytes is looked at again', async () => {
    const { production, staging, deps } = world(bucket({ randomEtags: true }), bucket());
    upload(production, 'a.html', 'old');
    upload(staging, 'a.html', 'new');
    let reads = 0;
    const changing = {
      ...deps.production,
      digest(key: string, etag: string) {
        reads += 1;
        if (reads === 1) upload(production, 'a.html', 'new');
        return deps.production.digest(key, etag);
      },
    };
    expect(await compareTargets(siteWith(), [], { ...deps, production: changing })).toMatchObject({
      same: 1,
      differences: [],
    });
  });

  test('what changes at every look is unsettled, and no wrong answer is given', async () => {
    const { production, staging, deps } = world(bucket({ randomEtags: true }), bucket());
    upload(production, 'a.html', 'same');
    upload(staging, 'a.html', 'same');
    const restless = {
      ...deps.production,
      digest(key: string, etag: string) {
        upload(production, 'a.html', 'same');
        return deps.production.digest(key, etag);
      },
    };
    const { same, differences } = await compareTargets(siteWith(), [], { ...deps, production: restless });
    expect(same).toBe(0);
    expect(differences.map(({ how }) => how)).toEqual(['unsettled']);
  });

  test('one object that cannot be read hides no other; where nothing may be read it ends', async () => {
    const { production, staging, deps } = world();
    for (const key of ['a.html', 'b.html']) for (const to of [production, staging]) upload(to, key, key);
    const failing = (code: 'BUCKET.FAILED' | 'BUCKET.DENIED') => ({
      ...deps.production,
      async headers(key: string) {
        if (key === 'a.html') throw new HoldfastError(code, 'The version is archived.');
        return deps.production.headers(key);
      },
    });
    expect(await compareTargets(siteWith(), [], { ...deps, production: failing('BUCKET.FAILED') })).toMatchObject({
      same: 1,
      differences: [{ path: 'a.html', how: 'unread', why: 'The version is archived.' }],
    });
    const denied = compareTargets(siteWith(), [], { ...deps, production: failing('BUCKET.DENIED') });
    await expect(denied).rejects.toMatchObject({ code: 'BUCKET.DENIED' });
  });
});

describe('headers', () => {
  test('differ by name with both values; our mark, the release and case of names never count', async () => {
    const { production, staging, deps } = world();
    const common = { contentType: 'text/html', cacheControl: 'max-age=1' };
    production.raw.upload('a.html', 'a', { ...common, metadata: { holdfast: '3', Team: 'web' } });
    staging.raw.upload('a.html', 'a', { ...common, metadata: { team: 'web', [RELEASE_METADATA]: 'r1' } });
    production.raw.upload('b.html', 'b', { ...common, metadata: { lang: 'en' } });
    staging.raw.upload('b.html', 'b', { ...common, contentType: 'text/plain' });
    const { same, differences } = await compareTargets(siteWith(), [], deps);
    expect(same).toBe(1);
    expect(differences).toMatchObject([
      {
        path: 'b.html',
        how: 'headers',
        headers: [
          { name: 'content-type', production: 'text/html', staging: 'text/plain' },
          { name: 'x-amz-meta-lang', production: 'en' },
        ],
      },
    ]);
  });

  test.each([
    ['neither is configured', {}, ['cache-control max-age=60 no-cache']],
    ['both are as configured', { production: 'max-age=60', staging: 'no-cache' }, []],
    ['production alone is configured', { production: 'max-age=60' }, []],
    ['staging is otherwise', { production: 'max-age=60', staging: 'no-store' }, ['staging wants no-store']],
    ['production is otherwise', { production: 'max-age=9' }, ['production wants max-age=9']],
  ])('compares Cache-Control with what is configured: %s', async (_, configured, expected) => {
    const { production, staging, deps } = world();
    production.raw.upload('a.html', 'a', { cacheControl: 'max-age=60' });
    staging.raw.upload('a.html', 'a', { cacheControl: 'no-cache' });
    const { production: ours, staging: theirs }: { production?: string; staging?: string } = configured;
    const site = siteWith({ production: { cacheControl: ours }, staging: { cacheControl: theirs } });
    const { differences } = await compareTargets(site, [], deps);
    const says = differences.flatMap(({ headers }) =>
      headers.map((each) =>
        each.configured
          ? `${each.configured.side} wants ${each.configured.value}`
          : `${each.name} ${each.production} ${each.staging}`,
      ),
    );
    expect(says).toEqual(expected);
  });
});

describe('what is being tested on staging', () => {
  async function testing(...also: Release[]): Promise<string | undefined> {
    const { production, staging, deps, releases } = world();
    upload(production, 'a.html', 'live');
    upload(staging, 'a.html', 'tested', { [RELEASE_METADATA]: STAGED });
    for (const each of also) await releases.begin(each);
    const { differences } = await compareTargets(siteWith(), [], deps);
    expect(differences).toMatchObject([{ path: 'a.html', how: 'bytes' }]);
    return differences[0]?.release;
  }
  const onStaging = released({ path: 'a.html', text: 'tested' });
  const promoted = released({ path: 'a.html', text: 'tested', id: '20260310T113000Z-bbbbbb', target: 'production' });

  test('names the release that waits for its promotion', async () => {
    expect(await testing(onStaging)).toBe(STAGED);
  });

  test('is tested also while its promotion is under way, and where other bytes were promoted', async () => {
    expect(await testing(onStaging, { ...promoted, state: 'begun' })).toBe(STAGED);
    expect(await testing(onStaging, { ...promoted, files: released({ path: 'a.html', text: 'x' }).files })).toBe(
      STAGED,
    );
  });

  test('is tested where the same bytes were promoted before it came to staging again', async () => {
    expect(await testing(onStaging, { ...promoted, id: '20260309T090000Z-bbbbbb' })).toBe(STAGED);
  });

  test('is over once it was promoted, also within the second, or rolled back', async () => {
    expect(await testing(onStaging, promoted)).toBeUndefined();
    expect(await testing(onStaging, { ...promoted, id: '20260310T110000Z-000000' })).toBeUndefined();
    expect(await testing({ ...onStaging, state: 'rolled-back' })).toBeUndefined();
  });

  test('does not believe a name that no release has, or one of another page', async () => {
    expect(await testing()).toBeUndefined();
    expect(await testing(released({ path: 'b.html', text: 'tested' }))).toBeUndefined();
    expect(await testing({ ...onStaging, target: 'production' })).toBeUndefined();
  });
});
