import type { ExpiryRule, Versioning } from '../../lib/aws/operator-bucket.ts';
import type { SiteRecord } from '../../lib/site/site-record.ts';
import type { Site } from '../../lib/site/site.ts';
import type { LiveKeys } from '../live-keys.ts';
import { counted, shortened } from '../printable.ts';
import { siteChanges } from '../site-changes.ts';
import { ago } from '../when.ts';
import { advice, right, wrong, type Check } from './check.ts';

/** The sweep runs every 15 minutes: after three rounds without one something is wrong. */
const SWEEP_MS = 45 * 60_000;

/** Old versions that go sooner than this may be gone when somebody asks for them. */
const SHORT_DAYS = 7;

/** What was found of a production bucket that exists. */
export interface BucketFacts {
  readonly versioning: Versioning;
  readonly acls: boolean;
  readonly expiry: readonly ExpiryRule[];
}

/** Whether the site is applied, and as it is configured. */
export function appliedCheck(site: Site, record: SiteRecord | undefined): Check {
  if (!record) return wrong('applied', 'never: the guard does not know the site', `npx holdfast apply ${site.name}`);
  const changes = siteChanges(record.config, site);
  if (changes.length === 0) return right('applied', `as configured, ${record.config.policy.mode} mode`);
  const settings = changes.map(({ setting }) => setting);
  const says = `other than configured: ${settings.slice(0, 5).join(', ')}${settings.length > 5 ? ' and more' : ''}`;
  return wrong('applied', says, `npx holdfast apply ${site.name}`);
}

/** Whether the sweep, the net below the notices, runs. */
export function sweepCheck(record: SiteRecord | undefined, last: string | undefined, now: Date): Check {
  const since = last ?? record?.since;
  if (since === undefined) return advice('sweep', 'none yet', 'It begins when the site is applied.');
  if (now.getTime() - Date.parse(since) <= SWEEP_MS) {
    return right(
      'sweep',
      last === undefined ? 'none yet, the first comes within 15 minutes' : `last ${ago(last, now)}`,
    );
  }
  const says = last === undefined ? `never, though applied ${ago(since, now)}` : `last ${ago(last, now)}`;
  return wrong('sweep', says, 'See the log of on-sweep; deploy again if it is gone: npm run deploy');
}

/** Checks the settings of a production bucket that change what can be put back. */
export function bucketChecks(site: Site, { versioning, acls, expiry }: BucketFacts): Check[] {
  return [
    right('bucket', `${site.production.bucket} is there`),
    versioning === 'on'
      ? right('versioning', 'on')
      : advice(
          'versioning',
          `${versioning}: what is overwritten before it was looked at is lost`,
          `npx holdfast protect ${site.name} turns it on`,
        ),
    acls
      ? advice(
          'ownership',
          'the bucket still uses ACLs: a restore puts them back too',
          'Set object ownership to "bucket owner enforced".',
        )
      : right('ownership', 'bucket owner enforced'),
    ...expiry.filter((rule) => concerns(site, rule)).flatMap(expiryChecks),
  ];
}

function concerns(site: Site, { prefix }: ExpiryRule): boolean {
  return prefix.startsWith(site.production.prefix) || site.production.prefix.startsWith(prefix);
}

function expiryChecks({ id, noncurrentDays, days }: ExpiryRule): Check[] {
  const found: Check[] = [];
  if (noncurrentDays !== undefined && noncurrentDays < SHORT_DAYS) {
    const says = `rule ${id} removes old versions after ${counted(noncurrentDays, 'day')}`;
    found.push(
      advice('lifecycle', says, 'Keep them for 7 days or more; accepted versions stay in the snapshot store.'),
    );
  }
  if (days !== undefined) {
    const says = `rule ${id} removes live objects after ${counted(days, 'day')}: pages go without an upload, and are reported`;
    found.push(advice('lifecycle', says, 'Leave pages out of it, by prefix or tag.'));
  }
  return found;
}

/** Whether anybody can decide: people with an e-mail address need a link that another approver makes. */
export function approverCheck({ name, approvers }: Pick<Site, 'name' | 'approvers'>): Check {
  const themselves = approvers.filter((approver) => !('email' in approver)).length;
  if (themselves > 0) return right('approvers', counted(approvers.length, 'approver'));
  const says =
    approvers.length === 0
      ? 'none: nobody can overrule the guard'
      : 'people with an e-mail address alone: nobody can make the links by which they decide';
  return advice('approvers', says, `Name a role or a user in approvers, then: npx holdfast apply ${name}`);
}

/** What is live: whether there are pages at all, and keys that can never be guarded. */
export function keyChecks(site: Site, { pages, unguardable }: LiveKeys): Check[] {
  const some =
    pages.length > 0
      ? right('pages', counted(pages.length, 'live page'))
      : advice('pages', 'no live key matches', `Check pages: ${site.pages.join(', ')}`);
  const tooLong = unguardable
    .slice(0, 10)
    .map(({ key, why }) => wrong('key', `${shortened(key)} cannot be guarded: ${why}`, 'Upload it under another key.'));
  if (unguardable.length <= 10) return [some, ...tooLong];
  return [
    some,
    ...tooLong,
    wrong('key', `and ${unguardable.length - 10} more`, 'npx holdfast scan lists all of them.'),
  ];
}

/** Whether CloudFront has the distribution that is to be purged. */
export function distributionCheck(id: string, found: { enabled: boolean; domain: string } | undefined): Check {
  if (!found)
    return wrong(
      'distribution',
      `${id} does not exist: restores could not be purged`,
      'Correct production.distributions',
    );
  if (!found.enabled)
    return advice('distribution', `${id} is disabled`, 'Enable it, or leave it out of production.distributions');
  return right('distribution', `${id} (${found.domain}) is there`);
}

/** Whether what Slack needs kept secret is where the configuration says: `lacks` is what goes amiss without it. */
function secretCheck({ what, name, lacks }: Secret, type: string | undefined): Check {
  if (type === 'SecureString') return right('Slack', `the ${what} is in ${name}`);
  const put = `aws ssm put-parameter --type SecureString --overwrite --name ${name} --value <${what}>`;
  if (type === undefined) return wrong('Slack', `the parameter ${name} does not exist: ${lacks}`, put);
  return wrong('Slack', `the parameter ${name} is a ${type}: the ${what} lies open`, put);
}

interface Secret {
  readonly what: string;
  readonly name: string;
  readonly lacks: string;
}

/** Whether the bot token for Slack is where the configuration says. */
export function slackTokenCheck(name: string, type: string | undefined): Check {
  return secretCheck({ what: 'bot token', name, lacks: 'nothing can be posted' }, type);
}

/** Whether the signing secret of the Slack app is where the configuration says. */
export function slackSecretCheck(name: string, type: string | undefined): Check {
  return secretCheck({ what: 'signing secret', name, lacks: 'buttons cannot decide' }, type);
}
