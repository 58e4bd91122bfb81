import type { Finding } from './finding.ts';

/**
 * Leaves out what another finding already says. A page is told as cut off or as emptied, whichever weighs more; one that
 * is undone for that has lost its parts, the content of its features and the work of others with the rest. Findings come in
 * order of their weight.
 */
export function toldOnce(findings: readonly Finding[]): Finding[] {
  const gone = findings.find(({ code }) => GONE.has(code));
  return findings.filter((finding) => {
    if (!gone || finding === gone) return true;
    return ECHOES.has(finding.code) ? gone.severity !== 'rollback' : !GONE.has(finding.code);
  });
}

const GONE: ReadonlySet<Finding['code']> = new Set(['page.truncated', 'page.emptied']);
const ECHOES: ReadonlySet<Finding['code']> = new Set(['page.structure', 'token.hollow', 'base.stale']);
