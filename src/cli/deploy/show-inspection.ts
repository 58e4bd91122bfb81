import { isThere, type Inspection } from '../../lib/deploy/inspection.ts';
import { proofLines, type Proof } from '../../lib/deploy/proof.ts';
import type { Standing } from '../../lib/deploy/standing.ts';
import { counted, firstFew, printable } from '../printable.ts';

/** The proof blocks as `--json` gives them: the six lines, and what they were made of. */
export function proofValue(proofs: readonly Proof[], now: Date) {
  return proofs.map((proof) => ({ lines: proofLines(proof, now), ...proof }));
}

/** The proof blocks, and what the guard finds, as people read them. */
export function showProof({ proofs, findings }: Pick<Inspection, 'proofs' | 'findings'>, now: Date): string {
  const blocks = proofs.map((proof) => proofLines(proof, now).join('\n'));
  const found = findings.map(({ path, code, severity, says }) => printable(`${severity}  ${path}: ${code}: ${says}`));
  const last = proofs.length > 2 ? [inAll(proofs, findings)] : [];
  return [...blocks, ...(found.length > 0 ? [`The guard finds:\n${indented(found)}`] : []), ...last].join('\n\n');
}

/** The last line of many blocks: the first have left the screen by then. */
function inAll(proofs: readonly Proof[], findings: Inspection['findings']): string {
  const standing = (['behind', 'none', 'same', 'ahead'] as const).flatMap((one) => {
    const count = proofs.filter((proof) => proof.standing === one).length;
    return count === 0 ? [] : [`${count} ${STANDING_WORDS[one]}`];
  });
  const [gained, lost] = (['gained', 'lost'] as const).map((what) =>
    firstFew([...new Set(proofs.flatMap(({ features }) => features[what]))]),
  );
  const found = findings.length === 0 ? 'the guard finds nothing' : `the guard finds ${findings.length}, see above`;
  return printable(
    `in all    ${counted(proofs.length, 'block')}: ${standing.join(', ')}; new: ${gained || 'none'}; lost: ${lost || 'none'}; ${found}`,
  );
}

const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  behind: 'BEHIND, as should be',
  none: 'new in production',
  same: 'SAME',
  ahead: 'AHEAD',
};

/** One line of what would be written. */
export function showRelease({ release, planned, target, site, resumes }: Inspection): string {
  const [assets, pages] = (['asset', 'page'] as const).map(
    (kind) => planned.filter((file) => file.kind === kind).length,
  );
  const what = [
    ...(assets === 0 ? [] : [counted(assets ?? 0, 'asset')]),
    ...(pages === 0 ? [] : [counted(pages ?? 0, 'page')]),
  ].join(' and ');
  const named = release.change === undefined ? '' : `, the change “${release.change}”`;
  const again = resumes ? ', which was begun' : '';
  return printable(`${site.name}: ${what} to ${release.target} (${target.bucket}) as ${release.id}${again}${named}`);
}

/** What an inspection says besides its proof, as `--json` gives it. */
export function inspectionValue(inspection: Inspection, now: Date) {
  const { site, release, obstacles, findings, planned } = inspection;
  return {
    site: site.name,
    target: release.target,
    release: release.id,
    ...(release.change !== undefined && { change: release.change }),
    proof: proofValue(inspection.proofs, now),
    findings,
    obstacles,
    files: planned.map(({ path, kind, identity, size, replaces }) => ({ path, kind, identity, size, replaces })),
    there: isThere(inspection),
  };
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join('\n');
}
