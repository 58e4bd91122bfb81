import type { Cdn } from '../../src/lib/rollback/cdn.ts';
import { atOnce } from './io.ts';
import type { Io } from './io.ts';

/** What the edge holds of pages: the first visitor's answer, until it is purged. */
export interface CdnModel<Answer> {
  readonly cdn: Cdn;
  /** Serves a visitor, from the edge if it holds the page, else from the origin, which it then holds. */
  readonly visit: (key: string) => Answer | undefined;
  readonly held: (key: string) => Answer | undefined;
  /** `same`: this reference was used before, nothing happens. */
  readonly purge: (site: string, key: string, reference: string) => 'purged' | 'same';
}

/** Makes an empty edge before `origin`. */
export function cdnModel<Answer>(origin: (key: string) => Answer | undefined): CdnModel<Answer> {
  const edge = new Map<string, Answer>();
  const references = new Set<string>();
  const model: Omit<CdnModel<Answer>, 'cdn'> = {
    visit(key) {
      const fresh = edge.get(key) ?? origin(key);
      if (fresh !== undefined) edge.set(key, fresh);
      return fresh;
    },
    held: (key) => edge.get(key),
    purge(site, key, reference) {
      const id = JSON.stringify([site, key, reference]);
      if (references.has(id)) return 'same';
      references.add(id);
      edge.delete(key);
      return 'purged';
    },
  };
  return Object.assign(model, { cdn: fakeCdn(model) });
}

/** The CDN port over the model: each call is one step of `io`. */
export function fakeCdn(model: Pick<CdnModel<unknown>, 'purge'>, io: Io = atOnce): Cdn {
  return {
    purge: (site, key, reference) => io(`purge ${key} ${reference}`, () => void model.purge(site.name, key, reference)),
  };
}
