import type { Attempt } from '../../../src/lib/site/page-record.ts';
import type { World } from '../world.ts';
import { SITE } from '../world.ts';
import type { Bug } from './bug.ts';

/** Takes a version with the baseline's ETag for the baseline. */
export const etagIdentity: Bug = {
  name: 'ETag as identity',
  foundBy: ['I3', 'I6', 'REST'],
  setup: { mode: 'versioned', otherHeaders: 0.6, stepsPerSecond: 1, randomEtags: false, crashes: 0 },
  guard: (deps, _run, { table }) => ({
    ...deps,
    bucket: {
      ...deps.bucket,
      async get(key, versionId, limit) {
        const version = await deps.bucket.get(key, versionId, limit);
        const baseline = table.page({ site: SITE, key })?.baseline;
        return version && baseline?.etag === version.etag ? { ...version, identity: baseline.identity } : version;
      },
    },
  }),
};

/** Takes everything that carries a mark of ours for our own write, open or not, whatever its content. */
export const anyMark: Bug = {
  name: 'any mark is ours',
  foundBy: ['I4'],
  setup: { fights: 0, permanentDeletes: false, actions: 12, mode: 'versioned' },
  guard(deps, _run, world) {
    const { registry } = deps;
    return {
      ...deps,
      registry: {
        ...registry,
        async read(ref) {
          const { page, site } = await registry.read(ref);
          if (!page) return { ...(site && { site }) };
          const attempts = [...page.attempts, ...pretended(world, ref.key, page.attempts)];
          return { page: { ...page, attempts }, ...(site && { site }) };
        },
        commit(transition) {
          const { next } = transition.page;
          const attempts = next.attempts.filter(({ at }) => at !== PRETENDED);
          return registry.commit({ ...transition, page: { ...transition.page, next: { ...next, attempts } } });
        },
      },
    };
  },
};

const PRETENDED = new Date(8.64e15).toISOString();

/** An attempt for every mark in the bucket, as if none was ever used up. */
function pretended({ s3 }: World, key: string, open: readonly Attempt[]): Attempt[] {
  return s3.entries(key).flatMap(({ mark: n, identity }) => {
    const real = open.some((attempt) => attempt.n === n && attempt.identity === identity);
    return n === undefined || real ? [] : [{ n, identity, counted: true, at: PRETENDED }];
  });
}
