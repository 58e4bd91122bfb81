import type { Allowance } from '../site/page-record.ts';
import type { Finding } from './finding.ts';

/**
 * How much later than its upload a version may be looked at and still be allowed: the slowest way is a sweep, every 15
 * minutes. No longer, because S3 dates a multipart upload by its start, which may be days before its end.
 */
export const LATE_LOOK_MS = 60 * 60 * 1000;

/** Whether a person allowed this finding ahead of the upload. An allowance that names both must match in both. */
export function isAllowed(finding: Finding, allowances: readonly Allowance[]): boolean {
  return allowances.some(({ codes, tokens }) => {
    const byCode = codes?.length ? codes.includes(finding.code) : undefined;
    const byToken = tokens?.length ? finding.token !== undefined && tokens.includes(finding.token) : undefined;
    return (byCode ?? byToken ?? false) && (byToken ?? true);
  });
}

/** The allowances that do not end before that time, or at it. */
export function inForce(allowances: readonly Allowance[], at: Date): Allowance[] {
  return allowances.filter((allowance) => Date.parse(allowance.until) > at.getTime());
}
