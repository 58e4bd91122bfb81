import { ruleId, type Notifications, type Overlap, type OwnRule } from '../../lib/aws/notification-rules.ts';
import type { OperatorBucket, Versioning } from '../../lib/aws/operator-bucket.ts';
import type { Operator } from '../../lib/aws/operator.ts';
import type { Site } from '../../lib/site/site.ts';
import { chooseSite } from '../choose-site.ts';
import { optionText, switchedOn, type Command, type Input, type Session } from '../command.ts';
import { allowPlainWrites, requireConditionalWrites } from '../fence/require-conditional-writes.ts';
import { liveKeys } from '../live-keys.ts';
import { done, refusal, usage, type Outcome } from '../outcome.ts';
import { counted, printable } from '../printable.ts';
import { planProtection, type Protection } from '../protection.ts';
import { scanPages, showScan } from '../scan.ts';
import { applyOne, pendingSites, showPending } from './apply.ts';
import { unprotect } from './unprotect.ts';

export const protect: Command = {
  name: 'protect <site>',
  summary: "guard a site's production bucket: versioning, our notification rule, and a first look at every live page",
  options: [
    ['--no-versioning', 'leave versioning as it is (what is overwritten is then kept only after it was looked at)'],
    ['--via <channel>', 's3 or eventbridge: how S3 tells of uploads; must be what the configuration says'],
    [
      '--require-conditional-writes',
      'instead: have S3 refuse writes of pages that send neither If-Match nor If-None-Match, by the bucket policy',
    ],
    ['--undo', 'take our notification rule out again, or that statement of the policy; nothing else is changed'],
    ['--eventbridge-off', 'with --undo: also turn EventBridge off for the bucket'],
  ],
  examples: [
    'npx holdfast protect demo --dry-run',
    'npx holdfast protect demo --yes',
    'npx holdfast protect demo --undo',
    'npx holdfast protect demo --require-conditional-writes --dry-run',
    'npx holdfast protect demo --require-conditional-writes --undo',
  ],
  exits: [0, 1, 2, 3, 5, 7],
  writes: true,
  check,
  run(input, session) {
    const site = chooseSite(session.sites, input.args[0]);
    if (switchedOn(input, 'requireConditionalWrites'))
      return switchedOn(input, 'undo') ? allowPlainWrites(site, session) : requireConditionalWrites(site, session);
    checkChannel(site, optionText(input, 'via'));
    if (!switchedOn(input, 'undo')) return protectSite(site, input, session);
    return unprotect(site, switchedOn(input, 'eventbridgeOff'), session);
  },
};

function check(input: Input): void {
  const via = optionText(input, 'via');
  if (via !== undefined && via !== 's3' && via !== 'eventbridge')
    throw usage(`--via ${via} is no channel.`, 'Write --via s3 or --via eventbridge.');
  if (switchedOn(input, 'requireConditionalWrites') && concernsNotices(input, via))
    throw usage(
      '--require-conditional-writes is a change of its own.',
      'Run protect once with it, and once without it and with the other options.',
    );
  if (switchedOn(input, 'eventbridgeOff') && !switchedOn(input, 'undo'))
    throw usage('--eventbridge-off goes with --undo alone.', 'Add --undo, or leave it out.');
}

function concernsNotices(input: Input, via: string | undefined): boolean {
  return via !== undefined || switchedOn(input, 'eventbridgeOff') || input.options['versioning'] === false;
}

function checkChannel(site: Site, via: string | undefined): void {
  if (via === undefined || via === site.via) return;
  const hint = `Set \`via: ${via}\` for ${site.name} in the configuration, deploy (the stack has the rule), then protect again.`;
  throw usage(`The configuration says that ${site.name} is told via ${site.via}.`, hint);
}

async function protectSite(site: Site, input: Input, session: Session): Promise<Outcome> {
  const { operator } = session;
  const bucket = operator.bucket(site.production.bucket);
  const versioning = await existing(site, bucket);
  const rule = await ourRule(site, operator);
  const live = await liveKeys(site, bucket, session.progress);
  const scan = await scanPages(site, live.pages, { bucket, progress: session.progress });
  const notifications = await bucket.notifications();
  const wantVersioning = input.options['versioning'] !== false;
  const plan = planProtection({ site, rule, versioning, notifications, wantVersioning });
  if ('overlaps' in plan) throw overlapping(site, plan.overlaps);

  const unapplied = (await pendingSites([site], operator.operations)).filter(({ record }) => !record);
  const change = [
    showScan(site, live, scan),
    ...unapplied.map(showPending),
    `protect ${site.name}`,
    ...plan.lines.map(printable),
    `  ask for a look at ${counted(live.pages.length, 'live page')}, so that they become baselines`,
  ].join('\n');
  const value = { site: site.name, pages: live.pages.length, versioning: plan.turnVersioningOn, rule: rule.id, scan };
  if ((await session.ask(change)) === 'dry-run') return done({ ...value, done: false }, '');
  for (const each of unapplied) await applyOne(each, { operations: operator.operations, now: session.now });
  await carryOut(plan, { bucket, notifications });
  await operator.looks.ask(live.pages.map(({ key }) => ({ site: site.name, key })));
  const next =
    site.policy.mode === 'observe' ? ' It is observed: set `mode: enforce` and apply to have losses undone.' : '';
  return done({ ...value, done: true }, `${site.name} is protected.${next}`);
}

async function carryOut(
  plan: Protection,
  { bucket, notifications }: { bucket: OperatorBucket; notifications: Notifications },
): Promise<void> {
  if (plan.turnVersioningOn) await bucket.turnVersioningOn();
  if (plan.next) await bucket.setNotifications({ seen: notifications, next: plan.next });
}

async function existing(site: Site, bucket: OperatorBucket): Promise<Versioning> {
  const versioning = await bucket.versioning();
  if (versioning !== undefined) return versioning;
  throw refusal(
    `There is no bucket ${site.production.bucket}.`,
    'Create it, or correct production.bucket in the configuration.',
  );
}

async function ourRule(site: Site, operator: Operator): Promise<OwnRule> {
  const { stack } = operator;
  const state = await operator.queue(stack.queue);
  if (state) return { id: ruleId(stack.stage, site.name), queueArn: state.arn, prefix: site.production.prefix };
  throw refusal(`The stack's queue ${stack.queue} does not exist.`, 'Deploy the stack again: `npm run deploy`.');
}

function overlapping(site: Site, found: readonly Overlap[]): Error {
  const rules = found.map(({ id, destination, events, prefix }) =>
    printable(`  rule ${id}: ${events.join(', ')} of ${prefix === '' ? 'every key' : prefix} → ${destination}`),
  );
  const message = `${site.production.bucket} already tells others of the same uploads, and S3 allows one rule for each:`;
  const hint =
    `Leave those rules alone and set \`via: eventbridge\` for ${site.name} in the configuration, deploy, ` +
    `then \`npx holdfast protect ${site.name} --via eventbridge\`: EventBridge tells of uploads beside any rule.`;
  return refusal([message, ...rules].join('\n'), hint);
}
