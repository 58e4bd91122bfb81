import { stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endConsole, startConsole } from '../../scripts/local/console.ts';
import { placesFor } from '../../scripts/local/places.ts';
import { textOf } from '../console/local/parsed.ts';
import { directoryOf } from './command-line.ts';
import { openedBy, type ConsoleBrowser } from './console-browser.ts';
import type { Outsider } from './guard-outsider.ts';
import { pageWith } from './guard-pages.ts';
import { outsiderAt } from './guard-site.ts';

const GOOD = pageWith(['HERO', 'CHECKOUT']);
const NEW = pageWith(['HERO'], 'Sail with us, without a checkout');
const places = placesFor(path.resolve(import.meta.dirname, '..', '..'), process.env);

let guest: Outsider;
let address: string;
let browser: ConsoleBrowser;

beforeAll(async () => {
  guest = await outsiderAt('guard-console');
  ({ address } = await startConsole(places));
  browser = await openedBy(address);
});
afterAll(() => endConsole(places));

/** Uploads a version that loses a feature, and waits until it was undone; gives the incident's page. */
async function undone(key: string): Promise<string> {
  await guest.put(key, GOOD);
  await guest.untilAccepted(key, GOOD);
  await guest.put(key, NEW);
  const { id } = await guest.untilIncident(key, 'restored');
  return `/incidents/${id}`;
}

describe('the console of the deployed stack', () => {
  it('shows the sites, the incident with its difference and both versions, and puts back what is overridden', async () => {
    const at = await undone('override.html');
    const start = await browser.show('/');
    expect(start.page.all('h2 a').map(textOf)).toContain('guard-console');
    expect(textOf(start.page.one('.where'))).toContain(`The stack on this machine (${guest.stack.endpoint})`);
    const site = await browser.show('/sites/guard-console');
    expect(site.page.all('[aria-labelledby="incidents"] a').map(({ attribs }) => attribs['href'])).toContain(at);

    const incident = await browser.show(at);
    expect(incident.status).toBe(200);
    expect(incident.page.all('.diff .gone mark').map(textOf).join(' ')).toContain('CHECKOUT');
    const frames = incident.page.all('iframe').map(({ attribs }) => attribs['src'] ?? '');
    const previews = await Promise.all(frames.map((frame) => browser.show(frame)));
    expect(previews.map(({ status }) => status)).toEqual([200, 200]);
    expect(previews.some(({ page }) => page.text.includes('Sail with us, without a checkout'))).toBe(true);
    const downloads = incident.page.all('a[download]').map(({ attribs }) => attribs['href'] ?? '');
    const bytes = await Promise.all(downloads.map(async (link) => (await fetch(link)).text()));
    expect(bytes).toEqual([NEW, GOOD]);

    const decided = await browser.send(at, `${at}/decide`, { decision: 'override', reason: 'no checkout' });
    expect(decided.status).toBe(200);
    expect(textOf(decided.page.one('.notice'))).toContain('Recorded: override.');
    await guest.untilServed('override.html', NEW);
    const after = await browser.show(at);
    expect(after.page.text).toMatch(/overridden.*no checkout/);
    expect(after.page.all('input[name="decision"]').map(({ attribs }) => attribs['value'])).not.toContain('override');
  });

  it('tells in place what the API refuses', async () => {
    const at = await undone('refused.html');
    const { page } = await browser.show(at);
    expect(page.all(`form[action="${at}/decide"]`)).toHaveLength(1);
    await browser.send(at, `${at}/decide`, { decision: 'override', reason: 'first' });
    const second = await browser.send(at, `${at}/decide`, { decision: 'override', reason: 'second' });
    expect(second.status).toBe(409);
    expect(textOf(second.page.one('[role="alert"]'))).toContain('overridden');
  });

  it('allows, pauses, retires and lets come back, each through the API', async () => {
    await guest.put('ahead.html', GOOD);
    await guest.untilAccepted('ahead.html', GOOD);
    const at = '/sites/guard-console';
    const page = `${at}/page?key=ahead.html`;
    const fields = { token: 'CHECKOUT', for: '1 hour', reason: 'it moves' };
    const allowed = await browser.send(page, `${at}/allow`, fields);
    expect(textOf(allowed.page.one('.notice'))).toContain('Allowed.');
    await guest.put('ahead.html', NEW);
    await guest.untilAccepted('ahead.html', NEW);
    const withdrawn = await browser.send(page, `${at}/withdraw`, {});
    expect(withdrawn.page.all(`form[action="${at}/withdraw"]`)).toEqual([]);

    const paused = await browser.send(at, `${at}/pause`, { page: 'other.html', for: '1 hour', reason: 'moving' });
    expect(paused.page.text).toContain('other.html until');
    const ended = await browser.send(at, `${at}/unpause`, {});
    expect(ended.page.text).toContain('The guard is awake.');

    const retired = await browser.send(at, `${at}/retire`, { kind: 'token', name: 'OLD_BANNER', reason: 'over' });
    expect(retired.page.text).toContain('token OLD_BANNER');
    const back = await browser.send(at, `${at}/unretire`, {});
    expect(back.page.text).toContain('Nothing is retired.');
  });

  it('makes a personal link that shows the incident', async () => {
    const at = await undone('link.html');
    const made = await browser.send(at, `${at}/link`, { approver: 'web-lead@example.com' });
    const [link = '', code = ''] = made.page.all('.secret').map(textOf);
    expect(code).toMatch(/^(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}$/);
    expect(link.endsWith(`#code=${code}`)).toBe(true);
    const review = await fetch(link);
    expect(review.status).toBe(200);
    expect(await review.text()).toContain('link.html');
  });

  it('opens once: who comes later is told how to open another, and learns nothing', async () => {
    const answer = await fetch(address);
    expect(answer.status).toBe(403);
    const page = await answer.text();
    expect(page).toContain('npx holdfast console --local');
    expect(page).not.toContain('guard-console');
    await expect(openedBy(address)).rejects.toThrow('did not open');
  });

  it('keeps its address from everybody else on the machine', async () => {
    const { mode } = await stat(path.join(places.dir, 'console.log'));
    expect(mode & 0o777).toBe(0o600);
  });
});

describe('the console in the hands of somebody who is no approver', () => {
  it('shows everything, and is refused every decision', async () => {
    const at = await undone('stranger.html');
    const dir = await directoryOf(places.dir, 'stranger');
    const theirs = { ...places, dir, config: path.join(dir, 'holdfast.yml') };
    try {
      const stranger = await openedBy((await startConsole(theirs)).address);
      expect((await stranger.show(at)).status).toBe(200);
      const refused = await stranger.send(at, `${at}/decide`, { decision: 'override', reason: 'let me' });
      expect(refused.status).toBe(403);
      expect(textOf(refused.page.one('[role="alert"]'))).toContain('is no approver of guard-console');
      expect(
        (await stranger.send('/sites/guard-console', '/sites/guard-console/pause', { for: '1 hour', reason: 'x' }))
          .status,
      ).toBe(403);
    } finally {
      await endConsole(theirs);
    }
    expect((await guest.served('stranger.html'))?.body.toString()).toBe(GOOD);
  });
});
