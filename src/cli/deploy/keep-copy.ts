import type { Workspace } from '../../lib/deploy/workspace.ts';
import type { Proof } from '../../lib/deploy/proof.ts';
import { HoldfastError } from '../../lib/errors.ts';

const KEPT = /^releases\/.+\.(prod|staging)\.\d{8}T\d{6}Z(-\d+)?$/s;
/** So many deploys of one page within one second. */
const MOST = 100;

/**
 * Keeps the decoded bytes of what is about to be overwritten as a file of its own in the workspace, beside the pages:
 * `releases/index.html.prod.20250114T102200Z`. Gives its path. Never overwrites a file; the same bytes are kept once.
 */
export async function keepCopy(
  workspace: Pick<Workspace, 'read' | 'write'>,
  path: string,
  plain: Uint8Array,
  what: Proof['target']['what'],
  now: Date,
): Promise<string> {
  const time = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  const name = `releases/${path}.${what === 'production' ? 'prod' : 'staging'}.${time}Z`;
  for (let nth = 1; nth <= MOST; nth += 1) {
    const copy = nth === 1 ? name : `${name}-${nth}`;
    const there = await workspace.read(copy);
    if (there && !Buffer.from(plain).equals(there)) continue;
    if (!there) await workspace.write(copy, plain);
    return copy;
  }
  const hint = 'Run it again in a second, or without --keep.';
  throw new HoldfastError('FOLDER.FAILED', `There are ${MOST} copies at ${name} already.`, { hint });
}

/** Whether a path of the workspace is such a copy, and no file of the site: it is never deployed. */
export function isKeptCopy(path: string): boolean {
  return KEPT.test(path);
}
