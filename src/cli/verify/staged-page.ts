import type { WeighDeps } from '../../lib/reconcile/weigh.ts';
import { promoted, releaseOn } from '../../lib/deploy/candidate.ts';
import { inspectPage, plainBytes, type InspectedPage } from '../../lib/deploy/inspect-page.ts';
import { productionNow } from '../../lib/deploy/production-now.ts';
import { shellWord } from '../../lib/deploy/shell-word.ts';
import { classify } from '../../lib/site/glob.ts';
import type { Site, Target } from '../../lib/site/site.ts';
import type { Version } from '../../lib/site/version.ts';
import type { Session } from '../command.ts';
import { refusal } from '../outcome.ts';
import { pageKey } from '../page-key.ts';
import { printable } from '../printable.ts';

/** What is on staging of a page, held against production as if it were promoted now. */
export interface StagedPage {
  readonly site: Site;
  readonly staging: Target;
  /** Relative to the prefixes. */
  readonly path: string;
  readonly version: Version;
  readonly inspected: InspectedPage;
}

/** A page as it was named, by its path or by its key in production. Throws `CLI.USAGE`. */
export function pathOf(site: Site, named: string): string {
  const { prefix } = site.production;
  const key = classify(site, prefix + named) === 'page' ? prefix + named : (pageKey(site, named) ?? '');
  return key.slice(prefix.length);
}

/** Reads what is on staging, and what production would make of it. Throws `CLI.REFUSED` where there is nothing to verify. */
export async function stagedPage(site: Site, path: string, session: Session): Promise<StagedPage> {
  const { staging } = site;
  if (!staging)
    throw refusal(`${site.name} has no staging.`, 'Add staging: with a bucket to its configuration, then apply.');
  const { operator } = session;
  const version = await operator.target(staging.bucket).live(staging.prefix + path, site.policy.limits.bytes);
  const words = `${site.name} ${shellWord(path)}`;
  if (!version)
    throw refusal(printable(`Nothing of ${path} is on staging.`), `Deploy it first: npx holdfast deploy ${words}`);
  const plain = plainBytes(version, site);
  if (!version.bytes || !plain) {
    const hint =
      'The limits of a site are policy.limits in its configuration; what is stored must be what its headers say.';
    throw refusal(printable(`What is on staging of ${path} cannot be read.`), hint);
  }
  const production = operator.target(site.production.bucket);
  const { stores } = operator;
  const now = await productionNow(site, path, { ...session, registry: stores.registry, production });
  const content = promoted({ headers: version.headers, bytes: version.bytes }, now.live, site.production);
  const base = await baseOf(site, path, version, stores);
  const candidate = { path, plain, content, ...(base !== undefined && { base }) };
  const deps: WeighDeps = { ...stores, bucket: production, now: session.now };
  return { site, staging, path, version, inspected: await inspectPage(site, candidate, now, deps) };
}

/** What the page was made from, as its release says. */
async function baseOf(
  { name }: Site,
  path: string,
  { headers }: Version,
  { releases }: Session['operator']['stores'],
): Promise<string | undefined> {
  const id = releaseOn(headers);
  const release = id === undefined ? undefined : await releases.read(name, id);
  return release?.files.find((file) => file.path === path)?.base;
}
