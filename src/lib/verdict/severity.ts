import type { FindingCode, Policy, Severity } from '../site/policy.ts';
import type { Finding } from './finding.ts';

/** A finding before the policy has weighed it. `grave` tells the two weights of one code apart. */
export type Suspicion = Omit<Finding, 'severity'> & { readonly grave?: boolean };

const GRAVE_BY_DEFAULT: ReadonlySet<FindingCode> = new Set([
  'token.lost',
  'retired.returned',
  'page.deleted',
  'page.emptied',
  'page.truncated',
]);

const LONGEST_SHOWN = 200;

/** A page's key as a sentence quotes it: at most 200 characters, of the 1,000 bytes that an uploader may choose. */
export function shownKey(key: string): string {
  return key.length <= LONGEST_SHOWN ? key : `${key.slice(0, LONGEST_SHOWN).toWellFormed()}…`;
}

/** The finding that the site's policy makes of it. On a first version there is nothing to go back to: no `rollback`. */
export function weighed({ grave, ...suspicion }: Suspicion, policy: Policy, first: boolean): Finding {
  const byDefault = (grave ?? GRAVE_BY_DEFAULT.has(suspicion.code)) ? 'rollback' : 'alert';
  const severity: Severity = policy.severity[suspicion.code] ?? byDefault;
  return { ...suspicion, severity: severity === 'rollback' && first ? 'alert' : severity };
}
