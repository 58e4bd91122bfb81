import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageWith } from '../local/guard-pages.ts';
import { seriousFaults } from './axe.ts';
import { startChromium } from './chromium.ts';
import { startConsole, type Console } from './console.ts';
import { undoneUpload } from './scene.ts';
import { DESKTOP, PHONE, visitor, type Visitor } from './visitor.ts';

const SITE = 'guard-browser';
const KEY = 'shown/index.html';

describe.each([
  ['a desktop', DESKTOP],
  ['a phone', PHONE],
] as const)('the pages of the console on %s', (_, size) => {
  let browser: Browser;
  let running: Console;
  let operator: Visitor;
  let addresses: string[];

  beforeAll(async () => {
    browser = await startChromium();
    const { incident } = await undoneUpload(KEY, pageWith(['HERO', 'CHECKOUT']), pageWith(['HERO'], 'Sail on Sundays'));
    running = await startConsole();
    operator = await visitor(browser, size);
    await operator.page.goto(running.launch);
    const site = `${running.origin}/sites/${SITE}`;
    const page = `${site}/page?key=${encodeURIComponent(KEY)}`;
    addresses = [`${running.origin}/`, site, `${site}/tokens`, page, `${running.origin}/incidents/${incident.id}`];
    addresses.push(`${running.origin}/nowhere`);
  });
  afterAll(async () => {
    await browser?.close();
    await running?.close();
  });

  it.each(['light', 'dark'] as const)(
    'are without serious faults for axe in %s, and as wide as the screen',
    async (scheme) => {
      const { page } = operator;
      await page.emulateMedia({ colorScheme: scheme });
      for (const address of addresses) {
        await page.goto(address);
        await unfold(page);
        expect({ address, faults: await seriousFaults(page), beyond: await beyondTheScreen(page) }).toEqual({
          address,
          faults: [],
          beyond: 0,
        });
      }
    },
  );
});

/** Opens every form that stands behind its summary. */
async function unfold(page: Page): Promise<void> {
  await page.evaluate('for (const folded of document.querySelectorAll("details")) folded.open = true');
}

/** By how many pixels the page is wider than the screen. */
async function beyondTheScreen(page: Page): Promise<unknown> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
