import type { Browser, Frame, Page } from 'playwright-core';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChromium } from './chromium.ts';
import { startConsole } from './console.ts';
import { HOSTILE_TEXT, hostilePage, RAN } from './hostile-page.ts';
import { viewAddress } from './links.ts';
import { undoneUpload } from './scene.ts';
import { strangerSite } from './stranger.ts';
import { setTrap, type Trap } from './trap.ts';
import { DESKTOP, visitor, type Visitor } from './visitor.ts';

// A refresh of the page after no seconds, and a connection made ahead, have happened by then.
const SETTLED_MS = 2000;

/** Where previews are shown, and what has to be ended with it. */
interface Place {
  readonly open: (incident: string, guest: Visitor) => Promise<() => Promise<void>>;
}

const REVIEW_PAGE: Place = {
  async open(incident, { page }) {
    await page.goto(await viewAddress(incident));
    return () => Promise.resolve();
  },
};

const CONSOLE: Place = {
  async open(incident, { page }) {
    const { launch, origin, close } = await startConsole();
    await page.goto(launch);
    await page.goto(`${origin}/incidents/${incident}`);
    return close;
  },
};

describe.each([
  ['the review page', 'review', REVIEW_PAGE],
  ['the console', 'console', CONSOLE],
])('on %s the previews of hostile pages', (_, folder, place) => {
  let browser: Browser;
  let trap: Trap;
  let guest: Visitor;
  let close: () => Promise<void>;

  beforeAll(async () => {
    browser = await startChromium();
    trap = await setTrap();
    const [good, bad] = [hostilePage(trap.address, ['HERO', 'CHECKOUT']), hostilePage(trap.address, ['HERO'])];
    const { incident } = await undoneUpload(`hostile/${folder}.html`, good, bad);
    guest = await visitor(browser, DESKTOP);
    close = await place.open(incident.id, guest);
    await sleep(SETTLED_MS);
  });
  afterAll(async () => {
    await browser?.close();
    await close?.();
    await trap?.close();
  });

  it('show what they say, in two frames', async () => {
    expect(await Promise.all(previews(guest.page).map(async (frame) => heading(frame)))).toEqual([
      HOSTILE_TEXT,
      HOSTILE_TEXT,
    ]);
  });

  it('run no script, theirs or any other', async () => {
    for (const frame of guest.page.frames()) expect(await frame.locator(`[${RAN}]`).count()).toBe(0);
  });

  it('lead nowhere when they are clicked all over', async () => {
    const before = guest.page.frames().map((frame) => frame.url());
    for (const frame of previews(guest.page)) {
      for (const inert of await frame.locator('a, button, input, area, text').all()) {
        await inert.dispatchEvent('click').catch(() => undefined);
        await inert.click({ force: true, timeout: 1000 }).catch(() => undefined);
      }
    }
    await sleep(SETTLED_MS);

    expect(guest.page.frames().map((frame) => frame.url())).toEqual(before);
    expect(guest.page.context().pages()).toHaveLength(1);
  });

  it('are as dead when they are opened alone', async () => {
    const alone = await guest.page.context().newPage();
    for (const url of previews(guest.page).map((frame) => frame.url())) {
      const answer = await alone.goto(url);
      await sleep(SETTLED_MS);
      expect(answer?.headers()['content-security-policy']).toMatch(/(?:^|; )sandbox(?:;|$)/);
      expect(alone.url()).toBe(url);
      expect(await heading(alone.mainFrame())).toBe(HOSTILE_TEXT);
      expect(await alone.locator(`[${RAN}]`).count()).toBe(0);
    }
    await alone.close();
  });

  it('reach nobody: no request leaves for another host, and nobody connected to the trap', () => {
    const ours = new URL(guest.page.url()).origin;
    expect(guest.asked.filter((address) => new URL(address).origin !== ours)).toEqual([]);
    expect(trap.visits()).toBe(0);
  });
});

it('would be caught in the trap: a browser that is shown such a page as it is runs its scripts and goes there', async () => {
  const browser = await startChromium();
  const trap = await setTrap();
  const site = await strangerSite(hostilePage(trap.address, ['HERO']).replace(/<meta http-equiv="refresh".*/, ''));
  const { page, leave } = await visitor(browser, DESKTOP);
  await page.goto(site.address, { waitUntil: 'commit' });

  await expect.poll(() => trap.visits()).toBeGreaterThan(0);
  await page.locator(`[${RAN}]`).waitFor({ state: 'attached' });
  await leave();
  await Promise.all([browser.close(), site.close(), trap.close()]);
});

/** The frames of both versions. */
function previews(page: Page): Frame[] {
  return page.mainFrame().childFrames();
}

async function heading(frame: Frame): Promise<string> {
  return frame.getByRole('heading', { level: 1 }).innerText();
}
