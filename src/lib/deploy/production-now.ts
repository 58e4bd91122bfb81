import { HoldfastError } from '../errors.ts';
import type { Registry } from '../site/registry.ts';
import type { Site } from '../site/site.ts';
import { pauseOf } from '../site/site-record.ts';
import { DELETED } from '../site/version.ts';
import type { Production } from './judge-candidate.ts';
import type { TargetBucket } from './target-bucket.ts';

/** The guard looks at an upload within seconds. */
const EVERY_MS = 1000;
const ROUNDS = 15;

/** What is known of a page in production. Not at rest: the guard has not yet looked at what is live. */
export interface ProductionNow extends Production {
  readonly atRest: boolean;
}

/** What finding out needs. */
export interface ProductionDeps {
  readonly registry: Pick<Registry, 'read'>;
  /** The bucket of production. */
  readonly production: Pick<TargetBucket, 'live'>;
  readonly now: () => Date;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly progress: (text: string) => void;
}

/**
 * Reads a page of production with its records, once the guard has looked at what is live; after a quarter of a minute it
 * gives what there is. Throws `DEPLOY.REFUSED` for a site that was never applied.
 */
export async function productionNow(site: Site, path: string, deps: ProductionDeps): Promise<ProductionNow> {
  for (let round = 1; ; round += 1) {
    const now = await look(site, path, deps);
    if (now.atRest || round === ROUNDS) return now;
    deps.progress(`waiting for the guard to look at ${path}`);
    await deps.wait(EVERY_MS);
  }
}

async function look({ name, production, policy }: Site, path: string, deps: ProductionDeps): Promise<ProductionNow> {
  const ref = { site: name, key: production.prefix + path };
  // What is live first: the guard may look at it in between, and never the other way round.
  const live = await deps.production.live(ref.key, policy.limits.bytes);
  const { page, site } = await deps.registry.read(ref);
  if (!site) {
    const hint = `Apply it first: npx holdfast apply ${name}, then npx holdfast protect ${name}.`;
    throw new HoldfastError('DEPLOY.REFUSED', `The guard does not know the site ${name} yet.`, { hint });
  }
  const seen = page?.seen.identity ?? DELETED;
  const atRest = seen === (live?.identity ?? DELETED) || pauseOf(site, ref.key, deps.now()) !== undefined;
  return { ref, site, atRest, ...(page && { page }), ...(live && { live }) };
}
