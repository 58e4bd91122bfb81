import { execFile } from 'node:child_process';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdfastAt, type Ended } from './command-line.ts';
import type { Outsider } from './guard-outsider.ts';
import { outsiderAt } from './guard-site.ts';

const KEY = 'booking/index.html';
const LINES = ['<h1>Sail</h1>', '<p>one</p>', '<p>two</p>', '<p>three</p>', '<p>four</p>', '<p>five</p>'];
const LIVE = `<!doctype html>\n<html><head><title>Boats</title></head><body>\n${LINES.join('\n')}\n</body></html>`;
const MINE = LIVE.replace('one', 'one, mine');
const NEXT = LIVE.replace('five', 'five, theirs');
const MERGED = MINE.replace('five', 'five, theirs');

let guest: Outsider;
let dir: string;
let cwd: string;

beforeAll(async () => {
  guest = await outsiderAt('guard-pull');
  dir = path.dirname(guest.stack.inbox);
  cwd = await realpath(await mkdtemp(path.join(tmpdir(), 'holdfast-pull-')));
});

afterAll(() => rm(cwd, { recursive: true }));

const deployer = (...words: string[]): Promise<Ended> => holdfastAt({ dir, cwd, as: 'deployer' }, ...words);
const file = () => path.join(cwd, ...KEY.split('/'));

describe('a deployer at a terminal', () => {
  it('pulls, edits, is told that production moved on, merges with git, and is ahead', async () => {
    await guest.put(KEY, gzipSync(LIVE), { ContentType: 'text/html', ContentEncoding: 'gzip' });
    await guest.put('plain.html', LIVE, { ContentType: 'text/html' });
    await guest.untilAccepted('plain.html', LIVE);
    expect(await deployer('diff', 'guard-pull')).toMatchObject({ exitCode: 2, stdout: '' });
    expect(await deployer('pull', 'guard-pull')).toMatchObject({ exitCode: 0 });
    expect(await readFile(file(), 'utf8')).toBe(LIVE);
    expect(await deployer('diff', 'guard-pull')).toMatchObject({ exitCode: 0 });

    await writeFile(file(), MINE);
    const ahead = await deployer('diff', 'guard-pull', KEY);
    expect(ahead).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('+<p>one, mine</p>') });

    await guest.put(KEY, gzipSync(NEXT), { ContentType: 'text/html', ContentEncoding: 'gzip' });
    const diverged = await deployer('diff', 'guard-pull', '--json');
    expect(diverged.exitCode).toBe(4);
    const told = JSON.parse(diverged.stdout);
    expect(told.files.find((each: { path: string }) => each.path === KEY)).toMatchObject({ state: 'diverged' });
    expect(await deployer('pull', 'guard-pull')).toMatchObject({ exitCode: 6 });
    expect(await deployer('pull', 'guard-pull', KEY, '--merged')).toMatchObject({ exitCode: 3 });

    await promisify(execFile)('sh', ['-c', told.merges[0].merge], { cwd });
    expect(await readFile(file(), 'utf8')).toBe(MERGED);
    expect(await deployer('pull', 'guard-pull', KEY, '--merged')).toMatchObject({ exitCode: 0 });
    const after = await deployer('diff', 'guard-pull', '--exit-code');
    expect(after).toMatchObject({ exitCode: 6, stdout: expect.stringContaining(`${KEY}: ahead`) });
    expect((await guest.served(KEY))?.body.equals(gzipSync(NEXT))).toBe(true);
  });

  it('pulls what somebody else uploaded where nothing was changed', async () => {
    await guest.put('plain.html', NEXT, { ContentType: 'text/html' });
    expect(await deployer('diff', 'guard-pull', 'plain.html')).toMatchObject({ exitCode: 4 });
    expect(await deployer('pull', 'guard-pull', 'plain.html')).toMatchObject({ exitCode: 0 });
    expect(await readFile(path.join(cwd, 'plain.html'), 'utf8')).toBe(NEXT);
  });
});
