import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countingProxy, type Call, type CountingProxy } from './calls-proxy.ts';
import { holdfastAt, type Ended } from './command-line.ts';
import { serve, upload, type Served } from './guard-bucket.ts';
import type { Outsider } from './guard-outsider.ts';
import { pageWith } from './guard-pages.ts';
import { outsiderAt } from './guard-site.ts';

const SITE = 'guard-killed';
const [PAGES, ASSETS] = [
  ['index.html', 'about.html'],
  ['app.js', 'site.css', 'more.js'],
];
const FILES = [...PAGES, ...ASSETS];

/** At which write of a command it is killed, counted from 1, and whether that write arrives. */
interface Death {
  readonly write: number;
  readonly arrives: boolean;
}

let guest: Outsider;
let proxy: CountingProxy;
let folder: string;
/** The stack as the command sees it: through the proxy. */
let dir: string;
let dying: { death: Death; writes: number; kill: () => void } | undefined;

beforeAll(async () => {
  guest = await outsiderAt(SITE);
  proxy = await countingProxy(guest.stack.endpoint, cut);
  folder = await mkdtemp(path.join(tmpdir(), 'holdfast-killed-'));
  dir = await mkdtemp(path.join(tmpdir(), 'holdfast-stack-'));
  const own = path.dirname(guest.stack.inbox);
  await cp(path.join(own, 'holdfast.yml'), path.join(dir, 'holdfast.yml'));
  const stack = JSON.parse(await readFile(path.join(own, 'stack.json'), 'utf8'));
  await writeFile(path.join(dir, 'stack.json'), JSON.stringify({ ...stack, endpoint: proxy.endpoint }));
  for (const name of FILES) await guest.put(name, textOf(name, 'live'), headersOf(name));
  // Two of them are on staging, so that something is replaced there and something is new.
  for (const name of ['index.html', 'app.js'])
    await upload(guest.aws.s3, { Bucket: `${SITE}-staging`, Key: name }, textOf(name, 'older'), headersOf(name));
  for (const name of PAGES) await guest.untilAccepted(name, textOf(name, 'live'));
});

afterAll(async () => {
  await proxy.close();
  await Promise.all([folder, dir].map((each) => rm(each, { recursive: true })));
});

it.each([
  ['early', { write: 2, arrives: true }, { write: 3, arrives: false }, { write: 2, arrives: true }],
  ['late', { write: 8, arrives: false }, { write: 11, arrives: true }, { write: 7, arrives: false }],
])('ends a deploy, a promote and a rollback that were killed %s as if nothing had happened', async (what, d, p, r) => {
  await run('deployer', 'pull', SITE, ...FILES, '--force', '--yes', '--json');
  for (const name of FILES) await writeFile(path.join(folder, name), textOf(name, what));
  const [staging, production] = [await all('staging'), await all('prod')];

  await killed(d, 'staging', 'deployer', 'deploy', SITE, '--change', what, '--yes', '--no-wait');
  const { release } = await run('deployer', 'deploy', SITE, '--resume', '--yes', '--no-wait', '--json');
  const deployed = await all('staging');
  for (const name of FILES) {
    expect(deployed.get(name)?.body.toString()).toBe(textOf(name, what));
    expect(deployed.get(name)?.headers).toMatchObject({ metadata: { 'holdfast-release': release } });
  }
  expect(await all('prod')).toEqual(production);

  await run('approver', 'verify', SITE, ...PAGES, '--no-screenshot', '--yes', '--json');
  const promote = ['promote', SITE, ...PAGES, '--yes', '--no-wait'];
  await killed(p, 'prod', 'deployer', ...promote);
  const promoted = await run('deployer', ...promote, '--json');
  expect(promoted.bases).toEqual({ moved: expect.toSatisfy(isAll), left: [] });
  const live = await all('prod');
  for (const name of FILES) {
    expect(live.get(name)?.body.toString()).toBe(textOf(name, what));
    expect(live.get(name)?.headers).toEqual(production.get(name)?.headers);
  }

  await killed(r, 'staging', 'deployer', 'rollback', release, '--yes', '--no-wait');
  await run('deployer', 'rollback', release, '--yes', '--no-wait', '--json');
  expect(await all('staging')).toEqual(staging);

  const { releases } = await run('deployer', 'releases', SITE, '--limit', '2', '--json');
  expect(releases).toMatchObject([
    { id: promoted.release, target: 'production', state: 'done', change: what },
    { id: release, target: 'staging', state: 'rolled-back', change: what },
  ]);
  for (const name of PAGES) await guest.untilAccepted(name, textOf(name, what));
  expect(await guest.incidents()).toEqual([]);
});

const isAll = (names: readonly string[]) => names.toSorted().join() === FILES.toSorted().join();

const textOf = (name: string, what: string): string =>
  PAGES.includes(name)
    ? pageWith([name === 'index.html' ? 'HERO' : 'TEAM'], `The ${what} text`)
    : `/* ${name} ${what} */\n`;

const headersOf = (name: string) => ({
  ContentType: PAGES.includes(name)
    ? 'text/html; charset=utf-8'
    : name.endsWith('.js')
      ? 'text/javascript'
      : 'text/css',
  CacheControl: 'max-age=3600',
});

/** All that a bucket of the site serves. */
async function all(what: 'staging' | 'prod'): Promise<Map<string, Served | undefined>> {
  const served = FILES.map(
    async (Key) => [Key, await serve(guest.aws.s3, { Bucket: `${SITE}-${what}`, Key })] as const,
  );
  return new Map(await Promise.all(served));
}

/** Runs a command until it dies, and expects that all that it overwrote was kept first. */
async function killed(death: Death, what: 'staging' | 'prod', as: 'approver' | 'deployer', ...words: string[]) {
  const before = await all(what);
  dying = { death, writes: 0, kill: () => expect.unreachable('it had not started') };
  const ended = await holdfast(as, ...words);
  dying = undefined;
  expect(ended).toMatchObject({ exitCode: -1 });
  const kept = await keptBytes();
  for (const [name, served] of await all(what)) {
    const was = before.get(name)?.body;
    if (was && !(served && was.equals(served.body))) expect(kept).toContain(was.toString());
  }
}

/** The command's n-th write; the writes after it never arrive, for by then it is dead. */
function cut({ method }: Call) {
  if (!dying || (method !== 'PUT' && method !== 'DELETE')) return undefined;
  dying.writes += 1;
  const { death, writes, kill } = dying;
  return writes < death.write ? undefined : { arrives: death.arrives && writes === death.write, end: kill };
}

function holdfast(as: 'approver' | 'deployer', ...words: string[]): Promise<Ended> {
  const started = (kill: () => void) => {
    if (dying) dying.kill = kill;
  };
  return holdfastAt({ dir, cwd: folder, as, started }, ...words);
}

async function run(as: 'approver' | 'deployer', ...words: string[]) {
  const { exitCode, stdout, stderr } = await holdfast(as, ...words);
  expect({ exitCode, stderr, stdout: exitCode === 0 ? '' : stdout }).toMatchObject({ exitCode: 0 });
  return JSON.parse(stdout);
}

/** What is on the shelf of what was replaced. */
async function keptBytes(): Promise<string[]> {
  const Bucket = guest.stack.buckets.snapshots;
  const listed = await guest.aws.s3.send(new ListObjectsV2Command({ Bucket, Prefix: `replaced/${SITE}/` }));
  const bodies = (listed.Contents ?? []).map(async ({ Key }) => {
    const { Body } = await guest.aws.s3.send(new GetObjectCommand({ Bucket, Key }));
    return Body?.transformToString() ?? '';
  });
  return Promise.all(bodies);
}
