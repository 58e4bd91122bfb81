import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageWith } from '../local/guard-pages.ts';
import { startChromium } from './chromium.ts';
import { personalLink, told, viewAddress } from './links.ts';
import { undoneUpload, type Scene } from './scene.ts';
import { framingPage, postingPage, strangerSite } from './stranger.ts';
import { visitor } from './visitor.ts';

describe('a page of a stranger', () => {
  let browser: Browser;
  let scene: Scene;
  let address: string;

  beforeAll(async () => {
    browser = await startChromium();
    scene = await undoneUpload('stranger/index.html', pageWith(['HERO', 'CHECKOUT']), pageWith(['HERO']));
    address = await viewAddress(scene.incident.id);
  });
  afterAll(() => browser?.close());

  it('cannot post a decision, not even with a code that is right, and leaves the code usable', async () => {
    const { code } = await personalLink(scene.incident.id);
    const fields = {
      code,
      decision: 'override',
      reason: 'Win a sail',
      view: new URL(address).searchParams.get('view') ?? '',
    };
    const site = await strangerSite(postingPage(address, fields));
    const { page, leave } = await visitor(browser);
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.goto(site.address);

    expect((await answered).status()).toBe(403);
    expect(await told(scene.incident.id)).toMatchObject({ state: 'restored' });
    expect((await scene.guest.served(scene.key))?.body.toString()).toBe(scene.good);
    await leave();
    await site.close();

    const own = await visitor(browser);
    await own.page.goto(`${address}#code=${code}`);
    await own.page.getByRole('radio', { name: 'Dismiss' }).check();
    await own.page.getByRole('textbox', { name: 'Reason' }).fill('The guard was right');
    await own.page.getByRole('button', { name: 'Record the decision' }).click();
    await own.page.getByRole('status').filter({ hasText: 'Recorded' }).waitFor();
    expect(await told(scene.incident.id)).toMatchObject({ state: 'dismissed' });
    await own.leave();
  });

  it('cannot show the review page in a frame', async () => {
    const site = await strangerSite(framingPage(address));
    const { page, complaints, leave } = await visitor(browser);
    await page.goto(site.address);

    await expect.poll(() => complaints.join('\n')).toMatch(/frame-ancestors/);
    for (const frame of page.mainFrame().childFrames()) expect(await frame.content()).not.toContain('CHECKOUT');
    await leave();
    await site.close();
  });
});
