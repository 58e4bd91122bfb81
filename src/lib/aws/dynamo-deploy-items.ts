import type { EscalationRecord } from '../site/escalation.ts';
import type { Verification } from '../site/verification.ts';
import type { Warning } from '../site/warning.ts';
import { escalationKey, misshapen, siteKey, warningKey, type Item, type ItemKey } from './dynamo-items.ts';

const DAY_S = 86_400;

/** Where the verification of a page is. */
export function verificationKey(site: string, key: string): ItemKey {
  return { pk: siteKey(site).pk, sk: `VERIFIED#${key}` };
}

/** Where a site's escalations of one hour are counted; `at` is any time within it, ISO 8601. */
export function escalationsKey(site: string, at: string): ItemKey {
  return { pk: siteKey(site).pk, sk: `ESCALATIONS#${at.slice(0, 13)}` };
}

/** A warning's item, for the stream to tell. An acknowledged one is kept for 400 days, an open one until then. */
export function warningItem(warning: Warning): Item {
  const ends = warning.acknowledged && { expiresAt: secondsAfter(warning.acknowledged.at, 400) };
  return { ...warning, ...ends, ...told('warning'), ...warningKey(warning) };
}

/** A verification's item. */
export function verificationItem(verification: Verification): Item {
  return { ...verification, ...verificationKey(verification.site, verification.key) };
}

/** Reads a verification's item; throws `REGISTRY.SHAPE` when it is none. */
export function verificationOf(item: Item): Verification {
  const { pk: _pk, sk: _sk, ...verification } = item;
  if (!isVerification(verification)) throw misshapen(item);
  return verification;
}

/** An escalation's item, for the stream to tell; kept for 90 days. */
export function escalationItem(record: EscalationRecord): Item {
  return { ...record, expiresAt: secondsAfter(record.at, 90), ...told('escalation'), ...escalationKey(record) };
}

/** By `tells` the stream's filter picks what people are told of, by `kind` on-incident knows what it is. */
const told = (kind: 'warning' | 'escalation') => ({ kind, tells: 'yes' });

/** DynamoDB's time to live: whole seconds. */
export function secondsAfter(at: string, days: number): number {
  return Math.floor(Date.parse(at) / 1000) + days * DAY_S;
}

// The table is written by Holdfast alone: what is checked is that an item is of the kind that was asked for.
function isVerification(item: object): item is Verification {
  return 'key' in item && 'identity' in item && 'checks' in item && 'by' in item;
}
