import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { holdfastAt, type Ended } from './command-line.ts';
import type { Outsider } from './guard-outsider.ts';
import { pageWith } from './guard-pages.ts';
import { outsiderAt } from './guard-site.ts';

const SITE = 'guard-deploy';
const LIVE = pageWith(['HERO', 'CHECKOUT'], 'The first text').replace(
  '</head>',
  '<script src="app.js"></script></head>',
);
const NEXT = LIVE.replace('The first text', 'The second text');
const HEADERS = { ContentType: 'text/html; charset=utf-8', CacheControl: 'max-age=3600' };

let guest: Outsider;
let folder: string;

beforeAll(async () => {
  guest = await outsiderAt(SITE);
  folder = await mkdtemp(path.join(tmpdir(), 'holdfast-deploy-'));
  await guest.put('app.js', 'console.log(1);\n', { ContentType: 'text/javascript', CacheControl: 'max-age=3600' });
  await guest.put('index.html', LIVE, HEADERS);
  await guest.untilAccepted('index.html', LIVE);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const at = (as: 'approver' | 'deployer', ...words: string[]): Promise<Ended> =>
  holdfastAt({ dir: path.dirname(guest.stack.inbox), cwd: folder, as }, ...words);

async function valueOf(ended: Promise<Ended>, exitCode = 0) {
  const { stdout, stderr, exitCode: code } = await ended;
  expect({ code, stderr, stdout: code === exitCode ? '' : stdout }).toMatchObject({ code: exitCode });
  return JSON.parse(stdout);
}

it('goes from pull over staging and a person to production, is accepted by the guard, and can be undone', async () => {
  await valueOf(at('deployer', 'pull', SITE, 'index.html', 'app.js', '--yes', '--json'));
  expect(await readFile(path.join(folder, 'index.html'), 'utf8')).toBe(LIVE);
  await writeFile(path.join(folder, 'index.html'), NEXT);
  await writeFile(path.join(folder, 'app.js'), 'console.log(2);\n');

  const deployed = await valueOf(at('deployer', 'deploy', SITE, '--change', 'second text', '--yes', '--json'));
  expect(deployed).toMatchObject({ done: true, written: ['app.js', 'index.html'], obstacles: [], findings: [] });
  expect(deployed.proof.map(({ lines }: { lines: string[] }) => lines.length)).toEqual([6, 6]);
  expect((await guest.served('index.html'))?.body.toString()).toBe(LIVE);

  const early = await valueOf(at('deployer', 'promote', SITE, 'index.html', '--yes', '--json'), 3);
  expect(early.obstacles).toMatchObject([
    { rule: 'D2', path: 'index.html', next: expect.stringContaining('holdfast verify') },
  ]);
  await valueOf(at('approver', 'verify', SITE, 'index.html', '--yes', '--json'));

  const promoted = await valueOf(at('deployer', 'promote', SITE, 'index.html', '--yes', '--json'));
  expect(promoted).toMatchObject({ done: true, written: ['app.js', 'index.html'], change: 'second text' });
  expect(promoted.bases).toEqual({ moved: ['app.js', 'index.html'], left: [] });
  await guest.untilAccepted('index.html', NEXT);
  expect(await guest.incidents('index.html')).toEqual([]);
  expect((await guest.served('index.html'))?.headers).toMatchObject(HEADERS);
  expect((await guest.served('app.js'))?.body.toString()).toBe('console.log(2);\n');

  const listed = await valueOf(at('deployer', 'releases', SITE, '--json'));
  expect(listed.releases).toMatchObject([
    { id: promoted.release, target: 'production', state: 'done', change: 'second text' },
    { id: deployed.release, target: 'staging', state: 'done', change: 'second text' },
  ]);

  await valueOf(at('deployer', 'rollback', promoted.release, '--json', '--dry-run'));
  const back = await at('approver', 'rollback', promoted.release, '--yes', '--json');
  expect(JSON.parse(back.stdout)).toMatchObject({ obstacles: [{ rule: 'D6' }], findings: [{ code: 'base.stale' }] });
  expect(back.exitCode).toBe(3);
  expect((await guest.served('index.html'))?.body.toString()).toBe(NEXT);
});

it('says when production is ahead, and writes nothing', async () => {
  await valueOf(at('deployer', 'pull', SITE, 'index.html', '--yes', '--json'));
  const mine = await readFile(path.join(folder, 'index.html'), 'utf8');
  await writeFile(path.join(folder, 'index.html'), mine.replace('Sail', 'Row'));
  const theirs = mine.replace('</body>', '<p>Somebody else was here</p></body>');
  await guest.put('index.html', theirs, HEADERS);
  await guest.untilAccepted('index.html', theirs);
  const refused = await valueOf(at('deployer', 'deploy', SITE, 'index.html', '--yes', '--json'), 4);
  expect(refused.obstacles).toMatchObject([{ rule: 'D8', path: 'index.html' }]);
  expect(refused.done).toBe(false);
});
