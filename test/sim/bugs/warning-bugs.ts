import type { Bug } from './bug.ts';

const WARNS_SOON = { findsStale: true } as const;

/** Warns only of what it undoes: the copy behind an upload that somebody replaced first lies there all the same. */
const silent: Bug = {
  name: 'no warning of what was replaced already',
  foundBy: ['WARNED'],
  setup: WARNS_SOON,
  guard: (deps) => ({
    ...deps,
    registry: {
      ...deps.registry,
      commit(transition) {
        const replaced = transition.incidents.some(({ next }) => next.state === 'superseded');
        return deps.registry.commit(replaced ? { ...transition, warnings: [] } : transition);
      },
    },
  }),
};

/** Overrules the guard, and leaves its warning in the way of whoever deploys next. */
const leftOpen: Bug = {
  name: 'decisions leave the warning open',
  foundBy: ['WARNED'],
  setup: { ...WARNS_SOON, decides: 0.5 },
  person: (deps) => ({
    ...deps,
    registry: {
      ...deps.registry,
      commit: ({ acknowledged: _acknowledged, ...transition }) => deps.registry.commit(transition),
    },
  }),
};

/** Planted around what the guard warns of. */
export const WARNING_BUGS: readonly Bug[] = [silent, leftOpen];
