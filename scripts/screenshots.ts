import path from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import { INCIDENT_DETAIL } from '../src/lib/api/incident-shapes.ts';
import { startChromium } from '../test/browser/chromium.ts';
import { DESKTOP, PHONE, visitor } from '../test/browser/visitor.ts';
import { bookingPage, springPage, staleCopy, summerPage } from './demo/booking-page.ts';
import { caller } from './demo/caller.ts';
import { outsider } from './demo/outsider.ts';
import { newPage } from './demo/new-page.ts';
import { putAssets, putBad, putGood } from './demo/story.ts';
import { teller } from './demo/teller.ts';
import { witness } from './demo/witness.ts';
import { localClients } from './local/clients.ts';
import { startConsole } from './local/console.ts';
import { placesFor, type Places } from './local/places.ts';
import type { StackFile } from './local/stack-file.ts';
import { up } from './local/up.ts';

const APPROVER = 'web-lead@example.com';
const TALL: BrowserContextOptions = { ...DESKTOP, viewport: { width: 1280, height: 1000 } };
/** As high as all findings of the stale copy and the beginning of its diff. */
const TALLER: BrowserContextOptions = { ...DESKTOP, viewport: { width: 1280, height: 1400 } };

/** A page to photograph, and how. */
interface Shot {
  readonly file: string;
  readonly address: string;
  readonly size: BrowserContextOptions;
  /** Where to go from there. */
  readonly next?: string;
}

/** Undoes an edited copy of an older version of the demo's booking page on the local stack, and photographs what people see of it. */
async function photograph(places: Places): Promise<void> {
  const stack = await up(places, { env: process.env, say: (line) => console.log(line) });
  const incident = await undoneCopy(stack);
  const { link, review } = await addresses(stack, incident);
  const { address: launch } = await startConsole(places);
  await take({ file: 'review-page.png', address: link, size: TALLER });
  await take({ file: 'review-page-phone.png', address: review, size: PHONE });
  await take({ file: 'console.png', address: launch, size: TALL, next: `/sites/${stack.site}` });
}

async function undoneCopy(stack: StackFile): Promise<string> {
  const clients = localClients(stack.endpoint);
  const deps = {
    outsider: outsider(clients, stack.buckets.production),
    witness: witness(clients, stack),
    teller: teller(),
  };
  const key = await newPage(deps.witness, new Date());
  const served = (body: string) => ({ body, contentType: 'text/html; charset=utf-8', cacheControl: 'max-age=3600' });
  const spring = new Date().toISOString();
  await putAssets(deps);
  await putGood(key, served(springPage(spring)), deps);
  await putGood(key, served(summerPage(new Date().toISOString())), deps);
  const good = served(bookingPage(new Date().toISOString()));
  await putGood(key, good, deps);
  const { incident } = await putBad(key, good, served(staleCopy(spring)), deps);
  return incident.id;
}

async function addresses(stack: StackFile, incident: string): Promise<{ link: string; review: string }> {
  const link = await caller(stack, teller()).link('approver', incident, APPROVER);
  const headers = { authorization: `Bearer ${stack.principals.approver}` };
  const answer = await fetch(`${stack.api}/v1/incidents/${incident}`, { headers });
  return { link, review: INCIDENT_DETAIL.parse(await answer.json()).review };
}

async function take({ file, address, size, next }: Shot): Promise<void> {
  const browser = await startChromium();
  const { page } = await visitor(browser, { ...size, colorScheme: 'light' });
  await page.goto(address);
  if (next !== undefined) await page.goto(new URL(next, address).href);
  const place = path.resolve(import.meta.dirname, '..', 'docs', file);
  await page.screenshot({ path: place });
  console.log(`${place} of ${new URL(page.url()).pathname}`);
  await browser.close();
}

await photograph(placesFor(path.resolve(import.meta.dirname, '..'), process.env));
// The SDK's idle connections must not keep the process waiting.
process.exit();
