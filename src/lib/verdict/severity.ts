import type { FindingCode, Policy, Severity } from '../site/policy.ts';
import type { Finding } from './finding.ts';

/** A finding before the policy has weighed it. `grave` tells the two weights of one code apart. */
export type Suspicion = Omit<Finding, 'severity'> & { readonly grave?: boolean };

const GRAVE_BY_DEFAULT: ReadonlySet<FindingCode> = new Set([
  'token.lost',
  'retired.returned',
  'page.deleted',
  'page.emptied',
]);

/** What the site's policy makes of a finding. On a first version there is nothing to go back to: never `rollback`. */
export function severityOf(suspicion: Suspicion, policy: Policy, first: boolean): Severity {
  const grave = suspicion.grave ?? GRAVE_BY_DEFAULT.has(suspicion.code);
  const severity = policy.severity[suspicion.code] ?? (grave ? 'rollback' : 'alert');
  return severity === 'rollback' && first ? 'alert' : severity;
}
