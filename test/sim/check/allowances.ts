import type { Allowance } from '../../../src/lib/site/page-record.ts';
import type { ListedVersion } from '../../../src/lib/site/version.ts';
import type { Finding } from '../../../src/lib/verdict/finding.ts';

/** An upload that is found later than this does not count as one of before. */
const HOUR_MS = 60 * 60 * 1000;

/**
 * By when an allowance of a version must not have ended: when it was uploaded; when it was seen, where nothing dates a
 * deletion. In milliseconds.
 */
export function uploadedAt(
  { versionId, lastModified }: Pick<ListedVersion, 'versionId' | 'lastModified'>,
  now: number,
) {
  return versionId === 'gone' ? now : Math.max(now - HOUR_MS, Math.min(Date.parse(lastModified), now));
}

/** Whether nothing is to be undone for this finding: it is only told, or somebody allowed it until after `at`. */
export function mayPass({ severity, code, token }: Finding, allowances: readonly Allowance[], at: number): boolean {
  if (severity !== 'rollback') return true;
  return allowances.some((allowance) => {
    const { codes = [code], tokens, until } = allowance;
    const ofToken = !tokens || (token !== undefined && tokens.includes(token));
    return Date.parse(until) > at && codes.includes(code) && ofToken;
  });
}

/** Which of these tokens may leave a page, by what was in force at that time; all of them where the page may go. */
export function mayLeave(
  tokens: readonly string[],
  { gone, allowances, at }: { gone: boolean; allowances: readonly Allowance[]; at: number },
): ReadonlySet<string> {
  const lost = (token: string): Finding => ({ code: 'token.lost', severity: 'rollback', says: '', token });
  const deleted: Finding = { code: 'page.deleted', severity: 'rollback', says: '' };
  return new Set(tokens.filter((token) => mayPass(gone ? deleted : lost(token), allowances, at)));
}
