import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { findChromium } from '../../src/cli/verify/find-chromium.ts';

let first: string;
let second: string;

/** A program of this name in a folder. */
async function program(folder: string, name: string, mode = 0o755): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, '#!/bin/sh\n');
  await chmod(file, mode);
  return file;
}

beforeEach(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-chromium-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  [first, second] = [path.join(folder, 'first'), path.join(folder, 'second')];
  await Promise.all([mkdir(first), mkdir(second)]);
});

describe('the browser that makes pictures', () => {
  test('is the one that is named, and no other', async () => {
    await program(first, 'chromium');
    const named = await program(second, 'my browser');
    expect(findChromium({ PATH: first, CHROMIUM: named })).toBe(named);
    expect(findChromium({ PATH: first, CHROMIUM: path.join(second, 'none') })).toBeUndefined();
    expect(findChromium({ PATH: first, CHROMIUM: second })).toBeUndefined();
  });

  test('is the first of the usual ones on the path that can be run', async () => {
    await mkdir(path.join(first, 'chromium'));
    await program(first, 'google-chrome');
    const wanted = await program(second, 'chromium-browser');
    expect(findChromium({ PATH: [first, second].join(path.delimiter) })).toBe(wanted);
  });

  test('is never one of the folder that one happens to be in', async () => {
    await program(first, 'chromium');
    const relative = path.relative(process.cwd(), first);
    expect(findChromium({ PATH: `${relative}${path.delimiter}.` })).not.toBe(path.join(relative, 'chromium'));
  });
});
