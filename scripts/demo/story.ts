import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Incident } from '../../src/lib/incident/incident.ts';
import type { Baseline } from '../../src/lib/site/page-record.ts';
import { sha256 } from '../../src/lib/site/version.ts';
import { SCRIPT_KEY, STYLE_KEY } from './booking-page.ts';
import type { Outsider, Served } from './outsider.ts';
import { after, type Teller } from './teller.ts';
import { patience, until } from './until.ts';
import type { Purge, Witness } from './witness.ts';
import type { WorkingFolder } from './working-folder.ts';

/** What happened to the page, for whoever tells it. */
export interface Happened {
  readonly key: string;
  readonly good: Served;
  readonly bad: Served;
  readonly uploadedAt: Date;
  readonly incident: Incident;
  /** When the good version was seen live again. */
  readonly liveAgainAt: Date;
  /** What CloudFront was asked to forget, and when that was seen: its own times are whole seconds. */
  readonly purge: Purge;
  readonly purgedAt: Date;
}

/** What the story is made of: somebody who uploads, somebody who watches, and where it is told. */
export interface StoryDeps {
  readonly outsider: Outsider;
  readonly witness: Witness;
  readonly teller: Teller;
}

/** The same for the story of a deploy. */
export interface DeployDeps extends StoryDeps {
  readonly site: string;
  /** Whoever looks into the staging bucket. */
  readonly staging: Outsider;
  /** Where visitors find production, without a slash at its end. */
  readonly edge: string;
  readonly folder: WorkingFolder;
}

/** Uploads the style and the script that the pages load. */
export async function putAssets({ outsider }: Pick<StoryDeps, 'outsider'>): Promise<void> {
  const read = (name: string) => readFile(path.join(import.meta.dirname, 'booking', name), 'utf8');
  const cacheControl = 'max-age=86400';
  await outsider.put(STYLE_KEY, { body: await read('booking.css'), contentType: 'text/css', cacheControl });
  await outsider.put(SCRIPT_KEY, { body: await read('booking.js'), contentType: 'text/javascript', cacheControl });
}

/** Uploads a version and waits until the guard has accepted it; what it tells people of it is shown as well. */
export async function putGood(key: string, good: Served, deps: StoryDeps): Promise<Baseline> {
  const { outsider, witness, teller } = deps;
  const began = new Date();
  await outsider.put(key, good);
  teller.line(`${where(outsider, key)}: ${size(good.body)}`);
  const accepted = async () => {
    const page = await witness.page(key);
    return page?.baseline?.sha256 === sha256(good.body) ? page.baseline : undefined;
  };
  const baseline = await until('the good version is accepted', accepted, patience(teller));
  const { acceptedAt, tokens } = baseline;
  teller.line(`${after(began.getTime(), Date.parse(acceptedAt))}  accepted, with ${tokens.length} features`);
  teller.line(`           ${tokens.join(', ')}`, 'good');
  const told = await witness.incidentOf(key, good.body, began);
  for (const { says } of told?.findings ?? []) teller.line(`           left live, but people are told: ${says}`);
  return baseline;
}

/** Uploads a bad version over a good one and waits until the guard has put the good one back. */
export async function putBad(key: string, good: Served, bad: Served, deps: StoryDeps): Promise<Happened> {
  const { outsider, witness, teller } = deps;
  const uploadedAt = new Date();
  await outsider.put(key, bad);
  teller.line(`${where(outsider, key)}: ${size(bad.body)}`);
  const liveAgain = async () => ((await outsider.get(key))?.body === good.body ? new Date() : undefined);
  const restored = async () => {
    const incident = await witness.incidentOf(key, bad.body, uploadedAt);
    return incident?.state === 'restored' ? incident : undefined;
  };
  const purged = async () => {
    const purge = await witness.purgeOf(key, uploadedAt);
    return purge && { purge, purgedAt: new Date() };
  };
  const [liveAgainAt, incident, { purge, purgedAt }] = await Promise.all([
    until('the good version is live again', liveAgain, patience(teller)),
    until('the incident is restored', restored, patience(teller)),
    until('CloudFront is asked to purge the page', purged, patience(teller)),
  ]);
  return { key, good, bad, uploadedAt, incident, liveAgainAt, purge, purgedAt };
}

function where({ bucket }: Outsider, key: string): string {
  return `s3://${bucket}/${key}`;
}

function size(body: string): string {
  const lines = body.split('\n').length - 1;
  return `${lines.toLocaleString('en')} lines, ${Math.round(Buffer.byteLength(body) / 1024)} KB`;
}
