import type { Edge, Visit } from '../../src/lib/deploy/edge.ts';
import { HoldfastError } from '../../src/lib/errors.ts';
import { sha256 } from '../../src/lib/site/version.ts';

/** What an address answers with, or what becomes of the visit. */
export type Served =
  { readonly status?: number; readonly text?: string; readonly age?: number } | { readonly failed: string };

interface Asked {
  readonly distribution: string;
  readonly paths: readonly string[];
  readonly reference: string;
  readonly id: string;
}

/** Distributions in memory, each at `https://<id>.test`: they keep what they hold of a path until it is purged. */
export interface EdgeModel {
  readonly edge: Edge;
  /** What is behind every distribution, by path. */
  origin: (path: string) => Served;
  /** What the edges hold: by address. */
  readonly held: Map<string, Served>;
  /** Looks at an invalidation that is not complete yet; what the edge holds goes when it is. */
  rounds: number;
  /** Why the next purges are refused, one after another. */
  readonly refusals: HoldfastError[];
  /** What was asked for, once for each reference. */
  readonly purges: Asked[];
}

/** Edges that hold nothing, before an origin that has nothing. */
export function edgeModel(): EdgeModel {
  const rounds = new Map<string, number>();
  const model: Omit<EdgeModel, 'edge'> = {
    origin: () => ({ status: 404, text: '' }),
    held: new Map(),
    rounds: 0,
    refusals: [],
    purges: [],
  };
  const edge: Edge = {
    async purge(distribution, paths, reference) {
      const refused = model.refusals.shift();
      if (refused) throw refused;
      const id = `I-${sha256(JSON.stringify([distribution, paths, reference])).slice(0, 8)}`;
      if (!rounds.has(id)) {
        rounds.set(id, model.rounds);
        model.purges.push({ distribution, paths, reference, id });
      }
      return id;
    },
    async purged(distribution, id) {
      const left = rounds.get(id);
      const asked = model.purges.find((purge) => purge.id === id && purge.distribution === distribution);
      if (left === undefined || !asked) throw new HoldfastError('CDN.FAILED', `There is no purge ${id}`);
      rounds.set(id, left - 1);
      if (left === 0) forget(model.held, asked);
      return left <= 0;
    },
    address: async (distribution) => `https://${distribution.toLowerCase()}.test`,
    async visit(url) {
      const served = model.held.get(url) ?? model.origin(new URL(url).pathname);
      model.held.set(url, served);
      return asVisit(served);
    },
  };
  return Object.assign(model, { edge });
}

function forget(held: Map<string, Served>, { distribution, paths }: Asked): void {
  for (const path of paths) {
    const from = `https://${distribution.toLowerCase()}.test${path.replace(/\*$/, '')}`;
    for (const address of held.keys()) {
      if (path.endsWith('*') ? address.startsWith(from) : address === from) held.delete(address);
    }
  }
}

function asVisit(served: Served): Visit {
  if ('failed' in served) return { kind: 'failed', reason: served.failed };
  const { status = 200, text = '', age } = served;
  return { kind: 'answered', status, sha256: sha256(text), ...(age !== undefined && { age }) };
}
