import { HoldfastError } from '../../lib/errors.ts';
import { ruleId, type OwnRule } from '../../lib/aws/notification-rules.ts';
import type { Operator } from '../../lib/aws/operator.ts';
import type { Site } from '../../lib/site/site.ts';
import type { Session } from '../command.ts';
import type { Load } from '../cost.ts';
import { conditionalWritesCheck } from '../fence/conditional-writes-check.ts';
import { leftRules } from '../left-rules.ts';
import { liveKeys } from '../live-keys.ts';
import { right, wrong, type Check } from './check.ts';
import { leftRuleCheck, notificationCheck } from './notification-checks.ts';
import {
  appliedCheck,
  approverCheck,
  bucketChecks,
  distributionCheck,
  keyChecks,
  slackSecretCheck,
  slackTokenCheck,
  sweepCheck,
} from './site-checks.ts';
import { stackChecks } from './stack-checks.ts';

/** A site as examined; `load` is absent where its bucket could not be listed. */
export interface Examined {
  readonly name: string;
  readonly checks: readonly Check[];
  readonly load?: Load;
}

/** Looks at the stack's own parts, and for rules that sites left behind which are not configured any more. */
export async function examineStack({ operator, sites }: Session): Promise<Check[]> {
  const own = await attempt('stack', () => checkStack(operator));
  const api = await checkApi(operator);
  const left = await attempt('notification rule', async () => {
    const names = new Set(sites.map(({ name }) => name));
    const rules = await leftRules(sites, operator);
    return rules.filter(({ site }) => !names.has(site)).map(leftRuleCheck);
  });
  return [...own, api, ...left];
}

async function checkApi({ stack, health }: Pick<Operator, 'stack' | 'health'>): Promise<Check> {
  try {
    await health();
    return right('API', `${stack.api} answers`);
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
    return wrong(
      'API',
      `nobody can decide: ${error.message}`,
      'See the log of on-request; deploy again: npm run deploy',
    );
  }
}

async function checkStack({ stack, queue, bucket, subscriptions }: Operator): Promise<Check[]> {
  const [uploads, deadLetters, snapshots, subscribed] = await Promise.all([
    queue(stack.queue),
    queue(stack.dlq),
    bucket(stack.snapshots).versioning(),
    subscriptions(stack.topic),
  ]);
  return stackChecks({ name: `holdfast-${stack.stage}`, uploads, deadLetters, snapshots, subscriptions: subscribed });
}

/** Looks at everything that guarding a site needs. Never throws for one thing that cannot be looked at. */
export async function examine(site: Site, uploadsPerDay: number, session: Session): Promise<Examined> {
  const { operator } = session;
  const registry = await attempt('registry', () => checkRegistry(site, session));
  const outside = await attempt('surroundings', () => checkSurroundings(site, operator));
  const bucket = operator.bucket(site.production.bucket);
  let load: Load | undefined;
  const live = await attempt('bucket', async () => {
    const versioning = await bucket.versioning();
    if (versioning === undefined) {
      return [wrong('bucket', `${site.production.bucket} does not exist`, 'Create it, or correct production.bucket')];
    }
    const [acls, expiry, notifications] = await Promise.all([
      bucket.usesAcls(),
      bucket.expiryRules(),
      bucket.notifications(),
    ]);
    const keys = await liveKeys(site, bucket, session.progress);
    load = loadOf(keys, uploadsPerDay);
    return [
      ...bucketChecks(site, { versioning, acls, expiry }),
      notificationCheck(site, notifications, await ruleOf(site, operator)),
      await conditionalWritesCheck(site, operator),
      ...keyChecks(site, keys),
    ];
  });
  return { name: site.name, checks: [...registry, ...live, ...outside], ...(load && { load }) };
}

async function checkRegistry(site: Site, { operator, now }: Session): Promise<Check[]> {
  const { operations } = operator;
  const [record, sweep] = await Promise.all([operations.site(site.name), operations.lastSweep(site.name)]);
  return [appliedCheck(site, record), approverCheck(site), ...(record ? [sweepCheck(record, sweep?.at, now())] : [])];
}

async function checkSurroundings(site: Site, { bucket, distribution, parameter }: Operator): Promise<Check[]> {
  const { staging, slack } = site;
  const secret = slack?.app?.signingSecretParameter;
  const distributions = await Promise.all(
    site.production.distributions.map(async (id) => distributionCheck(id, await distribution(id))),
  );
  const gone = staging && (await bucket(staging.bucket).versioning()) === undefined;
  return [
    ...(gone ? [wrong('staging', `${staging.bucket} does not exist`, 'Create it, or correct staging.bucket')] : []),
    ...distributions,
    ...(slack ? [slackTokenCheck(slack.tokenParameter, await parameter(slack.tokenParameter))] : []),
    ...(secret === undefined ? [] : [slackSecretCheck(secret, await parameter(secret))]),
  ];
}

async function ruleOf(site: Site, { stack, queue }: Operator): Promise<OwnRule> {
  const queueArn = (await queue(stack.queue))?.arn ?? '';
  return { id: ruleId(stack.stage, site.name), queueArn, prefix: site.production.prefix };
}

function loadOf(keys: Awaited<ReturnType<typeof liveKeys>>, uploadsPerDay: number): Load {
  return {
    objects: keys.pages.length + keys.assets + keys.others,
    pages: keys.pages.length,
    pageBytes: keys.pages.reduce((total, { size }) => total + size, 0),
    uploadsPerDay,
  };
}

/** One thing that cannot be looked at must not hide the others. */
async function attempt(what: string, check: () => Promise<Check[]>): Promise<Check[]> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
    return [wrong(what, `could not be looked at: ${error.message}`, error.hint ?? 'Try again.')];
  }
}
