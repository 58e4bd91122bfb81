import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { holdfast } from './command-line.ts';
import type { Outsider } from './guard-outsider.ts';
import { pageWith } from './guard-pages.ts';
import { outsiderAt } from './guard-site.ts';

let guest: Outsider;
let dir: string;

beforeAll(async () => {
  guest = await outsiderAt('guard-cli');
  dir = path.dirname(guest.stack.inbox);
});

async function backtest(...words: string[]) {
  const { exitCode, stdout, stderr } = await holdfast(dir, 'backtest', 'guard-cli', ...words);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  return stdout;
}

const linesOf = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

it('says of a bucket’s versions what the guard did', async () => {
  const key = 'a backtest/größe.html';
  const good = pageWith(['HERO', 'CHECKOUT']);
  await guest.put(key, good);
  await guest.untilAccepted(key, good);
  await guest.put(key, pageWith(['HERO']));
  await guest.untilServed(key, good);
  await guest.untilIncident(key, 'restored');

  const [first, stale, restored, ...more] = linesOf(await backtest(key, '--json'));
  expect(first).toMatchObject({ page: key, number: 1, verdict: 'accepted', findings: [], ancestor: null });
  expect(stale).toMatchObject({ number: 2, verdict: 'rollback', ancestor: first.version });
  expect(stale.findings).toContainEqual(expect.objectContaining({ code: 'token.lost', token: 'CHECKOUT' }));
  expect(restored).toMatchObject({ number: 3, verdict: 'unchanged' });
  expect(more).toEqual([]);

  const alerts = linesOf(await backtest(key, '--json', '--severity', 'token.lost=alert,base.stale=ignore'));
  expect(alerts.map(({ verdict }) => verdict)).toEqual(['accepted', 'alert', 'unchanged']);
});

it('finds the version that a page without a token was edited from, and draws it', async () => {
  const key = 'backtest-stale.html';
  const lines = Array.from({ length: 60 }, (_, line) => `<p>Line ${line} of a page about boats and the bay.</p>`);
  const edited = (count: number) =>
    `<!doctype html>\n<title>Boats</title>\n${lines.map((line, at) => (at < count ? `${line}<b>${at}</b>` : line)).join('\n')}\n`;
  for (const count of [1, 4, 7, 10]) {
    await guest.put(key, edited(count));
    await guest.untilAccepted(key, edited(count));
  }
  await guest.put(key, `${edited(4)}<p>A line of its own.</p>\n`);
  await guest.untilServed(key, edited(10));
  await guest.untilIncident(key, 'restored');

  const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-backtest-'));
  const picture = path.join(folder, 'picture.svg');
  const versions = linesOf(await backtest(key, '--json', '--picture', picture));
  expect(versions.map(({ verdict }) => verdict)).toEqual([...Array(4).fill('accepted'), 'rollback', 'unchanged']);
  expect(versions[4]).toMatchObject({ findings: [{ code: 'base.stale', undoes: 2 }], ancestor: versions[1].version });
  expect(await readFile(picture, 'utf8')).toContain('class="arc rollback"');
  await rm(folder, { recursive: true });

  const last = await backtest(key, '--last', '2', '--all');
  expect(last).toContain('2 versions of 1 page');
});

it('replays every live page of the bucket', async () => {
  await guest.put('backtest-live.html', pageWith(['HERO']));
  const shown = await backtest();
  expect(shown).toContain('s3://guard-cli-prod/, judged by the site guard-cli, as if it enforced.');
  expect(linesOf(await backtest('--json')).map(({ page }) => page)).toContain('backtest-live.html');
});
