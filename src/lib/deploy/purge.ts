import { HoldfastError } from '../errors.ts';
import { cdnPaths } from '../rollback/cdn-paths.ts';
import type { Target } from '../site/site.ts';
import type { Edge } from './edge.ts';

// As in the guard's own purges: beyond, one wildcard costs less than the paths.
const KEYS_APART = 5;

/** What one distribution is asked to forget. */
export interface Purge {
  readonly distribution: string;
  readonly paths: readonly string[];
}

/** What became of asking: `asked` until every edge is done; `refused` for a reason that will not go away by itself. */
export type PurgeState = Purge &
  (
    | { readonly state: 'asked' | 'done'; readonly id: string }
    | { readonly state: 'busy' | 'refused'; readonly reason: string }
  );

/** The paths that each distribution of a target is asked to forget: beyond five keys, all of them. */
export function purgesFor(target: Target, keys: readonly string[]): readonly Purge[] {
  const apart = [...new Set(keys)].map((key) => cdnPaths(target, key)).filter((paths) => paths.length > 0);
  if (apart.length === 0) return [];
  const paths = apart.length > KEYS_APART ? ['/*'] : [...new Set(apart.flat())].toSorted();
  return target.distributions.map((distribution) => ({ distribution, paths }));
}

/** Asks a distribution once. Never throws for what AWS answers: what is written stays written. */
export async function askToPurge(
  { distribution, paths }: Purge,
  reference: string,
  { edge }: { readonly edge: Pick<Edge, 'purge'> },
): Promise<PurgeState> {
  try {
    return { distribution, paths, state: 'asked', id: await edge.purge(distribution, paths, reference) };
  } catch (error) {
    return { distribution, paths, ...refusalOf(error) };
  }
}

/** The next look at a purge: asked again where CloudFront was busy, done when every edge is. */
export async function lookAtPurge(
  purge: PurgeState,
  reference: string,
  { edge }: { readonly edge: Pick<Edge, 'purge' | 'purged'> },
): Promise<PurgeState> {
  if (purge.state === 'busy') return askToPurge(purge, reference, { edge });
  if (purge.state !== 'asked') return purge;
  try {
    return (await edge.purged(purge.distribution, purge.id)) ? { ...purge, state: 'done' } : purge;
  } catch (error) {
    const { state, reason } = refusalOf(error);
    return state === 'busy' ? purge : { distribution: purge.distribution, paths: purge.paths, state, reason };
  }
}

function refusalOf(error: unknown): { readonly state: 'busy' | 'refused'; readonly reason: string } {
  if (!(error instanceof HoldfastError)) throw error;
  return { state: error.retryable ? 'busy' : 'refused', reason: error.message };
}
