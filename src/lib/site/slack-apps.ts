import type { Site, SlackApp } from './site.ts';

/** A Slack app in one workspace, and the sites whose alerts have its buttons. */
export interface InstalledApp extends SlackApp {
  readonly sites: readonly string[];
}

/** The Slack apps of all sites, each workspace by itself. */
export function slackApps(sites: readonly Site[]): InstalledApp[] {
  const found = new Map<string, InstalledApp>();
  for (const { name, slack } of sites) {
    if (!slack?.app) continue;
    const place = `${slack.app.id} ${slack.app.team}`;
    found.set(place, { ...slack.app, sites: [...(found.get(place)?.sites ?? []), name] });
  }
  return [...found.values()];
}
