import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Site } from '../../src/lib/site/site.ts';
import { identify, sha256 } from '../../src/lib/site/version.ts';
import { s3Model, type S3Model } from '../fakes/s3-model.ts';
import { exampleSite, HTML, pageWith, siteRecord } from '../world.ts';
import { fakeOperator } from './fake-operator.ts';
import { guarded } from './guarded.ts';
import { run } from './run.ts';

const PAGE = 'booking/index.html';
const LIVE = pageWith('A', 'B');
const NEXT = pageWith('A', 'B', 'C');
const ADDRESS = 'https://e2.test/booking/index.html';

const SITE: Site = {
  ...exampleSite(),
  staging: { bucket: 'demo-staging', prefix: '', distributions: ['E2'], originPath: '' },
};

beforeEach(() => {
  // No test of this file makes a picture: a machine may have a browser or none.
  vi.stubEnv('CHROMIUM', '/nowhere/chromium');
  return () => vi.unstubAllEnvs();
});

/** A guarded page with A and B in production, and this on staging. */
async function staged(html: string | undefined = NEXT) {
  const { guard, stack } = guarded();
  guard.table.putSite(siteRecord(SITE));
  const staging: S3Model = s3Model({ mode: 'unversioned', clock: guard.clock.now });
  stack.targets.set('demo-prod', guard.s3).set('demo-staging', staging);
  Object.assign(stack.stores, {
    registry: guard.table.registry,
    snapshots: guard.snapshots.snapshots,
    histories: guard.histories.histories,
  });
  guard.upload(PAGE, LIVE);
  await guard.look(PAGE);
  const put = (text: string) => {
    staging.raw.upload(PAGE, text, HTML);
    stack.edge.held.clear();
  };
  if (html !== undefined) put(html);
  stack.edge.origin = (at) => {
    const live = staging.live(decodeURI(at).slice(1));
    return live ? { text: new TextDecoder().decode(live.bytes) } : { status: 404 };
  };
  const verify = (options: Record<string, unknown> = {}, answer?: 'no' | 'dry-run') =>
    run(stack, [SITE], 'verify', { args: ['demo', PAGE], options, ...(answer && { answer }) });
  const verified = () => fakeOperator(stack).api.verification('demo', PAGE);
  return { guard, stack, staging, put, verify, verified };
}

describe('verify', () => {
  test('records that an approver accepted just these bytes, with the checks that were shown', async () => {
    const { verify, verified } = await staged();
    const { exitCode, shown, text, value } = await verify();
    expect(exitCode).toBe(0);
    const digest = sha256(NEXT);
    expect(shown[0]?.split('\n')).toEqual([
      expect.stringMatching(/^accept for production what is on staging of booking\/index.html of demo, uploaded 2026/),
      `  identity   ${identify(digest, HTML)}`,
      `  sha256     ${digest}`,
      `  address    ok      ${ADDRESS} answers with exactly these ${NEXT.length} bytes with the SHA-256 ${digest.slice(0, 12)}….`,
      '  features   ok      2 live features of production: all there.',
      '  guard      ok      The guard would accept it in production.',
      '  screenshot skipped No picture: there is no Chromium here. Install one, or name it in CHROMIUM.',
      'features  kept: A, B; new: C; lost: none',
      `look at    ${ADDRESS}`,
    ]);
    expect(await verified()).toMatchObject({
      identity: identify(digest, HTML),
      sha256: digest,
      by: 'arn:aws:sts::123456789012:assumed-role/web-lead/cb',
      checks: [
        expect.stringMatching(/^ok: https/),
        expect.stringMatching(/^ok: 2 live/),
        expect.any(String),
        expect.any(String),
      ],
    });
    expect(text).toContain('npx holdfast promote demo booking/index.html');
    expect(value).toMatchObject({ pages: [{ page: PAGE }], done: true, proof: [{ lines: { length: 6 } }] });
  });

  test('says by whom it was verified already, and asks anew for other bytes', async () => {
    const { verify, verified, put } = await staged();
    await verify();
    const again = await verify();
    expect([again.exitCode, again.shown]).toEqual([0, []]);
    expect(again.text).toContain('was verified by arn:aws:sts::123456789012:assumed-role/web-lead/cb');
    put(pageWith('A', 'B', 'D'));
    expect((await verify()).shown).toHaveLength(1);
    expect((await verified())?.sha256).toBe(sha256(pageWith('A', 'B', 'D')));
  });

  test('records nothing for who is no approver, and says whom to ask', async () => {
    const { stack, verify, verified } = await staged();
    stack.token = 'deployer';
    const { exitCode, text } = await verify();
    expect([exitCode, await verified()]).toEqual([7, undefined]);
    expect(text).toContain('Ask one of its approvers to verify it: role web-lead of 123456789012.');
  });

  test('records nothing in a dry run, and for who says no', async () => {
    const { verify, verified } = await staged();
    expect((await verify({ dryRun: true }, 'dry-run')).exitCode).toBe(0);
    expect((await verify({}, 'no')).exitCode).toBe(1);
    expect(await verified()).toBeUndefined();
  });

  test('refuses where nothing is on staging, with the command that deploys it', async () => {
    const { stack, verify } = await staged('');
    stack.targets.set('demo-staging', s3Model({ mode: 'unversioned', clock: () => new Date(0) }));
    const { exitCode, text } = await verify();
    expect(exitCode).toBe(3);
    expect(text).toContain('Deploy it first: npx holdfast deploy demo booking/index.html');
  });

  test('refuses a site without staging, and what is no page', async () => {
    const { stack } = await staged();
    const without = await run(stack, [exampleSite()], 'verify', { args: ['demo', PAGE] });
    expect([without.exitCode, without.text]).toEqual([3, expect.stringContaining('demo has no staging')]);
    const asset = await run(stack, [SITE], 'verify', { args: ['demo', 'site.css'] });
    expect([asset.exitCode, asset.text]).toEqual([2, expect.stringContaining('site.css is no page of demo')]);
  });
});

describe('a check that fails', () => {
  const without = pageWith('A');

  test('stops --yes and leaves the decision to a person, who may accept it', async () => {
    const { verify, verified } = await staged(without);
    const script = await verify({ yes: true });
    expect([script.exitCode, script.shown, await verified()]).toEqual([3, [], undefined]);
    expect(script.text).toContain('FAILED  Live in production and not on this page: B.');
    expect(script.value).toMatchObject({ obstacles: [{ rule: 'D2', path: PAGE }, { rule: 'D2' }], done: false });
    const person = await verify();
    expect([person.exitCode, person.shown[0]]).toEqual([0, expect.stringContaining('beware: 2 checks failed')]);
    expect((await verified())?.checks[0]).toBe('failed: Live in production and not on this page: B.');
  });

  test('is told by a dry run with its exit code', async () => {
    const { verify } = await staged(without);
    expect((await verify({ dryRun: true }, 'dry-run')).exitCode).toBe(3);
  });

  test.each([
    ['other bytes', { text: 'old' }, `FAILED  ${ADDRESS} answers 200 with the bytes ${sha256('old').slice(0, 12)}…`],
    ['404', { status: 404 }, `FAILED  ${ADDRESS} answers 404`],
    ['nothing', { failed: 'did not answer within 30 s' }, `FAILED  ${ADDRESS} did not answer within 30 s`],
    ['a question who is there', { status: 401 }, `skipped ${ADDRESS} answers 401`],
  ])('is the address that answers with %s', async (_, served, says) => {
    const { stack, verify } = await staged();
    stack.edge.origin = () => served;
    expect((await verify()).shown[0]).toContain(says);
  });

  test('is the guard that would find something', async () => {
    const { verify } = await staged(NEXT.replace('<h1>Sail</h1>', '<h1>For Ranch & Coast readers</h1>'));
    expect((await verify()).shown[0]).toContain('guard      FAILED  The guard finds retired.returned: ');
  });

  test('is production that the guard has not looked at', async () => {
    const { guard, stack, verify } = await staged();
    guard.upload(PAGE, pageWith('A', 'B', 'X'));
    stack.onWait = async () => undefined;
    const { shown } = await verify();
    expect(shown[0]).toContain('FAILED  The guard has not looked yet at what is live in production.');
  });

  test('is none where what is gone was allowed', async () => {
    const { guard, stack, verify } = await staged(without);
    const until = new Date(guard.clock.now().getTime() + 3_600_000).toISOString();
    await run(stack, [SITE], 'allow', { args: ['demo', PAGE], options: { token: ['B'], until, reason: 'it goes' } });
    const { shown } = await verify();
    expect(shown[0]).toContain(
      'features   ok      1 live feature of production: all there; gone as retired or allowed: B.',
    );
  });
});

describe('several pages', () => {
  const OTHER = 'about/index.html';

  async function two() {
    const all = await staged();
    const { guard, stack } = all;
    guard.upload(OTHER, LIVE);
    await guard.look(OTHER);
    const put = (text: string) => {
      all.staging.raw.upload(OTHER, text, HTML);
      stack.edge.held.clear();
    };
    put(pageWith('A', 'B', 'D'));
    const verify = (options: Record<string, unknown> = {}, answer?: 'no' | 'dry-run') =>
      run(stack, [SITE], 'verify', { args: ['demo', PAGE, OTHER, PAGE], options, ...(answer && { answer }) });
    const verified = () =>
      Promise.all(
        [PAGE, OTHER].map(async (page) => (await fakeOperator(stack).api.verification('demo', page))?.sha256),
      );
    return { ...all, put, verify, verified };
  }

  test('are shown together, asked for once, and recorded each', async () => {
    const { verify, verified } = await two();
    const { exitCode, shown, text, value } = await verify();
    expect([exitCode, shown.length]).toEqual([0, 1]);
    expect(shown[0]?.match(/^accept for production .* on staging of (\S+)/gm)).toHaveLength(2);
    expect(shown[0]?.split('\n').at(-1)).toBe('in all     2 pages: no check failed; 2 checks skipped; no feature goes');
    expect(await verified()).toEqual([sha256(NEXT), sha256(pageWith('A', 'B', 'D'))]);
    expect(text).toContain(`→ Bring them to production: npx holdfast promote demo ${PAGE} ${OTHER}`);
    expect(value).toMatchObject({ pages: [{ path: PAGE }, { path: OTHER }], proof: { length: 2 }, done: true });
  });

  test('are asked for but those that are verified already', async () => {
    const { stack, verify, put, verified } = await two();
    await verify();
    put(pageWith('A', 'B', 'E'));
    const { shown, value } = await verify();
    expect(shown[0]?.match(/^accept for production .*/gm)).toEqual([expect.stringContaining(`staging of ${OTHER}`)]);
    expect(value).toMatchObject({ pages: [{ path: OTHER }, { path: PAGE, already: true }] });
    expect(await verified()).toEqual([sha256(NEXT), sha256(pageWith('A', 'B', 'E'))]);
    const again = await run(stack, [SITE], 'verify', { args: ['demo', PAGE, OTHER] });
    expect([again.exitCode, again.shown, again.value]).toMatchObject([0, [], { already: true }]);
  });

  test('are none of them recorded by --yes where a check of one fails, and told in the last line', async () => {
    const { verify, put, verified } = await two();
    put(pageWith('A'));
    const script = await verify({ yes: true });
    expect([script.exitCode, await verified()]).toEqual([3, [undefined, undefined]]);
    expect(script.value).toMatchObject({ obstacles: [{ rule: 'D2', path: OTHER }, { path: OTHER }] });
    expect(script.text).toContain(`${OTHER}:\n  address`);
    const { shown } = await verify({}, 'dry-run');
    expect(shown[0]?.split('\n').at(-1)).toBe(
      `in all     2 pages: checks FAILED on ${OTHER}; 2 checks skipped; features go: B`,
    );
  });

  test('that were recorded before something failed stay so, which is told', async () => {
    const { stack, verify, verified } = await two();
    const { fetch } = stack;
    stack.fetch = async (url, init) => {
      if (typeof init.body === 'string' && init.body.includes(OTHER)) stack.token = 'deployer';
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${stack.token}`);
      return fetch(url, { ...init, headers });
    };
    const { exitCode, text } = await verify();
    expect([exitCode, await verified()]).toEqual([7, [sha256(NEXT), undefined]]);
    expect(text).toContain('1 of 2 pages were verified before. Run it again: it asks for the others alone.');
    expect(text).toContain('Ask one of its approvers');
  });
});

describe('pictures', () => {
  test('are made in the folder one is in, and named in what is shown', async () => {
    const { stack, verify } = await staged();
    const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-verify-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    vi.spyOn(process, 'cwd').mockReturnValue(folder);
    // A browser whose every picture is its own list of arguments.
    vi.stubEnv('CHROMIUM', path.resolve(import.meta.dirname, 'fake-browser.sh'));
    const { shown } = await verify();
    vi.restoreAllMocks();
    const files = (await readdir(path.join(folder, '.holdfast', 'screenshots'))).toSorted();
    expect(files).toEqual([
      'booking-index.html.20260310T120000Z.desktop.png',
      'booking-index.html.20260310T120000Z.phone.png',
    ]);
    for (const file of files) expect(shown[0]).toContain(path.join('.holdfast', 'screenshots', file));
    expect(stack.asked).toEqual([]);
  });

  test('that cannot be made stop nothing', async () => {
    const { verify } = await staged();
    vi.stubEnv('CHROMIUM', '/bin/false');
    const { exitCode, shown } = await verify();
    expect([exitCode, shown[0]]).toEqual([0, expect.stringContaining('screenshot skipped No picture: ')]);
  });

  test('are not made where nobody wants them', async () => {
    const { verify } = await staged();
    expect((await verify({ screenshot: false })).shown[0]).toContain('screenshot skipped No picture was asked for.');
  });
});
