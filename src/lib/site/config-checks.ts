import type { Path } from './config-document.ts';
import type { Site, Target } from './site.ts';

/** A mistake in what a configuration means, at a path of its document. */
export interface Contradiction {
  readonly path: Path;
  readonly says: string;
}

/** What sites contradict in themselves and in one another, although each of their settings is sound. */
export function contradictions(sites: readonly Site[]): Contradiction[] {
  return [...sites.flatMap(slackWithoutTarget), ...appsWithTwoSecrets(sites), ...sharedPlaces(sites)];
}

function slackWithoutTarget(site: Site): Contradiction[] {
  if (site.slack || !site.escalation?.over.includes('slack')) return [];
  const says = 'escalates over slack, but the site has no slack; fix: add slack: with channel and tokenParameter';
  return [{ path: ['sites', site.name, 'escalation', 'over'], says }];
}

/** An app has one signing secret, in whatever workspaces it is. */
function appsWithTwoSecrets(sites: readonly Site[]): Contradiction[] {
  const parameters = new Map<string, string>();
  return sites.flatMap(({ name, slack }) => {
    if (!slack?.app) return [];
    const { id, signingSecretParameter } = slack.app;
    const known = parameters.get(id) ?? signingSecretParameter;
    parameters.set(id, known);
    if (known === signingSecretParameter) return [];
    const says = `is another parameter than ${known} of the same app ${id}; fix: name one parameter for the app`;
    return [{ path: ['sites', name, 'slack', 'app', 'signingSecretParameter'], says }];
  });
}

interface Place {
  readonly target: Target;
  readonly of: string;
  readonly path: Path;
}

/** A page must belong to one site, and a deploy to staging must never reach a production. */
function sharedPlaces(sites: readonly Site[]): Contradiction[] {
  const found: Contradiction[] = [];
  const productions: Place[] = [];
  for (const site of sites) {
    const place = {
      target: site.production,
      of: `${site.name}'s production`,
      path: ['sites', site.name, 'production'],
    };
    const twin = productions.find((other) => overlap(other.target, place.target));
    if (twin) found.push(shares(place, twin, 'give each site a bucket or a prefix of its own'));
    productions.push(place);
  }
  for (const { name, staging } of sites) {
    if (!staging) continue;
    const place = { target: staging, of: `${name}'s staging`, path: ['sites', name, 'staging'] };
    const twin = productions.find((other) => overlap(other.target, staging));
    if (twin) found.push(shares(place, twin, 'give staging a bucket or a prefix that is no production'));
  }
  return found;
}

function shares(place: Place, twin: Place, fix: string): Contradiction {
  const says = `is the same place as ${twin.of} (${where(place.target)} and ${where(twin.target)}); fix: ${fix}`;
  return { path: [...place.path, 'bucket'], says };
}

function where({ bucket, prefix }: Target): string {
  return `s3://${bucket}/${prefix}`;
}

function overlap(a: Target, b: Target): boolean {
  return a.bucket === b.bucket && (a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix));
}
