import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { screenshot } from '../../src/cli/verify/screenshot.ts';

// Its picture is the environment that it was started with.
const TELLING =
  '#!/bin/sh\nfor each in "$@"; do case "$each" in --screenshot=*) env > "${each#--screenshot=}" ;; esac; done\n';

test('the browser is told no credentials, and has a home of its own', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-browser-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const browser = path.join(folder, 'browser');
  await writeFile(browser, TELLING, { mode: 0o755 });
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('GITHUB_TOKEN', 'secret');
  vi.stubEnv('HTTPS_PROXY', 'http://proxy.example:3128');
  vi.stubEnv('HOME', folder);
  const told = Buffer.from(await screenshot(browser, 'https://demo.example/', 'phone')).toString();
  expect(told).not.toContain('secret');
  expect(told).not.toContain(`HOME=${folder}\n`);
  expect(told).toContain('HTTPS_PROXY=http://proxy.example:3128');
  expect(told).toContain('PATH=');
});
