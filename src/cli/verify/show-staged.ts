import { proofLines } from '../../lib/deploy/proof.ts';
import { counted, firstFew, printable, printableLines } from '../printable.ts';
import { utcMinute } from '../when.ts';
import { failedOf, type Check } from './check.ts';
import type { Looked } from './look-at.ts';

const SIGNS: Readonly<Record<Check['state'], string>> = { ok: 'ok', failed: 'FAILED', skipped: 'skipped' };

/** The checks, one a line. */
export function showChecks(checks: readonly Check[]): string {
  return checks
    .map(({ name, state, says }) => printable(`  ${name.padEnd(10)} ${SIGNS[state].padEnd(7)} ${says}`))
    .join('\n');
}

/** All that a person looks at before saying that these pages may go to production; of several, last what is in all. */
export function showAllStaged(looked: readonly Looked[], now: Date): string {
  const pages = looked.map((one) => showStaged(one, now));
  return [...pages, ...(looked.length > 1 ? [inAll(looked)] : [])].join('\n\n');
}

function showStaged({ staged, checks, at, files, proof }: Looked, now: Date): string {
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

/** The last line before the question: the first pages have left the screen by then. */
function inAll(looked: readonly Looked[]): string {
  const wrong = looked.filter(({ checks }) => failedOf(checks).length > 0);
  const lost = [...new Set(looked.flatMap(({ proof }) => proof.features.lost))];
  const skipped = looked.flatMap(({ checks }) => checks).filter(({ state }) => state === 'skipped').length;
  const failed = wrong.length === 0 ? 'no check failed' : `checks FAILED on ${firstFew(wrong.map(pathOf))}`;
  const gone = lost.length === 0 ? 'no feature goes' : `features go: ${firstFew(lost)}`;
  const unseen = skipped === 0 ? '' : `; ${counted(skipped, 'check')} skipped`;
  return printable(`in all     ${counted(looked.length, 'page')}: ${failed}${unseen}; ${gone}`);
}

const pathOf = ({ staged }: Looked): string => staged.path;
