import { findRule, hasRule, overlaps, type Notifications, type OwnRule } from '../../lib/aws/notification-rules.ts';
import type { Site } from '../../lib/site/site.ts';
import type { LeftRule } from '../left-rules.ts';
import { right, wrong, type Check } from './check.ts';

const BREAKS =
  'S3 checks every rule when any of them changes: one to a queue that is gone breaks the next change of everybody';

/** Checks how a bucket tells of uploads; the rule's queue is empty where the stack has none. Pure. */
export function notificationCheck(site: Site, notifications: Notifications, rule: OwnRule): Check {
  return site.via === 's3' ? ruleCheck(site, notifications, rule) : eventBridgeCheck(site, notifications, rule);
}

/** A rule of ours for a site that is not configured any more. */
export function leftRuleCheck({ id, bucket }: LeftRule): Check {
  const mend = `Remove rule ${id} from the event notifications of ${bucket}, in the S3 console`;
  return wrong('notification rule', `${id} of ${bucket} is of a site that is not configured any more; ${BREAKS}`, mend);
}

function ruleCheck(site: Site, notifications: Notifications, rule: OwnRule): Check {
  const protect = `npx holdfast protect ${site.name}`;
  const found = findRule(notifications, rule.id);
  if (found && found.QueueArn !== rule.queueArn) {
    const says = `${rule.id} points to ${found.QueueArn}, which is not the stack's queue; ${BREAKS}`;
    return wrong('notification rule', says, `${protect}, or ${protect} --undo`);
  }
  if (hasRule(notifications, rule)) return right('notification rule', `${rule.id} points to the stack's queue`);
  if (found) return wrong('notification rule', `${rule.id} has other events or another prefix than it needs`, protect);
  const [other] = overlaps(notifications, rule);
  if (!other) return wrong('notification rule', 'there is none: only the sweep looks, every 15 minutes', protect);
  const says = `there is none, and ${other.id} (to ${other.destination}) takes the same uploads`;
  return wrong('notification rule', says, `Set \`via: eventbridge\`, deploy, then ${protect} --via eventbridge`);
}

function eventBridgeCheck(site: Site, notifications: Notifications, rule: OwnRule): Check {
  if (findRule(notifications, rule.id)) {
    const says = `${rule.id} still stands, although the site is told via EventBridge: every upload is told twice`;
    return wrong(
      'notification rule',
      says,
      `npx holdfast protect ${site.name} --undo, then npx holdfast protect ${site.name}`,
    );
  }
  if (notifications.EventBridgeConfiguration) return right('EventBridge', 'is on for the bucket');
  return wrong('EventBridge', 'is off for the bucket: only the sweep looks', `npx holdfast protect ${site.name}`);
}
