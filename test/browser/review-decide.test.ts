import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageWith } from '../local/guard-pages.ts';
import { seriousFaults } from './axe.ts';
import { startChromium } from './chromium.ts';
import { personalLink, told, viewAddress } from './links.ts';
import { APPROVER, undoneUpload, type Scene } from './scene.ts';
import { DESKTOP, PHONE, visitor } from './visitor.ts';

const GOOD = pageWith(['HERO', 'CHECKOUT']);

let browser: Browser;
beforeAll(async () => {
  browser = await startChromium();
});
afterAll(() => browser?.close());

const codeField = (page: Page) => page.getByRole('textbox', { name: 'Your code' });
const reasonField = (page: Page) => page.getByRole('textbox', { name: 'Reason' });
const record = (page: Page) => page.getByRole('button', { name: 'Record the decision' });

describe('an approver with a personal link', () => {
  let scene: Scene;
  let link: string;
  let code: string;

  beforeAll(async () => {
    scene = await undoneUpload('decide/index.html', GOOD, pageWith(['HERO'], 'Sail on Sundays'));
    ({ link, code } = await personalLink(scene.incident.id));
  });

  it('overrules the guard on a desktop, by mouse: the page follows, the code is out of the address', async () => {
    const { page, complaints, leave } = await visitor(browser, DESKTOP);
    await page.goto(link);

    await page.getByText('Filled in from your link.').waitFor();
    expect(await codeField(page).inputValue()).toBe(code);
    expect(page.url()).toBe(await viewAddress(scene.incident.id));
    await page.getByRole('radio', { name: 'Override' }).check();
    await reasonField(page).fill('The checkout moved to its own page');
    await record(page).click();
    await page.getByRole('status').filter({ hasText: 'Recorded' }).waitFor();

    expect(page.url()).not.toContain(code);
    expect(await seriousFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await scene.guest.untilServed(scene.key, scene.bad);
    expect(await told(scene.incident.id)).toMatchObject({
      state: 'overridden',
      decision: {
        what: 'override',
        reason: 'The checkout moved to its own page',
        by: expect.stringContaining(APPROVER),
      },
    });
    await leave();
  });

  it('is refused when the same link comes again, and nothing changes', async () => {
    const before = await told(scene.incident.id);
    const { page, leave } = await visitor(browser, DESKTOP);
    await page.goto(link);
    await page.getByRole('radio', { name: 'Restore' }).check();
    await reasonField(page).fill('Once more');
    await record(page).click();

    expect(await page.getByRole('alert').innerText()).toMatch(/used/);
    expect(await told(scene.incident.id)).toEqual(before);
    expect((await scene.guest.served(scene.key))?.body.toString()).toBe(scene.bad);
    await leave();
  });
});

it('decides with the keyboard alone', async () => {
  const scene = await undoneUpload('keyboard/index.html', GOOD, pageWith(['HERO'], 'Sail on Mondays'));
  const { link } = await personalLink(scene.incident.id);
  const { page, leave } = await visitor(browser, DESKTOP);
  await page.goto(link);

  await tabTo(page, '[name=decision]');
  await page.keyboard.press('Space');
  for (let i = 0; i < 5 && (await focused(page)) !== 'dismiss'; i += 1) await page.keyboard.press('ArrowDown');
  expect(await focused(page)).toBe('dismiss');
  await tabTo(page, '[name=reason]');
  await page.keyboard.type('The copy was stale');
  await tabTo(page, 'button[type=submit]');
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: 'Recorded' }).waitFor();

  expect(await told(scene.incident.id)).toMatchObject({
    state: 'dismissed',
    decision: { reason: 'The copy was stale' },
  });
  expect((await scene.guest.served(scene.key))?.body.toString()).toBe(scene.good);
  await leave();
});

it('decides on a phone without JavaScript, the code typed in small letters and with spaces', async () => {
  const scene = await undoneUpload('phone/index.html', GOOD, pageWith(['HERO'], 'Sail on Fridays'));
  const { code, link } = await personalLink(scene.incident.id);
  const { page, complaints, leave } = await visitor(browser, { ...PHONE, javaScriptEnabled: false });
  await page.goto(link);

  expect(await codeField(page).inputValue()).toBe('');
  await page.getByText('Override', { exact: true }).tap();
  await reasonField(page).fill('Agreed with the crew');
  await codeField(page).fill(code.toLowerCase().replaceAll('-', ' '));
  await record(page).tap();
  await page.getByRole('status').filter({ hasText: 'Recorded' }).waitFor();

  expect(complaints).toEqual([]);
  await scene.guest.untilServed(scene.key, scene.bad);
  await leave();
});

it('says what is wrong with a code, and keeps what was written', async () => {
  const scene = await undoneUpload('wrong/index.html', GOOD, pageWith(['HERO'], 'Sail on Tuesdays'));
  const { page, leave } = await visitor(browser, PHONE);
  await page.goto(await viewAddress(scene.incident.id));
  await page.getByRole('radio', { name: 'Override' }).check();
  await reasonField(page).fill('Because <b>I</b> say so');
  await codeField(page).fill('AAAAA-AAAAA-AAAAA-AAAAA');
  await record(page).click();

  expect(await page.getByRole('alert').innerText()).toMatch(/does not belong/);
  expect(await seriousFaults(page)).toEqual([]);
  expect(await reasonField(page).inputValue()).toBe('Because <b>I</b> say so');
  expect(await told(scene.incident.id)).toMatchObject({ state: 'restored' });
  await leave();
});

/** Presses Tab until something that matches has the focus. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await page.locator(`${selector}:focus`).count()) > 0) return;
  }
  throw new Error(`${selector} is not reached with the Tab key`);
}

async function focused(page: Page): Promise<string | null> {
  return page.locator(':focus').getAttribute('value');
}
