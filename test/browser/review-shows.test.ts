import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pageWith } from '../local/guard-pages.ts';
import { seriousFaults } from './axe.ts';
import { startChromium } from './chromium.ts';
import { viewAddress } from './links.ts';
import { undoneUpload, type Scene } from './scene.ts';
import { DESKTOP, PHONE, visitor } from './visitor.ts';

let browser: Browser;
let scene: Scene;
let address: string;
beforeAll(async () => {
  browser = await startChromium();
  scene = await undoneUpload('shows/index.html', pageWith(['HERO', 'CHECKOUT']), pageWith(['HERO'], 'Sail <today>'));
  address = await viewAddress(scene.incident.id);
});
afterAll(() => browser?.close());

it.each([
  ['a desktop in light', DESKTOP, 'light'],
  ['a desktop in dark', DESKTOP, 'dark'],
  ['a phone in light', PHONE, 'light'],
  ['a phone in dark', PHONE, 'dark'],
] as const)('is without serious faults for axe on %s, and as wide as the screen', async (_, size, colorScheme) => {
  const { page, complaints, leave } = await visitor(browser, { ...size, colorScheme });
  await page.goto(address);

  expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain(scene.key);
  expect(await seriousFaults(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
  expect(complaints).toEqual([]);
  await leave();
});

it('tells what was lost and what changed, as text', async () => {
  const { page, leave } = await visitor(browser);
  await page.goto(address);
  const says = await page.getByRole('main').innerText();

  for (const told of ['CHECKOUT', 'token.lost', 'Sail <today>', 'Baseline', 'Rejected version']) {
    expect(says).toContain(told);
  }
  await leave();
});

it('shows nothing without the key of its address, or with that of another incident', async () => {
  const other = await undoneUpload('other/index.html', pageWith(['HERO', 'CHECKOUT']), pageWith(['HERO']));
  const swapped = address.replace(scene.incident.id, other.incident.id);
  for (const wrong of [
    address.replace(/\?.*$/, ''),
    address.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
    swapped,
  ]) {
    const { page, leave } = await visitor(browser);
    const answer = await page.goto(wrong);

    expect(answer?.status()).toBe(403);
    expect(await page.content()).not.toContain('CHECKOUT');
    expect(await seriousFaults(page)).toEqual([]);
    await leave();
  }
});

it('leaves no trace: nothing is kept, nothing says where one came from, nobody may frame it', async () => {
  const { page, leave } = await visitor(browser);
  const answer = await page.goto(address);
  const headers = await answer?.allHeaders();

  expect(headers).toMatchObject({
    'cache-control': expect.stringContaining('no-store'),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
  });
  expect(headers?.['set-cookie']).toBeUndefined();
  await leave();
});
