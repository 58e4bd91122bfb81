import {
  hasRule,
  overlaps,
  withEventBridge,
  withRule,
  type Notifications,
  type Overlap,
  type OwnRule,
} from '../lib/aws/notification-rules.ts';
import type { Versioning } from '../lib/aws/operator-bucket.ts';
import type { Site } from '../lib/site/site.ts';
import { counted } from './printable.ts';

/** A bucket as it was found, and what protecting asks of it. */
export interface Found {
  readonly site: Site;
  readonly rule: OwnRule;
  readonly versioning: Versioning;
  readonly notifications: Notifications;
  readonly wantVersioning: boolean;
}

/** What protecting changes of a bucket; `next` is absent where the notifications may stay as they are. */
export interface Protection {
  readonly turnVersioningOn: boolean;
  readonly next?: Notifications;
  readonly lines: readonly string[];
}

/** What stands in the way of a rule of ours, or the change to be made. Pure. */
export function planProtection(found: Found): Protection | { readonly overlaps: readonly Overlap[] } {
  const { site, rule, notifications } = found;
  const inTheWay = site.via === 's3' ? overlaps(notifications, rule) : [];
  if (inTheWay.length > 0) return { overlaps: inTheWay };
  const { next, lines } = site.via === 's3' ? planRule(found) : planEventBridge(notifications);
  const versioning = planVersioning(found);
  return { ...versioning, ...(next && { next }), lines: [...versioning.lines, ...lines] };
}

function planVersioning({ site, versioning, wantVersioning }: Found): { turnVersioningOn: boolean; lines: string[] } {
  const { bucket } = site.production;
  if (versioning === 'on') return { turnVersioningOn: false, lines: [`  versioning of ${bucket}: on, stays so`] };
  if (wantVersioning) return { turnVersioningOn: true, lines: [`  versioning of ${bucket}: ${versioning} → on`] };
  return { turnVersioningOn: false, lines: [`  versioning of ${bucket}: ${versioning}, stays so (--no-versioning)`] };
}

function planRule({ notifications, rule }: Found): { next?: Notifications; lines: string[] } {
  if (hasRule(notifications, rule)) return { lines: [`  notification rule ${rule.id}: stands, stays so`] };
  const others = ruleCount(notifications, rule.id);
  const where = rule.prefix === '' ? 'every key' : `keys under ${rule.prefix}`;
  return {
    next: withRule(notifications, rule),
    lines: [
      `  notification rule ${rule.id}: ${where} → ${rule.queueArn}`,
      `  ${counted(others, 'other rule')} of the bucket: untouched`,
    ],
  };
}

function planEventBridge(notifications: Notifications): {
  next?: Notifications;
  lines: string[];
} {
  if (notifications.EventBridgeConfiguration) return { lines: ['  EventBridge: on, stays so'] };
  const others = ruleCount(notifications, undefined);
  return {
    next: withEventBridge(notifications, true),
    lines: ['  EventBridge: off → on', `  ${counted(others, 'rule')} of the bucket: untouched`],
  };
}

function ruleCount(configuration: Notifications, except: string | undefined): number {
  const { QueueConfigurations = [], TopicConfigurations = [], LambdaFunctionConfigurations = [] } = configuration;
  const rules = [...QueueConfigurations, ...TopicConfigurations, ...LambdaFunctionConfigurations];
  return rules.filter(({ Id }) => except === undefined || Id !== except).length;
}
