import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Incident } from '../../src/lib/incident/incident.ts';
import { sha256 } from '../../src/lib/site/version.ts';
import { bookingPage, SCRIPT_KEY, staleCopy, STYLE_KEY } from './booking-page.ts';
import type { Outsider, Served } from './outsider.ts';
import { quietPage } from './quiet-page.ts';
import { after, type Teller } from './teller.ts';
import { until } from './until.ts';
import type { Purge, Witness } from './witness.ts';

/** Long enough for a cold start on a busy machine: usually it is one or two seconds. */
const PATIENCE_SECONDS = 60;

/** What happened to the page, for whoever tells it. */
export interface Happened {
  readonly key: string;
  readonly good: Served;
  readonly stale: Served;
  readonly uploadedAt: Date;
  readonly incident: Incident;
  /** When the good version was seen live again. */
  readonly liveAgainAt: Date;
  /** What CloudFront was asked to forget, and when that was seen: its own times are whole seconds. */
  readonly purge: Purge;
  readonly purgedAt: Date;
}

interface StoryDeps {
  readonly outsider: Outsider;
  readonly witness: Witness;
  readonly teller: Teller;
}

/** Puts up a good version, then a stale copy over it, and waits until the guard has put the good one back. */
export async function makeItHappen(deps: StoryDeps): Promise<Happened> {
  const key = await quietPage(deps.witness, new Date());
  const edition = new Date().toISOString();
  const html = { contentType: 'text/html; charset=utf-8', cacheControl: 'max-age=3600' };
  const good = { body: bookingPage(edition), ...html };
  const stale = { body: staleCopy(`old copy, ${edition}`), ...html };
  await putGood(key, good, deps);
  return putStale(key, good, stale, deps);
}

async function putGood(key: string, good: Served, { outsider, witness, teller }: StoryDeps): Promise<void> {
  teller.chapter('A good version goes live');
  await putAssets(outsider);
  const began = Date.now();
  await outsider.put(key, good);
  teller.line(`${where(outsider, key)}: ${size(good.body)}`);
  const accepted = await until('the good version is accepted', async () => acceptedAs(good.body, key, witness), {
    seconds: PATIENCE_SECONDS,
    say: (line) => teller.line(line, 'quiet'),
  });
  teller.line(`${after(began, Date.parse(accepted.acceptedAt))}  accepted, with ${accepted.tokens.length} features`);
  for (const token of accepted.tokens) teller.line(`           ${token}`, 'good');
}

async function putAssets(outsider: Outsider): Promise<void> {
  const read = (name: string) => readFile(path.join(import.meta.dirname, 'booking', name), 'utf8');
  const cacheControl = 'max-age=86400';
  await outsider.put(STYLE_KEY, { body: await read('booking.css'), contentType: 'text/css', cacheControl });
  await outsider.put(SCRIPT_KEY, { body: await read('booking.js'), contentType: 'text/javascript', cacheControl });
}

async function acceptedAs(body: string, key: string, witness: Witness) {
  const page = await witness.page(key);
  return page?.baseline?.sha256 === sha256(body) ? page.baseline : undefined;
}

async function putStale(
  key: string,
  good: Served,
  stale: Served,
  { outsider, witness, teller }: StoryDeps,
): Promise<Happened> {
  teller.chapter('Somebody copies an old index.html over it, as `aws s3 cp` would');
  const uploadedAt = new Date();
  await outsider.put(key, stale);
  teller.line(`${where(outsider, key)}: ${size(stale.body)}`);
  const patience = { seconds: PATIENCE_SECONDS, say: (line: string) => teller.line(line, 'quiet') };
  const liveAgain = async () => ((await outsider.get(key))?.body === good.body ? new Date() : undefined);
  const restored = async () => {
    const incident = await witness.incidentOf(key, stale.body, uploadedAt);
    return incident?.state === 'restored' ? incident : undefined;
  };
  const purged = async () => {
    const purge = await witness.purgeOf(key, uploadedAt);
    return purge && { purge, purgedAt: new Date() };
  };
  const [liveAgainAt, incident, { purge, purgedAt }] = await Promise.all([
    until('the good version is live again', liveAgain, patience),
    until('the incident is restored', restored, patience),
    until('CloudFront is asked to purge the page', purged, patience),
  ]);
  return { key, good, stale, uploadedAt, incident, liveAgainAt, purge, purgedAt };
}

function where({ bucket }: Outsider, key: string): string {
  return `s3://${bucket}/${key}`;
}

function size(body: string): string {
  const lines = body.split('\n').length - 1;
  return `${lines.toLocaleString('en')} lines, ${Math.round(Buffer.byteLength(body) / 1000)} KB`;
}
