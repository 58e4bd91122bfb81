import { proofLines, type Proof } from '../../lib/deploy/proof.ts';
import { printable, printableLines } from '../printable.ts';
import { utcMinute } from '../when.ts';
import { failedOf, type Check } from './check.ts';
import type { StagedPage } from './staged-page.ts';

const SIGNS: Readonly<Record<Check['state'], string>> = { ok: 'ok', failed: 'FAILED', skipped: 'skipped' };

/** The checks, one a line. */
export function showChecks(checks: readonly Check[]): string {
  return checks
    .map(({ name, state, says }) => printable(`  ${name.padEnd(10)} ${SIGNS[state].padEnd(7)} ${says}`))
    .join('\n');
}

/** All that a person looks at before saying that this may go to production. */
export function showStaged(
  staged: StagedPage,
  {
    checks,
    at,
    files,
    proof,
    now,
  }: { checks: readonly Check[]; at: readonly string[]; files: readonly string[]; proof: Proof; now: Date },
): string {
  const { site, path, version } = staged;
  const failed = failedOf(checks).length;
  const beware =
    failed === 0 ? [] : [`beware: ${failed === 1 ? 'a check' : `${failed} checks`} failed; a yes accepts that as well`];
  return printableLines(
    [
      `accept for production what is on staging of ${path} of ${site.name}, uploaded ${utcMinute(version.lastModified)}`,
      `  identity   ${version.identity}`,
      `  sha256     ${version.sha256}`,
      showChecks(checks),
      proofLines(proof, now)[4],
      ...files.map((file) => `picture    ${file}`),
      ...at.map((address) => `look at    ${address}`),
      ...beware,
    ].join('\n'),
  );
}
