import { describe, expect, it } from 'vitest';
import { differences } from '../../src/cli/capture/differences.ts';
import { compareCaptures, servicesOfOne, type Difference } from '../../src/lib/capture/compare-captures.ts';
import { secretBook } from '../../src/lib/capture/secret-book.ts';
import type { Service } from '../../src/lib/capture/service.ts';
import type { CaptureReader } from '../../src/lib/capture/store.ts';
import { captureOf, estateAt } from './run-capture.ts';
import { put, toyWorld } from './toy-world.ts';

const estate = estateAt({ endpoint: 'http://127.0.0.1:9', account: '111111111111' });

async function told(before: CaptureReader, after: CaptureReader, services: readonly Service[]) {
  const all: Difference[] = [];
  for await (const difference of compareCaptures(before, after, services)) all.push(difference);
  return all;
}

describe('two captures', () => {
  it('differ by what came, went and changed, by service', async () => {
    const world = toyWorld();
    put(world.bulbs, 'warm', { watts: 40 });
    const cold = put(world.bulbs, 'cold', { watts: 60 });
    const pier = put(world.lamps, 'pier', { colour: 'green', height: 3 });
    const before = await captureOf(world.services, estate);
    expect(await told(before, await captureOf(world.services, estate), world.services)).toEqual([]);
    world.bulbs.delete(cold.id);
    put(world.bulbs, 'bright', { watts: 100 });
    world.lamps.set(pier.id, { ...pier, settings: { colour: 'red', height: 4 } });
    const after = await captureOf(world.services, estate);
    expect(await told(before, after, world.services)).toMatchObject([
      { service: 'lamps', resource: 'lamps/pier', kind: 'changed', change: { path: 'colour' } },
      { service: 'lamps', resource: 'lamps/pier', kind: 'changed', change: { path: 'height' } },
      { service: 'bulbs', resource: 'bulbs/bright', kind: 'added' },
      { service: 'bulbs', resource: 'bulbs/cold', kind: 'removed' },
    ]);
  });

  it('are told how far they are compared, also where nothing differs', async () => {
    const world = toyWorld();
    for (const name of ['cold', 'warm']) put(world.bulbs, name, { watts: 40 });
    const before = await captureOf(world.services, estate);
    const after = await captureOf(world.services, estate);
    const compared: number[] = [];
    for await (const difference of compareCaptures(before, after, world.services, (count) => compared.push(count)))
      expect(difference).toBeUndefined();
    expect(compared).toEqual([1, 2]);
  });

  it('have nothing added or removed where a service could not be listed or a resource not be captured', async () => {
    const world = toyWorld();
    put(world.bulbs, 'warm', { watts: 40 });
    put(world.lamps, 'pier', { colour: 'green' });
    const before = await captureOf(world.services, estate);
    const broken = world.services.map((service): Service => {
      if (service.name === 'lamps') return { ...service, capture: () => Promise.reject(new Error('AccessDenied')) };
      return {
        ...service,
        // oxlint-disable-next-line require-yield -- it fails before
        async *list() {
          throw new Error('Throttled for good');
        },
      };
    });
    const after = await captureOf(broken, estate);
    expect(await told(before, after, world.services)).toMatchObject([
      { resource: 'lamps/pier', kind: 'unknown', why: expect.stringContaining('AccessDenied') },
      { resource: 'bulbs/*', kind: 'unknown', why: expect.stringContaining('Throttled for good') },
    ]);
  });

  it('are compared by the services that both were to have', async () => {
    const world = toyWorld();
    put(world.bulbs, 'warm', { watts: 40 });
    put(world.lamps, 'pier', { colour: 'green' });
    const [lamps] = world.services;
    const before = await captureOf(lamps ? [lamps] : [], estate);
    const after = await captureOf(world.services, estate);
    expect(await told(before, after, world.services)).toEqual([]);
    expect(servicesOfOne(before.metadata, after.metadata)).toEqual(['bulbs']);
  });

  it('whose secrets were hashed with other keys are compared by all else', async () => {
    const world = toyWorld();
    const secret = (value: string, extra: string): Service => ({
      ...(world.services[0] ?? neverService()),
      capture: async (_lamp, sink) =>
        void (await sink.json('config.json', { key: await sink.secret('key', value), extra })),
    });
    put(world.lamps, 'pier', {});
    const before = await captureOf([secret('one', 'a')], estate);
    const same = await captureOf([secret('two', 'a')], estate);
    expect(await told(before, same, world.services)).toMatchObject([{ change: { path: 'key' } }]);
    const secrets = secretBook(Buffer.alloc(32, 8));
    const other = await captureOf([secret('two', 'b')], estate, { secrets });
    expect(await told(before, other, world.services)).toMatchObject([{ change: { path: 'extra' } }]);
  });
});

describe('differences for people', () => {
  it('are bounded for each resource and in all, and count what is left out', () => {
    const world = toyWorld();
    const found = differences();
    for (let resource = 0; resource < 500; resource += 1)
      for (let index = 0; index < 30; index += 1)
        found.add({
          service: 'lamps',
          resource: `lamps/${resource}`,
          name: String(resource),
          kind: 'changed',
          change: { file: 'config.json', kind: 'changed', path: `\u001B[2J${index}`, before: '1', after: '2' },
        });
    const text = found.text(world.services);
    expect(found.counts()).toMatchObject({ changed: 500, changes: 15_000, added: 0 });
    expect(text.split('\n').length).toBeLessThan(1300);
    expect(text).toContain('… 10 differences more: see --json');
    expect(text).toContain('… 100 more: see --json');
    expect(text).not.toContain('\u001B');
  });

  it('name what is called otherwise than its key', () => {
    const { services } = toyWorld();
    const found = differences();
    found.add({ service: 'lamps', resource: 'lamps/E1', name: 'boats.example', kind: 'added' });
    found.add({ service: 'lamps', resource: 'lamps/pier', name: 'pier', kind: 'removed' });
    found.add({ service: 'bulbs', resource: 'bulbs/*', name: 'all bulbs', kind: 'unknown', why: 'AccessDenied' });
    expect(found.text(services).split('\n')).toEqual([
      'lamps',
      '  + lamps/E1 (boats.example)',
      '  - lamps/pier',
      '',
      'bulbs',
      '  ? bulbs/* (all bulbs)',
      '      AccessDenied',
    ]);
  });
});

function neverService(): never {
  throw new Error('The world has services.');
}
