import { describe, expect, it } from 'vitest';
import { decideDeploy } from '../../src/lib/approval/decide-deploy.ts';
import type { Person } from '../../src/lib/approval/person.ts';
import type { Incident } from '../../src/lib/incident/incident.ts';
import type { NamedWriter } from '../../src/lib/upload/named-writer.ts';
import { world } from '../world.ts';
import { decideDeps, everything, GOOD, LEAD, STALE, STRANGERS, type World } from './people.ts';

const MINUTE_MS = 60 * 1000;
const CI = 'AWS:AROAEXAMPLE:ci';

async function guarded(keys: readonly string[], one = world()): Promise<World> {
  for (const key of keys) {
    one.upload(key, GOOD);
    await one.look(key);
  }
  // Later, a token that was gained just now does not count as moved.
  one.clock.advance(60 * MINUTE_MS);
  return one;
}

/** Somebody uploads a stale page, which is undone. */
async function deploys(one: World, key: string, principal: string | undefined = CI): Promise<string> {
  const { versionId } = one.upload(key, STALE);
  const notice: NamedWriter = { versionId, writer: { ...(principal && { principal }), event: 'ObjectCreated:Put' } };
  await one.look(key, [notice]);
  const incident = one.table.incidents().find((each) => each.key === key);
  if (incident?.state !== 'restored') throw new Error(`${key} is ${incident?.state}`);
  return incident.id;
}

const recent = (one: World) =>
  async function* newestFirst(): AsyncGenerator<Incident> {
    yield* one.table.incidents().toSorted((a, b) => (a.openedAt < b.openedAt ? 1 : -1));
  };

const override = (one: World, id: string, person: Person = LEAD) =>
  decideDeploy(id, { what: 'override', reason: 'a relaunch' }, person, { ...decideDeps(one), recent: recent(one) });

const states = (one: World): Record<string, string> =>
  Object.fromEntries(one.table.incidents().map(({ key, state }) => [key, state]));

describe('deciding on a whole deploy', () => {
  it('decides what the same writer caused within a quarter of an hour, before and after', async () => {
    const one = await guarded(['early.html', 'first.html', 'named.html', 'last.html', 'late.html', 'other.html']);
    await deploys(one, 'early.html');
    one.clock.advance(1000);
    await deploys(one, 'first.html');
    one.clock.advance(15 * MINUTE_MS - 1000);
    const id = await deploys(one, 'named.html');
    await deploys(one, 'other.html', 'AWS:AROAEXAMPLE:somebody-else');
    one.clock.advance(15 * MINUTE_MS - 2000);
    await deploys(one, 'last.html');
    await deploys(one, 'late.html');
    const outcome = await override(one, id);
    if (outcome.kind !== 'decided') throw new Error(outcome.says);
    expect(outcome.each.map(({ key, outcome: { kind } }) => `${key} ${kind}`).toSorted()).toEqual([
      'first.html recorded',
      'last.html recorded',
      'named.html recorded',
    ]);
    expect(outcome.each[0]?.id).toBe(id);
    expect(states(one)).toEqual({
      'early.html': 'restored',
      'first.html': 'overridden',
      'named.html': 'overridden',
      'last.html': 'overridden',
      'late.html': 'restored',
      'other.html': 'restored',
    });
  });

  it('says of each what came of it', async () => {
    const one = await guarded(['a.html', 'b.html', 'c.html']);
    const id = await deploys(one, 'a.html');
    await deploys(one, 'b.html');
    await deploys(one, 'c.html');
    one.upload('b.html', GOOD.replace('Boats', 'More boats'));
    await one.look('b.html');
    const { version } = one.table.incidents().find(({ key }) => key === 'c.html')!;
    one.upload('c.html', GOOD.replace('Boats', 'New boats'));
    one.snapshots.expire('rejected', 'demo', version.identity);
    await one.look('c.html');
    expect(await override(one, id)).toMatchObject({
      kind: 'decided',
      each: [
        { key: 'a.html', outcome: { kind: 'refused', why: 'expired' } },
        { key: 'c.html', outcome: { kind: 'refused', why: 'moved-on' } },
        { key: 'b.html', outcome: { kind: 'refused', why: 'moved-on' } },
      ],
    });
  });

  it('leaves alone what is not open to the decision', async () => {
    const one = await guarded(['a.html', 'b.html']);
    const id = await deploys(one, 'a.html');
    await override(one, await deploys(one, 'b.html', 'AWS:AROAEXAMPLE:other'));
    const before = one.table.incidents().find(({ key }) => key === 'b.html');
    await override(one, id);
    expect(one.table.incidents().find(({ key }) => key === 'b.html')).toEqual(before);
  });

  it('finds the pages of a deploy that was made a second time, whenever their incidents were opened', async () => {
    const one = await guarded(['a.html', 'b.html', 'c.html']);
    for (const key of ['a.html', 'b.html', 'c.html']) await deploys(one, key);
    one.clock.advance(24 * 60 * MINUTE_MS);
    const id = await deploys(one, 'a.html');
    await deploys(one, 'b.html');
    await override(one, id);
    expect(states(one)).toEqual({ 'a.html': 'overridden', 'b.html': 'overridden', 'c.html': 'restored' });
  });

  it('counts a deletion without versions by when it was found', async () => {
    const one = await guarded(['a.html', 'b.html'], world({ mode: 'unversioned' }));
    one.clock.advance(60 * MINUTE_MS);
    for (const key of ['a.html', 'b.html']) {
      one.remove(key);
      await one.look(key, [{ writer: { principal: CI, event: 'ObjectRemoved:Delete' } }]);
    }
    const [named] = one.table.incidents();
    expect(named).toMatchObject({ version: { versionId: 'gone' }, writer: { principal: CI } });
    await override(one, named!.id);
    expect(states(one)).toEqual({ 'a.html': 'overridden', 'b.html': 'overridden' });
  });

  it('gets through where all its pages lose tokens of one site at once', async () => {
    const keys = Array.from({ length: 12 }, (_, n) => `page-${n}.html`);
    const one = await guarded(keys);
    const ids: string[] = [];
    for (const key of keys) ids.push(await deploys(one, key));
    const deps = decideDeps(one);
    // Of those who write at the same moment DynamoDB lets one through.
    let writing = false;
    const commit: typeof deps.registry.commit = async (transition) => {
      if (writing) return 'conflict';
      writing = true;
      await new Promise((resolve) => setImmediate(resolve));
      const outcome = await deps.registry.commit(transition);
      writing = false;
      return outcome;
    };
    const busy = { ...deps, registry: { ...deps.registry, commit }, recent: recent(one) };
    const outcome = await decideDeploy(ids[0]!, { what: 'override', reason: 'a relaunch' }, LEAD, busy);
    expect(outcome.kind === 'decided' && outcome.each.map((each) => each.outcome.kind)).toEqual(
      keys.map(() => 'recorded'),
    );
  });

  it('decides a hundred at most', async () => {
    const keys = Array.from({ length: 103 }, (_, n) => `page-${n}.html`);
    const one = await guarded(keys);
    const ids: string[] = [];
    for (const key of keys) ids.push(await deploys(one, key));
    const outcome = await override(one, ids.at(-1)!);
    expect(outcome.kind === 'decided' && outcome.each.length).toBe(100);
    expect(Object.values(states(one)).filter((state) => state === 'overridden')).toHaveLength(100);
  });

  it('is refused where nobody knows who wrote, and for an incident that is not there', async () => {
    const one = await guarded(['a.html']);
    one.upload('a.html', STALE);
    await one.look('a.html');
    const before = everything(one);
    expect(await override(one, one.table.incidents()[0]!.id)).toMatchObject({ kind: 'refused', why: 'state' });
    expect(await override(one, 'no-such-incident')).toMatchObject({ kind: 'refused', why: 'unknown' });
    expect(everything(one)).toEqual(before);
  });

  it.each(STRANGERS)('is refused to %s, and changes nothing', async (_who, person) => {
    const one = await guarded(['a.html', 'b.html']);
    const id = await deploys(one, 'a.html');
    await deploys(one, 'b.html');
    const before = everything(one);
    expect(await override(one, id, person)).toMatchObject({ kind: 'refused', why: 'not-allowed' });
    expect(everything(one)).toEqual(before);
  });

  it('by a personal link decides its own incident alone', async () => {
    const one = await guarded(['a.html', 'b.html']);
    const id = await deploys(one, 'a.html');
    await deploys(one, 'b.html');
    const at = one.clock.now();
    const link = {
      incident: id,
      hash: 'a'.repeat(64),
      for: { email: 'web-lead@example.com' },
      madeBy: 'x',
      madeAt: at.toISOString(),
      until: new Date(at.getTime() + MINUTE_MS).toISOString(),
    };
    await one.table.links.keep(link);
    await override(one, id, { kind: 'link', for: link.for, madeBy: 'x', link: link.hash });
    expect(states(one)).toEqual({ 'a.html': 'overridden', 'b.html': 'restored' });
  });
});
