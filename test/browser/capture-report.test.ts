import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleReport } from '../capture/sample-report.ts';
import { seriousFaults } from './axe.ts';
import { startChromium } from './chromium.ts';
import { DESKTOP, PHONE, visitor, type Visitor } from './visitor.ts';

const SIZES: readonly (readonly [string, BrowserContextOptions])[] = [
  ['a desktop', DESKTOP],
  ['a phone', PHONE],
  ['a phone in the dark', { ...PHONE, colorScheme: 'dark' }],
];

describe.each(SIZES)('the report of a capture on %s', (_, size) => {
  let browser: Browser;
  let guest: Visitor;
  let folder: string;

  beforeAll(async () => {
    browser = await startChromium();
    folder = await mkdtemp(path.join(tmpdir(), 'holdfast-report-'));
    const file = path.join(folder, 'report.html');
    await writeFile(file, await sampleReport());
    guest = await visitor(browser, size);
    await guest.page.goto(pathToFileURL(file).href);
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true });
  });

  it('runs nothing, asks for nothing, and its policy refuses nothing', async () => {
    expect(await guest.page.title()).toBe('Capture 2026-03-10T12-00-00Z');
    expect(guest.asked).toHaveLength(1);
    expect(guest.complaints).toEqual([]);
  });

  it('fits', async () => {
    const width = await guest.page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBe(size.viewport?.width);
  });

  it('draws bars as long as what they stand for', async () => {
    const widths = await guest.page.locator('.services tbody tr').first().locator('rect').all();
    const drawn = await Promise.all(widths.map(async (rect) => (await rect.boundingBox())?.width ?? 0));
    expect(drawn).toHaveLength(2);
    for (const length of drawn) expect(length).toBeGreaterThan(40);
  });

  it('has no serious fault', async () => {
    expect(await seriousFaults(guest.page)).toEqual([]);
  });
});
