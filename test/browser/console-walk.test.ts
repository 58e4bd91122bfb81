import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageWith } from '../local/guard-pages.ts';
import { startChromium } from './chromium.ts';
import { startConsole, toSite, type Console } from './console.ts';
import { told } from './links.ts';
import { undoneUpload, type Scene } from './scene.ts';
import { DESKTOP, PHONE, visitor, type Visitor } from './visitor.ts';

const SITE = 'guard-browser';

describe.each([
  ['a desktop', 'on-a-desktop', DESKTOP],
  ['a phone without JavaScript', 'on-a-phone', { ...PHONE, javaScriptEnabled: false }],
] as const)('the console on %s', (_, folder, size) => {
  const key = `${folder}/index.html`;
  let browser: Browser;
  let running: Console;
  let scene: Scene;
  let operator: Visitor;

  beforeAll(async () => {
    browser = await startChromium();
    scene = await undoneUpload(key, pageWith(['HERO', 'CHECKOUT']), pageWith(['HERO'], 'Sail on Sundays'));
    running = await startConsole();
    operator = await visitor(browser, size);
    await operator.page.goto(running.launch);
  });
  afterAll(async () => {
    await browser?.close();
    await running?.close();
  });

  it('leads from the start page to the incident, its diff and its previews', async () => {
    const { page } = operator;
    expect(page.url()).toBe(`${running.origin}/`);
    await toSite(page, SITE);
    await page.getByRole('region', { name: 'Incidents' }).getByRole('link', { name: key }).click();

    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain(key);
    expect(await page.getByRole('main').innerText()).toContain('Sail on Sundays');
    const rejected = page.frameLocator('iframe[title^="Rejected"]');
    expect(await rejected.getByRole('heading', { level: 1 }).innerText()).toBe('Sail on Sundays');
  });

  it('refuses a decision without a reason, and records one with it: the page follows', async () => {
    const { page } = operator;
    await page.getByRole('radio', { name: 'Override' }).check();
    await page.getByRole('textbox', { name: 'Reason' }).fill('   ');
    await page.getByRole('button', { name: 'Record the decision' }).click();
    expect(await page.getByRole('alert').innerText()).toMatch(/reason/);
    expect(await told(scene.incident.id)).toMatchObject({ state: 'restored' });

    await page.getByRole('radio', { name: 'Override' }).check();
    await page.getByRole('textbox', { name: 'Reason' }).fill('The checkout moved');
    await page.getByRole('button', { name: 'Record the decision' }).click();
    await page.getByRole('status').filter({ hasText: 'Recorded' }).waitFor();
    await scene.guest.untilServed(key, scene.bad);
    expect(await told(scene.incident.id)).toMatchObject({
      state: 'overridden',
      decision: {
        what: 'override',
        reason: 'The checkout moved',
        by: expect.stringContaining('assumed-role/web-lead'),
      },
    });
  });

  it('pauses a page, and ends the pause', async () => {
    const { page } = operator;
    await page.goto(`${running.origin}/sites/${SITE}`);
    await page.getByText('Pause a page, or the whole site').click();
    await page.getByRole('textbox', { name: 'Page' }).fill(key);
    await page.getByRole('region', { name: 'Pauses' }).getByRole('textbox', { name: 'Reason' }).fill('A big <move>');
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByRole('status').waitFor();
    expect(await page.getByRole('region', { name: 'Pauses' }).innerText()).toContain('A big <move>');

    await page.getByRole('button', { name: 'End this pause' }).click();
    await page.getByRole('status').filter({ hasText: 'ended' }).waitFor();
    expect(await page.getByRole('region', { name: 'Pauses' }).innerText()).not.toContain('A big <move>');
  });

  it('shows the page with the history of its tokens', async () => {
    const { page } = operator;
    await page.getByRole('region', { name: 'Pages' }).getByRole('link', { name: key }).click();
    const tokens = await page.getByRole('region', { name: 'Tokens' }).innerText();

    expect(tokens).toMatch(/CHECKOUT[\s\S]*lost/);
    expect(tokens).toMatch(/HERO[\s\S]*live/);
    // The form that was refused is told by its status as well.
    expect(operator.complaints.filter((text) => !text.includes('status of 400'))).toEqual([]);
    expect(operator.asked.filter((address) => new URL(address).origin !== running.origin)).toEqual([]);
  });
});
