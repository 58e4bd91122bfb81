import { HoldfastError } from '../errors.ts';
import { cdnPaths } from '../rollback/cdn-paths.ts';
import type { Limits } from '../site/policy.ts';
import type { Target } from '../site/site.ts';
import type { Edge, Visit } from './edge.ts';

/** A key that was written to a target, and what visitors are to get for it. */
export interface Written {
  /** The full key in the target's bucket. */
  readonly key: string;
  /**
   * SHA-256 of the plain bytes that it is to answer with; `gone`: of those that it is not to answer with any more. Absent:
   * it is purged, and not looked at.
   */
  readonly expected?: { readonly sha256: string } | { readonly gone: string };
}

/** One key at one address. `closed`: it asks who is there, so what visitors get cannot be compared. */
export interface Look {
  readonly key: string;
  readonly address: string;
  readonly expected: NonNullable<Written['expected']>;
  readonly state: 'waiting' | 'through' | 'closed';
  /** What the address answered, or why it did not; empty before the first look. */
  readonly says: string;
}

/** Where visitors see a target: at its own URL, else at each of its distributions. Throws `CDN.*`. */
export async function basesOf(
  { url, distributions }: Target,
  { edge }: { readonly edge: Pick<Edge, 'address'> },
): Promise<readonly string[]> {
  if (url !== undefined) return [url];
  return Promise.all(distributions.map((distribution) => edge.address(distribution)));
}

/** The address of a key under such a base; `undefined` where it is not below the target's origin path. */
export function addressOf(target: Target, key: string, base: string): string | undefined {
  const [path] = cdnPaths(target, key);
  return path === undefined ? undefined : `${base}${path}`;
}

/** Everything that is to be looked at; `unknown`: why it is not known where visitors see the target. */
export async function looksAt(
  target: Target,
  written: readonly Written[],
  deps: { readonly edge: Pick<Edge, 'address'> },
): Promise<{ readonly looks: readonly Look[]; readonly unknown?: string }> {
  try {
    const bases = await basesOf(target, deps);
    return { looks: written.flatMap((one) => bases.flatMap((base) => looksOf(target, one, base))) };
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
    return { looks: [], unknown: error.message };
  }
}

function looksOf(target: Target, { key, expected }: Written, base: string): Look[] {
  const address = addressOf(target, key, base);
  return expected && address !== undefined ? [{ key, address, expected, state: 'waiting', says: '' }] : [];
}

/** Visits an address again, unless that is over. */
export async function lookAgain(
  look: Look,
  limits: Limits,
  { edge }: { readonly edge: Pick<Edge, 'visit'> },
): Promise<Look> {
  if (look.state !== 'waiting') return look;
  const visit = await edge.visit(look.address, limits);
  const says = visitWords(visit);
  if (visit.kind === 'answered' && visit.status === 401) return { ...look, state: 'closed', says };
  return { ...look, state: isThrough(visit, look.expected) ? 'through' : 'waiting', says };
}

/** Whether a visitor got what was written. */
export function isThrough(visit: Visit, expected: Look['expected']): boolean {
  if (visit.kind === 'failed') return false;
  const answers = visit.status === 200 ? visit.sha256 : undefined;
  return 'gone' in expected ? answers !== expected.gone : answers === expected.sha256;
}

/** What a visitor got, in words. */
export function visitWords(visit: Visit): string {
  if (visit.kind === 'failed') return visit.reason;
  const { status, sha256, age, cache } = visit;
  const body = status === 200 ? `200 with the bytes ${sha256.slice(0, 12)}…` : String(status);
  const cached = [...(age === undefined ? [] : [`${age} s old`]), ...(cache === undefined ? [] : [cache])];
  return `answers ${body}${cached.length > 0 ? ` (${cached.join(', ')})` : ''}`;
}
