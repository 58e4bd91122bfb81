import type { Registry, Transition } from '../../../src/lib/site/registry.ts';
import type { ReconcileDeps } from '../../../src/lib/reconcile.ts';
import type { PageRecord } from '../../../src/lib/site/page-record.ts';
import type { World } from '../world.ts';
import type { Bug } from './bug.ts';
import { withoutConditions } from './registry-bugs.ts';

type Broken = (registry: Registry, world: World) => Partial<Registry>;

const onRegistry =
  (breakIt: Broken) =>
  (deps: ReconcileDeps, _run: unknown, world: World): ReconcileDeps => ({
    ...deps,
    registry: { ...deps.registry, ...breakIt(deps.registry, world) },
  });

/** The next record of the page, changed on its way into the table. */
function withPage(transition: Transition, change: (next: PageRecord) => Partial<PageRecord>): Transition {
  const { page } = transition;
  return { ...transition, page: { ...page, next: { ...page.next, ...change(page.next) } } };
}

/** Takes an incident for one of the version that is the baseline now, whatever it was about. */
const restoreWithoutGeneration: Bug = {
  name: 'restore whatever the generation',
  foundBy: ['I7', 'I10'],
  setup: { decides: 0.5 },
  person: onRegistry((registry, { table }) => ({
    async incident(id) {
      const incident = await registry.incident(id);
      const page = incident && table.page({ site: incident.site, key: incident.key });
      if (!incident || !page?.baseline || incident.state === 'undecided') return incident;
      const version = { ...incident.version, identity: page.baseline.identity };
      return { ...incident, gen: page.gen - 1, version };
    },
    commit(transition) {
      const incidents = transition.incidents.map(({ expect, next }) => {
        const { gen, version } = table.incident(next.id) ?? next;
        return { expect, next: { ...next, gen, version } };
      });
      return registry.commit({ ...transition, incidents });
    },
  })),
};

/** Looks whether a link is unused before the decision, not with it. */
const linkApart: Bug = {
  name: 'link not in the transaction',
  foundBy: ['I7'],
  setup: { decides: 0.5 },
  person: onRegistry((registry) => ({
    commit: ({ link: _link, ...transition }) => registry.commit(transition),
  })),
};

/** Takes everybody for an approver. */
const anybody: Bug = {
  name: 'approvers not checked',
  foundBy: ['I7'],
  person: (deps, run) => ({
    ...deps,
    registry: {
      ...deps.registry,
      async read(ref) {
        const { page, site } = await deps.registry.read(ref);
        const approvers = [...(site?.config.approvers ?? []), ...(run.as ? [run.as] : [])];
        return { ...(page && { page }), ...(site && { site: { ...site, config: { ...site.config, approvers } } }) };
      },
    },
  }),
};

/** Checks the approver some time before the decision stands. */
const approverBefore: Bug = {
  name: 'decisions not under the revision of the site',
  foundBy: ['I7'],
  setup: { decides: 0.5, approversChange: true },
  person: onRegistry((registry) => ({
    commit: ({ site, ...transition }) => registry.commit({ ...transition, ...(site?.moves && { site }) }),
  })),
};

/** A decision goes through whatever happened since it was made ready. */
const decisionUnconditional: Bug = {
  name: 'no revision check under decisions',
  foundBy: ['I4', 'I7', 'I10'],
  person: onRegistry((registry, { table }) => ({
    async commit(transition) {
      let outcome: 'done' | 'conflict' = 'conflict';
      for (let tries = 0; outcome === 'conflict' && tries < 9; tries++)
        outcome = await registry.commit(withoutConditions(table, transition));
      return outcome;
    },
  })),
};

/** Resumes and restores, and forgets that the page is contested. */
const stillContested: Bug = {
  name: 'a decision leaves the page contested',
  foundBy: ['I7'],
  setup: { decides: 0.5, fights: 12 },
  person: onRegistry((registry, { table }) => ({
    commit: (transition) =>
      registry.commit(withPage(transition, ({ ref }) => ({ contested: table.page(ref)?.contested }))),
  })),
};

/** Puts back what a person wants, and forgets that one did. */
const wishForgotten: Bug = {
  name: 'a restore by decision taken for one of the guard',
  foundBy: ['I6'],
  setup: { decides: 0.5 },
  guard: onRegistry((registry) => ({
    async incident(id) {
      const { trail: _trail, ...incident } = (await registry.incident(id)) ?? {};
      return 'id' in incident ? incident : undefined;
    },
  })),
};

const NEVER = new Date(8.64e15).toISOString();

/** Every allowance holds for ever. */
const allowedForEver: Bug = {
  name: 'allowances without an end',
  foundBy: ['I9'],
  setup: { allows: true, actions: 12 },
  guard: onRegistry((registry, { table }) => ({
    async read(ref) {
      const { page, site } = await registry.read(ref);
      const allowances = page?.allowances.map((allowance) => ({ ...allowance, until: NEVER })) ?? [];
      return { ...(page && { page: { ...page, allowances } }), ...(site && { site }) };
    },
    commit: (transition) => registry.commit(withPage(transition, (next) => keepAllowances(table, next))),
  })),
};

/** What a person allowed is not read. */
const allowedInVain: Bug = {
  name: 'allowances not read',
  foundBy: ['ALLOWED'],
  setup: { allows: true },
  guard: onRegistry((registry, { table }) => ({
    async read(ref) {
      const { page, site } = await registry.read(ref);
      return { ...(page && { page: { ...page, allowances: [] } }), ...(site && { site }) };
    },
    commit: (transition) => registry.commit(withPage(transition, (next) => keepAllowances(table, next))),
  })),
};

/** Looks late at what was uploaded within an allowance, and takes it for over. */
const allowedUntilLooked: Bug = {
  name: 'allowances asked for when a version is looked at',
  foundBy: ['ALLOWED'],
  setup: { allows: true, actions: 12 },
  guard: onRegistry((registry, { table, clock }) => ({
    async read(ref) {
      const { page, site } = await registry.read(ref);
      const allowances = page?.allowances.filter(({ until }) => Date.parse(until) > clock.now().getTime()) ?? [];
      return { ...(page && { page: { ...page, allowances } }), ...(site && { site }) };
    },
    commit: (transition) => registry.commit(withPage(transition, (next) => keepAllowances(table, next))),
  })),
};

function keepAllowances(table: World['table'], { ref, allowances }: PageRecord): Pick<PageRecord, 'allowances'> {
  return { allowances: table.page(ref)?.allowances ?? allowances };
}

/** What a person wants replaced stays at the cursor as it was judged. */
const judgedOnceMore: Bug = {
  name: 'what is to be replaced is judged once more',
  foundBy: ['I7'],
  setup: { decides: 0.5, crashes: 0.08, allows: true },
  person: onRegistry((registry, { table }) => ({
    commit: (transition) =>
      registry.commit(withPage(transition, ({ ref, seen }) => ({ seen: table.page(ref)?.seen ?? seen }))),
  })),
};

/** Whatever was decided since somebody looked, they are heard. */
const overTheHead: Bug = {
  name: 'decisions over the head of others',
  foundBy: ['I7'],
  setup: { decides: 0.5 },
  person: onRegistry((registry) => ({
    async incident(id) {
      const { decision: _decision, ...incident } = (await registry.incident(id)) ?? {};
      return 'id' in incident ? incident : undefined;
    },
  })),
};

/** Moves the baseline, and forgets which one was there before. */
const formerForgotten: Bug = {
  name: 'decisions forget the baselines before',
  foundBy: ['FORMER'],
  setup: { decides: 0.5 },
  person: onRegistry((registry, { table }) => ({
    commit: (transition) => registry.commit(withPage(transition, ({ ref }) => ({ former: table.page(ref)?.former }))),
  })),
};

/** Planted around what people decide. */
export const DECISION_BUGS: readonly Bug[] = [
  restoreWithoutGeneration,
  linkApart,
  anybody,
  approverBefore,
  decisionUnconditional,
  stillContested,
  wishForgotten,
  allowedForEver,
  allowedInVain,
  allowedUntilLooked,
  judgedOnceMore,
  overTheHead,
  formerForgotten,
];
