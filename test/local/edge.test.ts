import { PutObjectCommand } from '@aws-sdk/client-s3';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { findChromium } from '../../src/cli/verify/find-chromium.ts';
import { cloudFrontEdge } from '../../src/lib/aws/cloudfront-edge.ts';
import { loadConfig } from '../../src/lib/aws/config-file.ts';
import { purgeAndWait } from '../../src/lib/deploy/purge-wait.ts';
import { DEFAULT_LIMITS } from '../../src/lib/site/policy.ts';
import type { Target } from '../../src/lib/site/site.ts';
import { sha256 } from '../../src/lib/site/version.ts';
import { holdfastAt } from './command-line.ts';
import { localAws } from './guard-aws.ts';
import type { Outsider } from './guard-outsider.ts';
import { pageWith } from './guard-pages.ts';
import { outsiderAt } from './guard-site.ts';

const OLD = pageWith(['HERO', 'CHECKOUT']);
const NEW = pageWith(['HERO', 'CHECKOUT', 'GALLERY']);

const stack = inject('stack');
const { s3, cloudFront } = localAws(stack);
const edge = cloudFrontEdge({ cloudFront, addresses: stack.edges });
const dir = path.dirname(stack.inbox);

let guest: Outsider;
let staging: Target;

beforeAll(async () => {
  guest = await outsiderAt('guard-edge');
  const site = loadConfig(path.join(dir, 'holdfast.yml')).sites.find(({ name }) => name === 'guard-edge');
  if (!site?.staging) throw new Error('the site has a staging');
  ({ staging } = site);
});

async function stage(key: string, html: string, CacheControl = 'max-age=3600'): Promise<void> {
  const object = { Bucket: staging.bucket, Key: key, ContentType: 'text/html; charset=utf-8', CacheControl };
  await s3.send(new PutObjectCommand({ ...object, Body: html }));
}

async function addressOf(key: string): Promise<string> {
  return `${await edge.address(staging.distributions[0] ?? '')}/${key}`;
}

const visit = async (key: string) => edge.visit(await addressOf(key), DEFAULT_LIMITS);

const purge = (reference: string, ...keys: string[]) =>
  purgeAndWait(
    staging,
    keys.map((key) => ({ key, expected: { sha256: sha256(NEW) } })),
    { reference, limits: DEFAULT_LIMITS },
    { edge, now: () => new Date(), wait: sleep, progress: () => undefined },
  );

describe('a page behind the edge', () => {
  it('stays the old one until it is purged, and then the wait ends', async () => {
    await stage('cached/index.html', OLD);
    expect(await visit('cached/index.html')).toMatchObject({
      status: 200,
      sha256: sha256(OLD),
      cache: 'Miss from cloudfront',
    });
    await stage('cached/index.html', NEW);
    expect(await visit('cached/index.html')).toMatchObject({ sha256: sha256(OLD), cache: 'Hit from cloudfront' });
    expect(await purge('cached 1', 'cached/index.html')).toMatchObject({
      kind: 'through',
      purges: [{ distribution: staging.distributions[0], state: 'done' }],
      looks: [{ state: 'through' }],
    });
    expect(await visit('cached/index.html')).toMatchObject({ sha256: sha256(NEW), cache: 'Hit from cloudfront' });
  });

  it('is purged with all others by a wildcard, and by nothing that names another page', async () => {
    const keys = Array.from({ length: 6 }, (_, nth) => `many/${nth}.html`);
    for (const key of keys) await stage(key, OLD);
    for (const key of keys) expect(await visit(key)).toMatchObject({ sha256: sha256(OLD) });
    for (const key of keys) await stage(key, NEW);
    await purge('many 1', 'cached/index.html');
    for (const key of keys) expect(await visit(key)).toMatchObject({ sha256: sha256(OLD) });
    expect(await purge('many 2', ...keys)).toMatchObject({ kind: 'through', purges: [{ paths: ['/*'] }] });
  });

  it('is fetched each time where its Cache-Control says so', async () => {
    await stage('fresh.html', OLD, 'max-age=0');
    await visit('fresh.html');
    await stage('fresh.html', NEW, 'max-age=0');
    expect(await visit('fresh.html')).toMatchObject({ sha256: sha256(NEW), cache: 'Miss from cloudfront' });
  });

  it('is compressed for who takes it, found under any name, and served at the root', async () => {
    await stage('index.html', NEW);
    await stage('a b+ü.html', NEW);
    const encoded = await fetch(await addressOf('index.html'));
    expect([encoded.headers.get('content-encoding'), await encoded.text()]).toEqual(['gzip', NEW]);
    for (const at of ['', 'a%20b%2B%C3%BC.html'])
      expect(await visit(at)).toMatchObject({ status: 200, sha256: sha256(NEW) });
    expect(await visit('none.html')).toMatchObject({ status: 404, cache: 'Error from cloudfront' });
  });
});

describe('verify', () => {
  const KEY = 'verify/index.html';
  const PICTURED = 'verify/pictured.html';
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'holdfast-verify-'));
    for (const key of [KEY, PICTURED]) {
      await guest.put(key, OLD, { ContentType: 'text/html; charset=utf-8', CacheControl: 'max-age=3600' });
      await guest.untilAccepted(key, OLD);
      await stage(key, NEW, 'max-age=0');
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  const verify = (as: 'approver' | 'deployer', ...words: string[]) =>
    holdfastAt({ dir, cwd: folder, as }, 'verify', 'guard-edge', KEY, '--yes', '--json', ...words);

  it('is refused to a deployer, who is told whom to ask', async () => {
    const ended = await verify('deployer', '--no-screenshot');
    expect(ended.exitCode).toBe(7);
    const hint = 'Ask one of its approvers to verify it: role web-lead of 123456789012.';
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: 'API.DENIED', hint } });
  });

  it.skipIf(findChromium() === undefined)('shows an approver pictures as wide as a desk and a phone', async () => {
    const at = { dir, cwd: folder };
    const ended = await holdfastAt(at, 'verify', 'guard-edge', PICTURED, '--yes', '--json');
    expect(ended.exitCode).toBe(0);
    expect(ended.stderr).toContain(`look at    ${await addressOf(PICTURED)}`);
    const [{ screenshots }] = JSON.parse(ended.stdout).pages;
    const shots = path.join(folder, '.holdfast', 'screenshots');
    expect((await readdir(shots)).map((file) => path.join(shots, file)).toSorted()).toEqual(screenshots.toSorted());
    const widths = await Promise.all(screenshots.map(async (file: string) => (await readFile(file)).readUInt32BE(16)));
    expect(widths.toSorted((a, b) => a - b)).toEqual([390, 1280]);
  });

  it('records what the approver accepted, once for the same bytes', async () => {
    const ended = await verify('approver', '--no-screenshot');
    expect(ended.exitCode).toBe(0);
    const [{ verification, checks }] = JSON.parse(ended.stdout).pages;
    expect(checks.map(({ state }: { state: string }) => state)).toEqual(['ok', 'ok', 'ok', 'skipped']);
    expect(verification).toMatchObject({ site: 'guard-edge', page: KEY, sha256: sha256(NEW) });
    expect(JSON.parse((await verify('approver')).stdout)).toMatchObject({ already: true, pages: [{ verification }] });
  });
});
