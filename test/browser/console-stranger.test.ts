import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageWith } from '../local/guard-pages.ts';
import { startChromium } from './chromium.ts';
import { startConsole, type Console } from './console.ts';
import { told } from './links.ts';
import { undoneUpload, type Scene } from './scene.ts';
import { framingPage, postingPage, strangerSite } from './stranger.ts';
import { visitor, type Visitor } from './visitor.ts';

describe('beside an open console', () => {
  let browser: Browser;
  let scene: Scene;
  let running: Console;
  let operator: Visitor;

  beforeAll(async () => {
    browser = await startChromium();
    scene = await undoneUpload('beside/index.html', pageWith(['HERO', 'CHECKOUT']), pageWith(['HERO']));
    running = await startConsole();
    operator = await visitor(browser);
    await operator.page.goto(running.launch);
  });
  afterAll(async () => {
    await browser?.close();
    await running?.close();
  });

  it('another browser is not let in, by the launch address or without it, and learns nothing', async () => {
    const other = await visitor(browser);
    for (const address of [running.launch, `${running.origin}/`, `${running.origin}/incidents/${scene.incident.id}`]) {
      await other.page.goto(address);
      expect(await other.page.content()).not.toContain('guard-browser');
    }
    await other.leave();
  });

  it('a page on another port posts nothing, not even with the token of a form', async () => {
    const incident = `${running.origin}/incidents/${scene.incident.id}`;
    await operator.page.goto(incident);
    const token = await operator.page.locator('input[name=form-token]').first().inputValue();
    const fields = { 'form-token': token, decision: 'override', reason: 'Win a sail' };
    const site = await strangerSite(postingPage(`${incident}/decide`, fields));
    const answered = operator.page.waitForResponse((response) => response.request().method() === 'POST');
    await operator.page.goto(site.address);

    expect((await answered).status()).toBe(403);
    expect(await told(scene.incident.id)).toMatchObject({ state: 'restored' });
    expect((await scene.guest.served(scene.key))?.body.toString()).toBe(scene.good);
    await site.close();
  });

  it('a page on another port reads and frames nothing', async () => {
    const site = await strangerSite(framingPage(`${running.origin}/`));
    await operator.page.goto(site.address);

    await expect.poll(() => operator.complaints.join('\n')).toMatch(/frame-ancestors/);
    for (const frame of operator.page.mainFrame().childFrames()) {
      expect(await frame.content()).not.toContain('guard-browser');
    }
    const read = operator.page.evaluate(
      `fetch('${running.origin}/', { credentials: 'include' }).then((r) => r.text())`,
    );
    await expect(read).rejects.toThrow(/Failed to fetch/);
    await site.close();
  });

  it('answers to no other name, as a name server could have it called', async () => {
    const port = new URL(running.origin).port;
    const rebound = await visitor(browser);
    await rebound.page.goto(`http://sails.localhost:${port}/`);
    expect(await rebound.page.content()).not.toContain('guard-browser');
    expect(await rebound.page.content()).toContain('another address');
    await rebound.leave();
  });
});
