import type { Incident } from '../../../src/lib/incident/incident.ts';
import type { PageRecord } from '../../../src/lib/site/page-record.ts';
import type { Registry, Transition, Write } from '../../../src/lib/site/registry.ts';
import type { World } from '../world.ts';
import type { Bug } from './bug.ts';

/** Whatever was read, the write goes through, as if every condition were left out. */
export const noRevisionCheck: Bug = {
  name: 'no revision check',
  foundBy: ['I4', 'I5', 'I6', 'I9', 'I10'],
  guard: (deps, _run, { table }) => ({
    ...deps,
    registry: {
      ...deps.registry,
      async commit(transition) {
        let outcome: 'done' | 'conflict' = 'conflict';
        while (outcome === 'conflict') outcome = await deps.registry.commit(withoutConditions(table, transition));
        return outcome;
      },
    },
  }),
};

/** The transition under whatever stands at this moment. */
export function withoutConditions(table: World['table'], transition: Transition): Transition {
  const { page, site, incidents } = transition;
  const rev = site && table.site(site.name)?.rev;
  return {
    ...transition,
    page: unconditional(table.page(page.next.ref), page.next),
    incidents: incidents.map(({ next }) => unconditional(table.incident(next.id), next)),
    ...(site && rev !== undefined && { site: { ...site, expect: rev } }),
  };
}

function unconditional<T extends { readonly rev: number }>(held: T | undefined, next: T): Write<T> {
  return held
    ? { expect: held.rev, next: { ...next, rev: held.rev + 1 } }
    : { expect: 'absent', next: { ...next, rev: 1 } };
}

/** Claims the page first, restores, and opens the incident when all is done. */
export const incidentAfter: Bug = {
  name: 'incident after the restore',
  foundBy: ['I6'],
  guard(deps) {
    const { bucket, registry } = deps;
    let deferred: Write<Incident>[] = [];
    return {
      ...deps,
      registry: {
        ...registry,
        commit(transition) {
          const opening = transition.incidents.filter(
            ({ expect, next }) => expect === 'absent' && next.state === 'restoring',
          );
          deferred.push(...opening);
          return registry.commit({
            ...transition,
            incidents: transition.incidents.filter((w) => !opening.includes(w)),
          });
        },
      },
      bucket: {
        ...bucket,
        async put(...args) {
          const outcome = await bucket.put(...args);
          const incidents = deferred;
          deferred = [];
          for (const write of incidents) await open(registry, write);
          return outcome;
        },
      },
    };
  },
};

async function open(registry: Registry, write: Write<Incident>): Promise<void> {
  const { page } = await registry.read(write.next);
  if (page) await registry.commit(transitionOf(page, {}, [write]));
}

function transitionOf(
  page: PageRecord,
  change: Partial<PageRecord>,
  incidents: readonly Write<Incident>[],
): Transition {
  return { page: { expect: page.rev, next: { ...page, ...change, rev: page.rev + 1 } }, incidents, tokens: [] };
}

/** Calls the incident restored as soon as S3 said 200. */
export const restoredUnseen: Bug = {
  name: 'restored without a look',
  foundBy: ['I6'],
  guard(deps, _run, world) {
    const { bucket, registry, cdn } = deps;
    return {
      ...deps,
      bucket: {
        ...bucket,
        async put(key, content, mark, condition) {
          const outcome = await bucket.put(key, content, mark, condition);
          const { page, site } = await registry.read({ site: 'demo', key });
          const id = page?.attempts.find(({ n }) => n === mark)?.incident;
          const incident = id === undefined ? undefined : await registry.incident(id);
          if (outcome === 'lost' || !page || !site || incident?.state !== 'restoring') return outcome;
          await cdn.purge(site.config, key, incident.id);
          const restored = {
            ...incident,
            state: 'restored' as const,
            rev: incident.rev + 1,
            entry: incident.entry + 1,
          };
          await registry.commit(
            transitionOf(page, { open: [], purge: undefined }, [{ expect: incident.rev, next: restored }]),
          );
          world.say('  (restored without a look)');
          return outcome;
        },
      },
    };
  },
};
