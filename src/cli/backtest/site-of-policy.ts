import path from 'node:path';
import { HoldfastError } from '../../lib/errors.ts';
import { parseConfig } from '../../lib/site/config.ts';
import type { Policy } from '../../lib/site/policy.ts';
import type { SiteRecord } from '../../lib/site/site-record.ts';
import type { Site } from '../../lib/site/site.ts';
import { chooseSite } from '../choose-site.ts';
import type { Desk } from '../command.ts';
import { usage } from '../outcome.ts';

/** Which site's configuration is judged by: the named one, the only one, or, where nothing is written, the defaults. */
export async function siteOfPolicy(
  { site, config }: { site?: string; config?: string },
  desk: Pick<Desk, 'config'>,
): Promise<{ site: Site; says: string }> {
  const loaded = await desk.config().catch((error: unknown) => {
    const nothing = error instanceof HoldfastError && error.code === 'CONFIG.MISSING';
    if (nothing && config === undefined && site === undefined) return undefined;
    throw error;
  });
  if (!loaded) return { site: defaultSite(), says: 'the defaults (there is no holdfast.yml)' };
  const [only, ...others] = loaded.sites;
  if (site === undefined && others.length > 0) {
    const names = loaded.sites.map(({ name }) => name).join(', ');
    throw usage('The configuration has several sites.', `Say by whose policy to judge, with --site: ${names}.`);
  }
  const chosen = site === undefined && only ? only : chooseSite(loaded.sites, site);
  return { site: chosen, says: `the site ${chosen.name} of ${path.relative('', loaded.path)}` };
}

/** A site as it stands in the registry, under other severities, with what people retired. */
export function underPolicy(
  config: Site,
  severity: Policy['severity'],
  retired: SiteRecord['retired'] = { tokens: [], phrases: [] },
): SiteRecord {
  const policy = { ...config.policy, severity: { ...config.policy.severity, ...severity } };
  return { config: { ...config, policy }, rev: 0, since: '', retired, pauses: [] };
}

/** A site of which nothing is written but that there is one. */
function defaultSite(): Site {
  const [site] = parseConfig('sites: { backtest: { production: { bucket: backtest } } }', 'the defaults').sites;
  if (!site) throw new Error('the defaults are one site');
  return site;
}
