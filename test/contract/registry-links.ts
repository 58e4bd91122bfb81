import { describe, expect, test } from 'vitest';
import type { PersonalLink } from '../../src/lib/approval/links.ts';
import type { Transition } from '../../src/lib/site/registry.ts';
import type { MakeRegistry, RegistryWorld } from './registry-samples.ts';
import { AT, first, incident, LATER, link, page, PAGE, site, token } from './registry-samples.ts';

const OTHER = incident(1, { id: '2'.repeat(64) }).id;

const use = ({ incident: of, hash }: PersonalLink, at = LATER) => ({ incident: of, hash, at });

/** A decision by a link: the page, the site's revision and the incident move with it. */
const decision = (change: Partial<Transition> = {}): Transition => ({
  page: { expect: 1, next: page(2) },
  site: { name: 'demo', expect: 1, moves: true },
  incidents: [{ expect: 1, next: incident(2, { state: 'overridden' }) }],
  tokens: [token('HERO', 'lost')],
  link: use(link()),
  ...change,
});

/** A page with an incident, and the personal link of it. */
async function linked(make: MakeRegistry, kept: PersonalLink = link()): Promise<RegistryWorld> {
  const world = await make();
  await world.putSite(site(1));
  await world.registry.commit(first({ incidents: [{ expect: 'absent', next: incident(1) }] }));
  await world.links.keep(kept);
  return world;
}

async function standing({ registry, links }: RegistryWorld): Promise<unknown> {
  const { id } = incident(1);
  return [
    await registry.read(PAGE),
    await registry.incident(id),
    await registry.homes('demo', 'HERO'),
    await links.find(id, link().hash),
  ];
}

/** What every table must hold about personal links. */
export function linksContract(make: MakeRegistry): void {
  test.each<PersonalLink['for']>([
    { email: 'cb@example.com' },
    { role: 'web-lead', account: '123456789012' },
    { user: 'anna', account: '123456789012' },
    { slack: 'U012AB3CD', team: 'T012AB3CD' },
  ])('keeps a personal link for %j', async (approver) => {
    const { links } = await linked(make, link({ for: approver }));
    expect(await links.find(link().incident, link().hash)).toEqual(link({ for: approver }));
  });

  test('finds a link by its own incident and its own code alone', async () => {
    const { links } = await linked(make);
    expect(await links.find(OTHER, link().hash)).toBeUndefined();
    expect(await links.find(link().incident, 'e'.repeat(64))).toBeUndefined();
    expect(await links.find(link().incident, link().hash.slice(1))).toBeUndefined();
    expect(await links.find(link().incident, '')).toBeUndefined();
  });

  test('uses a link up with the transition that it decides', async () => {
    const world = await linked(make);
    expect(await world.registry.commit(decision())).toBe('done');
    expect(await world.links.find(link().incident, link().hash)).toEqual(link({ usedAt: LATER }));
    expect((await world.registry.read(PAGE)).page).toEqual(page(2));
    expect((await world.registry.incident(incident(1).id))?.state).toBe('overridden');
  });

  test('keeps no link over one that is there: a used one stays used', async () => {
    const { registry, links } = await linked(make);
    await registry.commit(decision());
    await links.keep(link({ for: { email: 'other@example.com' } }));
    expect(await links.find(link().incident, link().hash)).toEqual(link({ usedAt: LATER }));
  });

  describe('writes nothing at all with a link', () => {
    test.each<[string, PersonalLink, Partial<Transition>]>([
      ['that is not there', link(), { link: use(link({ hash: 'e'.repeat(64) })) }],
      ['of another incident', link(), { link: use(link({ incident: OTHER })) }],
      ['that is over', link(), { link: use(link(), '2026-03-04T09:00:00.001Z') }],
      ['that ends at this very moment', link(), { link: use(link(), link().until) }],
      ['that was used', link({ usedAt: AT }), {}],
      ['when the page has moved', link(), { page: { expect: 7, next: page(8) } }],
      ['when the incident has moved', link(), { incidents: [{ expect: 7, next: incident(8) }] }],
      ['when the site has moved', link(), { site: { name: 'demo', expect: 7, moves: true } }],
    ])('%s', async (_which, kept, change) => {
      const world = await linked(make, kept);
      const before = await standing(world);
      expect(await world.registry.commit(decision(change))).toBe('conflict');
      expect(await standing(world)).toEqual(before);
    });
  });

  test('lets one of those decide who use a link at the same moment, whatever they write', async () => {
    const world = await linked(make);
    const refs = ['a.html', 'b.html', 'c.html', 'd.html'].map((key) => ({ site: 'demo', key }));
    const outcomes = await Promise.all(
      refs.map((ref) =>
        world.registry.commit(first({ page: { expect: 'absent', next: page(1, { ref }) }, link: use(link()) })),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    const pages = await Promise.all(refs.map(async (ref) => (await world.registry.read(ref)).page));
    expect(pages.map((written) => (written ? 'done' : 'conflict'))).toEqual(outcomes);
  });
}
