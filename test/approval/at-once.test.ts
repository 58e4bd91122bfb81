import { describe, expect, it } from 'vitest';
import { decide, type Wanted } from '../../src/lib/approval/decide.ts';
import { makeLink } from '../../src/lib/approval/links.ts';
import type { DecisionOutcome } from '../../src/lib/approval/outcome.ts';
import type { Person } from '../../src/lib/approval/person.ts';
import { reconcile } from '../../src/lib/reconcile.ts';
import { fakeBucket } from '../fakes/fake-bucket.ts';
import { atOnce, type Io } from '../fakes/io.ts';
import { inEveryOrder } from './in-every-order.ts';
import { decideDeps, GOOD, IN_STATE, KEY, LEAD, newest, STALE, type World } from './people.ts';

type What = Wanted['what'];

/** Only these calls wait for their turn: there would be too many orders. */
const only =
  (held: Io, calls: RegExp): Io =>
  (label, effect) =>
    calls.test(label) ? held(label, effect) : atOnce(label, effect);

async function linkOf(one: World): Promise<Person> {
  const deps = { ...decideDeps(one), links: one.table.links, random: () => new Uint8Array(20) };
  const made = await makeLink(newest(one), 'web-lead@example.com', LEAD, deps);
  if (made.kind !== 'made') throw new Error(made.says);
  const { link } = made;
  return { kind: 'link', for: link.for, madeBy: link.madeBy, link: link.hash };
}

interface AtOnce {
  readonly state: keyof typeof IN_STATE;
  readonly whats: readonly [What, What];
  readonly who?: (one: World) => Promise<Person>;
  readonly calls?: RegExp;
}

/** Two decide on one incident, in every order in which their calls can fall; `hold` is told what came of each. */
function decideAtOnce(
  { state, whats, who = async () => LEAD, calls = /./ }: AtOnce,
  hold: (recorded: readonly string[], counted: readonly string[], outcomes: readonly DecisionOutcome[]) => void,
): Promise<number> {
  return inEveryOrder(async (...ios) => {
    const one = await IN_STATE[state]();
    const person = await who(one);
    const id = newest(one);
    const outcomes: DecisionOutcome[] = [];
    const run = async (at: 0 | 1): Promise<void> => {
      const deps = decideDeps(one, only(ios[at], calls));
      outcomes.push(await decide(id, { what: whats[at], reason: `decision ${at}` }, person, deps));
    };
    return {
      runs: [run(0), run(1)],
      check() {
        const recorded = outcomes.flatMap((each) =>
          each.kind === 'recorded' ? [each.incident.decision?.reason ?? ''] : [],
        );
        const trail = one.table.incident(id)?.trail ?? [];
        const counted = trail.flatMap(({ decision }) => (decision ? [decision.reason] : []));
        hold(recorded.toSorted(), counted.toSorted(), outcomes);
      },
    };
  });
}

describe('two approvers at once', () => {
  it.each<[AtOnce['state'], What, What]>([
    ['restored', 'override', 'override'],
    ['restored', 'override', 'dismiss'],
    ['observed', 'dismiss', 'restore'],
    ['contested', 'resume', 'dismiss'],
  ])('of an incident that is %s: of %s and %s one counts, in every order', async (state, ...whats) => {
    const orders = await decideAtOnce({ state, whats }, (recorded, counted, outcomes) => {
      expect(recorded).toHaveLength(1);
      expect(counted).toEqual(recorded);
      const why = outcomes.flatMap((each) => (each.kind === 'refused' ? [each.why] : []));
      expect(['state', 'moved-on']).toContain(why.join());
    });
    expect(orders).toBeGreaterThan(50);
  });

  it('each count once where one decision opens the incident to the other', async () => {
    const both: number[] = [];
    await decideAtOnce(
      { state: 'undecided', whats: ['override', 'restore'], calls: /incident|^read|^commit/ },
      (recorded, counted) => {
        expect(counted).toEqual(recorded);
        both.push(counted.length);
      },
    );
    // The second is refused where it read the incident before the first decision, and the page after it.
    expect(new Set(both)).toEqual(new Set([1, 2]));
  });

  it('decide once with one personal link, whatever they decide', async () => {
    await decideAtOnce(
      { state: 'undecided', whats: ['override', 'restore'], who: linkOf, calls: /^read|^commit/ },
      (recorded, counted) => {
        expect(recorded).toHaveLength(1);
        expect(counted).toEqual(recorded);
      },
    );
  });
});

it('leaves live what a person chose, however their call falls among those of the guard', async () => {
  const races: { one: World; outcome: DecisionOutcome; live: string }[] = [];
  await inEveryOrder(async (guard, person) => {
    const one = await IN_STATE.restoring();
    const writes = only(guard, /^commit|^put/);
    const { registry } = decideDeps(one, writes);
    const deps = { ...one.deps, registry, bucket: fakeBucket(one.s3, writes) };
    const wanted = { what: 'override', reason: 'x' } as const;
    const decided = decide(newest(one), wanted, LEAD, decideDeps(one, only(person, /^read|^commit/)));
    const looks = reconcile({ site: 'demo', key: KEY }, { notices: [] }, deps);
    let outcome: DecisionOutcome;
    const told = decided.then((each) => (outcome = each));
    return { runs: [looks, told], check: () => void races.push({ one, outcome, live: one.served(KEY) }) };
  });
  expect(new Set(races.map(({ live }) => live))).toEqual(new Set([GOOD, STALE]));
  for (const { one, outcome } of races) {
    await one.look(KEY);
    // Who is always too late is told so; nothing counts by halves.
    if (outcome.kind === 'refused') expect(outcome.why).toBe('conflict');
    expect(one.served(KEY)).toBe(outcome.kind === 'recorded' ? STALE : GOOD);
  }
  expect(races.filter(({ outcome }) => outcome.kind === 'recorded').length).toBeGreaterThan(races.length / 2);
});
