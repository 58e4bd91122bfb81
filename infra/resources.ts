import { slackApps } from '../src/lib/site/slack-apps.ts';
import type { Site } from '../src/lib/site/site.ts';
import { dashboard } from './dashboard.ts';
import { alarms } from './alarms.ts';
import { notices } from './notices.ts';
import { policies } from './policies.ts';
import { roles } from './roles.ts';
import type { Resources } from './template.ts';

/** Every resource that depends on the sites or is easier to write in a loop. */
export function resourcesFor(sites: readonly Site[], stage: string): { Resources: Resources } {
  const perSite = { ...roles(sites, stage), ...policies(sites, stage), ...notices(sites) };
  return { Resources: { ...perSite, ...alarms(stage), ...dashboard(stage) } };
}

/** What the functions must know before they can ask the registry: where each site's production is, as JSON. */
export function siteList(sites: readonly Site[]): string {
  return JSON.stringify(sites.map(({ name, production: { bucket, prefix } }) => ({ name, bucket, prefix })));
}

/** The Slack apps whose buttons decide, as JSON. */
export function appList(sites: readonly Site[]): string {
  return JSON.stringify(slackApps(sites));
}
