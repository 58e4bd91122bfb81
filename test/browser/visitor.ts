import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** The sizes that pages are walked on. */
export const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };
export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

const PATIENCE_MS = 20_000;

/** Somebody at a browser of their own, and what their browser asked for and complained of. */
export interface Visitor {
  readonly page: Page;
  /** Addresses of everything that was asked for, but what stands in the page itself (`data:`, `about:`). */
  readonly asked: readonly string[];
  /** What the console says at level error, such as everything that the page's policy refused. */
  readonly complaints: readonly string[];
  readonly leave: () => Promise<void>;
}

/** A new visitor with no history, cookies or storage. */
export async function visitor(browser: Browser, options: BrowserContextOptions = DESKTOP): Promise<Visitor> {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const asked: string[] = [];
  const complaints: string[] = [];
  context.on('request', (request) => {
    if (!/^(?:data|about):/.test(request.url())) asked.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, asked, complaints, leave: () => context.close() };
}
