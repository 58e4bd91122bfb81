import { describe, expect, it } from 'vitest';
import { applyRestore, type RestoreEvent } from '../../src/lib/capture/apply-restore.ts';
import { idMap } from '../../src/lib/capture/id-map.ts';
import { planRestore } from '../../src/lib/capture/plan-restore.ts';
import { journaled, type RestoreJournal } from '../../src/lib/capture/restore-journal.ts';
import { restoreOrder } from '../../src/lib/capture/restore-order.ts';
import { isAction, type RestoreWork } from '../../src/lib/capture/restore-work.ts';
import type { CaptureReader } from '../../src/lib/capture/store.ts';
import { restoreTarget } from '../../src/lib/capture/target.ts';
import { HoldfastError } from '../../src/lib/errors.ts';
import { memoryJournal } from './memory-journal.ts';
import { captureOf, estateAt, SECRETS } from './run-capture.ts';
import { named, put, toyWorld, type ToyWorld } from './toy-world.ts';

const estate = estateAt({ endpoint: 'http://127.0.0.1:9', account: '111111111111' });

/** A world with a bulb and two lamps, of which one has the bulb; and its capture. */
async function captured() {
  const world = toyWorld();
  const bulb = put(world.bulbs, 'warm-bulb', { watts: 40 });
  put(world.lamps, 'harbour', { colour: 'red', bulb: bulb.id });
  put(world.lamps, 'pier', { colour: 'green' });
  return { world, reader: await captureOf(world.services, estate) };
}

function workOf(world: ToyWorld, reader: CaptureReader, prefix = ''): RestoreWork {
  const ids = idMap({ captured: reader.metadata.account, now: estate.account });
  const renames = { exact: new Map<string, string>(), prefix };
  const secret = async () => undefined;
  const to = restoreTarget({
    capture: 'c',
    drill: undefined,
    intoBucket: undefined,
    renames,
    ids,
    secret,
    secrets: SECRETS,
  });
  const services = restoreOrder(world.services);
  return { services, entries: reader.metadata.resources, reader, to, ids, estate: { ...estate, wait: async () => {} } };
}

async function restored(work: RestoreWork, journal: RestoreJournal = memoryJournal()) {
  for (const { made } of (await journaled(journal)).values()) work.ids.add(made?.ids ?? {});
  const events: RestoreEvent[] = [];
  const plan = await planRestore(work);
  const results = await applyRestore(plan, work, { journal, tell: (event) => void events.push(event) });
  return { plan, events, of: (key: string) => results.find((each) => each.key === key) };
}

describe('a restore', () => {
  it('leaves what is as captured, and writes nothing', async () => {
    const { world, reader } = await captured();
    const { plan, of } = await restored(workOf(world, reader));
    expect(plan.flatMap(({ steps }) => steps.map(({ kind }) => kind))).toEqual(['leave', 'leave', 'leave']);
    expect(of('lamps/pier')).toMatchObject({ outcome: 'restored', done: [], left: [], unsettled: [] });
    expect(world.writes).toEqual([]);
  });

  it('makes what is gone before what refers to it, by the ids that it is given', async () => {
    const { world, reader } = await captured();
    const before = named(world.bulbs, 'warm-bulb')?.id;
    world.bulbs.clear();
    world.lamps.clear();
    await restored(workOf(world, reader));
    const bulb = named(world.bulbs, 'warm-bulb');
    expect(bulb?.id).not.toBe(before);
    expect(named(world.lamps, 'harbour')?.settings).toEqual({ colour: 'red', bulb: bulb?.id });
    expect(world.writes[0]).toBe('create bulb warm-bulb');
  });

  it('changes back what was changed', async () => {
    const { world, reader } = await captured();
    const pier = named(world.lamps, 'pier');
    world.lamps.set(pier?.id ?? '', { id: pier?.id ?? '', name: 'pier', settings: { colour: 'blue' } });
    const { of } = await restored(workOf(world, reader));
    expect(named(world.lamps, 'pier')?.settings).toEqual({ colour: 'green' });
    expect(of('lamps/pier')).toMatchObject({ outcome: 'restored', done: ['lamp pier'] });
    expect(of('lamps/harbour')).toMatchObject({ done: [] });
  });

  it('makes copies under new names and leaves the old ones', async () => {
    const { world, reader } = await captured();
    world.lamps.clear();
    await restored(workOf(world, reader, 'copy-of-'));
    expect([...world.lamps.values()].map(({ name }) => name).toSorted()).toEqual(['copy-of-harbour', 'copy-of-pier']);
  });

  it('writes nothing over what moved after it was shown', async () => {
    const { world, reader } = await captured();
    const { id = '' } = named(world.lamps, 'pier') ?? {};
    world.lamps.set(id, { id, name: 'pier', settings: { colour: 'blue' } });
    const work = workOf(world, reader);
    const plan = await planRestore(work);
    world.lamps.set(id, { id, name: 'pier', settings: { colour: 'white' } });
    const results = await applyRestore(plan, work, { journal: memoryJournal(), tell: () => {} });
    expect(results.find(({ key }) => key === 'lamps/pier')).toMatchObject({
      outcome: 'moved',
      failure: { code: 'RESTORE.MOVED' },
    });
    expect(named(world.lamps, 'pier')?.settings).toEqual({ colour: 'white' });
  });

  it('writes nothing over what moves at the last moment', async () => {
    const { world, reader } = await captured();
    const { id = '' } = named(world.lamps, 'pier') ?? {};
    world.lamps.set(id, { id, name: 'pier', settings: { colour: 'blue' } });
    const journal = memoryJournal((note) => {
      if (note.note === 'applying') world.lamps.set(id, { id, name: 'pier', settings: { colour: 'white' } });
      return false;
    });
    const { of } = await restored(workOf(world, reader), journal);
    expect(of('lamps/pier')).toMatchObject({ outcome: 'moved' });
    expect(named(world.lamps, 'pier')?.settings).toEqual({ colour: 'white' });
  });

  it('leaves to somebody else what they did meanwhile', async () => {
    const { world, reader } = await captured();
    const { id = '' } = named(world.lamps, 'pier') ?? {};
    world.lamps.set(id, { id, name: 'pier', settings: { colour: 'blue' } });
    const work = workOf(world, reader);
    const plan = await planRestore(work);
    world.lamps.set(id, { id, name: 'pier', settings: { colour: 'green' } });
    const results = await applyRestore(plan, work, { journal: memoryJournal(), tell: () => {} });
    expect(results.find(({ key }) => key === 'lamps/pier')).toMatchObject({ outcome: 'restored', done: [] });
  });

  it.each(['applying', 'applied'] as const)('goes on after a kill before the first note of "%s"', async (which) => {
    const { world, reader } = await captured();
    world.bulbs.clear();
    world.lamps.clear();
    let kills = 1;
    const journal = memoryJournal((note) => note.note === which && kills-- > 0);
    await restored(workOf(world, reader), journal);
    const { of } = await restored(workOf(world, reader), journal);
    expect([of('bulbs/warm-bulb'), of('lamps/harbour'), of('lamps/pier')]).toMatchObject(
      Array.from({ length: 3 }, () => ({ outcome: 'restored' })),
    );
    expect([world.bulbs.size, world.lamps.size]).toEqual([1, 2]);
    expect(named(world.lamps, 'harbour')?.settings['bulb']).toBe(named(world.bulbs, 'warm-bulb')?.id);
  });

  it('knows the ids that an earlier run was given', async () => {
    const { world, reader } = await captured();
    world.bulbs.clear();
    world.lamps.clear();
    const journal = memoryJournal((note) => note.note === 'applying' && note.resource === 'lamps/harbour');
    await restored(workOf(world, reader), journal);
    const { id = '' } = named(world.bulbs, 'warm-bulb') ?? {};
    // It was called otherwise since: its name does not tell.
    world.bulbs.set(id, { id, name: 'other', settings: { watts: 40 } });
    const { plan } = await restored(workOf(world, reader), memoryJournalWith(journal.all));
    expect(plan.find(({ key }) => key === 'bulbs/warm-bulb')?.steps.some(isAction)).toBe(false);
    expect(named(world.lamps, 'harbour')?.settings['bulb']).toBe(id);
  });

  it('skips what speaks of something that failed, and brings back everything else', async () => {
    const { world, reader } = await captured();
    world.bulbs.clear();
    world.lamps.clear();
    world.onWrite = (what) => {
      if (what.includes('bulb')) throw new Error('AccessDenied');
    };
    const { of, events } = await restored(workOf(world, reader));
    expect(of('bulbs/warm-bulb')).toMatchObject({ outcome: 'failed', failure: { message: 'Error: AccessDenied' } });
    expect(of('lamps/harbour')).toMatchObject({ outcome: 'skipped', because: 'bulbs/warm-bulb' });
    expect(of('lamps/pier')).toMatchObject({ outcome: 'restored', done: ['lamp pier'] });
    expect(events.filter(({ event }) => event === 'ended')).toHaveLength(3);
  });

  it('tries again what a later try may mend', async () => {
    const { world, reader } = await captured();
    world.lamps.clear();
    let busy = 2;
    world.onWrite = (what) => {
      if (what.includes('pier') && busy-- > 0)
        throw new HoldfastError('ESTATE.BUSY', 'Slow down.', { retryable: true });
    };
    const { of } = await restored(workOf(world, reader));
    expect(of('lamps/pier')).toMatchObject({ outcome: 'restored', done: ['lamp pier'] });
  });

  it('tells what was done and is still not as captured', async () => {
    const { world, reader } = await captured();
    world.lamps.clear();
    world.normalize = (settings) => ({ ...settings, colour: 'grey' });
    const { of } = await restored(workOf(world, reader));
    expect(of('lamps/pier')).toMatchObject({ done: ['lamp pier'], unsettled: [{ kind: 'change', what: 'lamp pier' }] });
  });

  it('begins nothing any more once it is to stop', async () => {
    const { world, reader } = await captured();
    world.lamps.clear();
    const work = workOf(world, reader);
    const deps = { journal: memoryJournal(), tell: () => {}, signal: AbortSignal.abort() };
    const results = await applyRestore(await planRestore(work), work, deps);
    expect(results.every(({ outcome }) => outcome === 'failed' || outcome === 'skipped')).toBe(true);
    expect(world.writes).toEqual([]);
  });

  it('says what cannot come back, and why', async () => {
    const { world, reader } = await captured();
    const [lamps, bulbs] = world.services;
    const services = [bulbs, lamps].flatMap((each) => (each ? [{ ...each, restore: undefined }] : []));
    const { of } = await restored({ ...workOf(world, reader), services });
    expect(of('lamps/pier')).toMatchObject({
      outcome: 'restored',
      left: [{ kind: 'impossible', why: 'Holdfast does not bring back lamps.' }],
    });
  });
});

function memoryJournalWith(notes: ReturnType<typeof memoryJournal>['all']) {
  const journal = memoryJournal();
  journal.all.push(...notes);
  return journal;
}
