import type { Finding } from './finding.ts';

/**
 * Leaves out what another finding already says: a page that was cut off or emptied has lost its parts with the rest, and
 * is told as one or the other, whichever weighs more. Findings come in order of their weight.
 */
export function toldOnce(findings: readonly Finding[]): Finding[] {
  const gone = findings.find(({ code }) => code === 'page.truncated' || code === 'page.emptied');
  if (!gone) return [...findings];
  return findings.filter((finding) => finding === gone || !ECHOES.has(finding.code));
}

const ECHOES: ReadonlySet<Finding['code']> = new Set(['page.truncated', 'page.emptied', 'page.structure']);
