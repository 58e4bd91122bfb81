import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { idMap } from '../../src/lib/capture/id-map.ts';
import { newName } from '../../src/lib/capture/new-names.ts';
import { inRestoreOrder, restoreOrder, waitsFor } from '../../src/lib/capture/restore-order.ts';
import type { Service } from '../../src/lib/capture/service.ts';
import { loadServices } from '../../src/cli/capture/services.ts';

const waiting = (name: string, ...after: readonly string[]): Service => ({
  name,
  title: name,
  folder: name,
  where: 'global',
  limits: {},
  async *list() {},
  capture: async () => {},
  restore: { after, plan: async () => [] },
});
const namesOf = (services: readonly Service[]) => services.map(({ name }) => name);

describe('the order of restoring', () => {
  it('has everything after what it waits for', () => {
    const services = [waiting('a', 'c'), waiting('b'), waiting('c', 'd'), waiting('d', 'absent')];
    expect(namesOf(restoreOrder(services))).toEqual(['d', 'c', 'a', 'b']);
    expect([...waitsFor(waiting('a', 'c'), services)]).toEqual(['c', 'd', 'absent']);
  });

  it('has each of those once that wait for each other', async () => {
    const services = [waiting('a', 'b'), waiting('b', 'a'), waiting('c', 'c')];
    expect(namesOf(restoreOrder(services))).toEqual(['b', 'a', 'c']);
    expect(await inRestoreOrder(restoreOrder(services), async ({ name }) => [name])).toEqual(['b', 'a', 'c']);
  });

  it('begins a service when all are done that it waits for', async () => {
    const told: string[] = [];
    const services = restoreOrder([waiting('late', 'slow', 'quick'), waiting('slow'), waiting('quick')]);
    await inRestoreOrder(services, async ({ name }) => {
      told.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, name === 'slow' ? 20 : 5));
      told.push(`${name} ends`);
      return [];
    });
    expect(told.indexOf('late begins')).toBeGreaterThan(told.indexOf('slow ends'));
    expect(told.indexOf('slow begins')).toBeLessThan(told.indexOf('quick ends'));
  });

  it('is known for every service there is: what they wait for exists, and none waits for itself', async () => {
    const services = await loadServices();
    const folder = path.resolve(import.meta.dirname, '..', '..', 'src', 'lib', 'estate');
    const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
    expect(services).toHaveLength(files.length);
    const known = new Set(namesOf(services));
    for (const service of services) {
      expect([...waitsFor(service, services)].filter((name) => !known.has(name))).toEqual([]);
      expect(service.restore?.after ?? []).not.toContain(service.name);
    }
  });
});

describe('ids', () => {
  const ids = () => idMap({ captured: '111111111111', now: '222222222222' });

  it('are of the account that is restored to', () => {
    expect(ids().idOf('arn:aws:iam::111111111111:role/booking')).toBe('arn:aws:iam::222222222222:role/booking');
    expect(ids().idOf('https://sqs.us-east-1.amazonaws.com/111111111111/q')).toContain('/222222222222/q');
    expect(ids().idOf('111111111111')).toBe('222222222222');
    expect(ids().idOf('a-111111111111-b')).toBe('a-111111111111-b');
    expect(ids().idOf('arn:aws:s3:::logs-111111111111')).toBe('arn:aws:s3:::logs-111111111111');
  });

  it('are known by what they begin with where they have parts', () => {
    const map = ids();
    map.add({
      'arn:aws:lambda:us-east-1:111111111111:function:a': 'arn:aws:lambda:us-east-1:222222222222:function:b',
      E1: 'E2',
    });
    expect(map.idOf('arn:aws:lambda:us-east-1:111111111111:function:a:live')).toMatch(/function:b:live$/);
    expect(map.idOf('arn:aws:lambda:us-east-1:111111111111:function:ab')).toMatch(/222222222222:function:ab$/);
    expect([map.idOf('E1'), map.idOf('E11'), map.idOf('E1/x')]).toEqual(['E2', 'E11', 'E1/x']);
  });

  it('are replaced in text once, also where the new one has the old one in it', () => {
    const map = ids();
    map.add({ booking: 'drill-x-booking', 'booking-2': 'drill-x-booking-2' });
    const once = map.inText('booking, booking-2, bookings');
    expect(once).toBe('drill-x-booking, drill-x-booking-2, bookings');
    expect(map.inText(once)).toBe(once);
  });
});

describe('new names', () => {
  const renames = { exact: new Map([['s3/a', 'b']]), prefix: 'drill-abc123-' };

  it('are as asked, else with the prefix', () => {
    expect([newName('s3', 'a', renames), newName('sqs', 'a', renames)]).toEqual(['b', 'drill-abc123-a']);
  });

  it('are cut where they would be too long for AWS, and stay apart', () => {
    const [one, other] = ['x', 'y'].map((end) => newName('s3', `${'long-name-'.repeat(6)}${end}`, renames));
    expect(one).toMatch(/^drill-abc123-long-name-.*-[0-9a-f]{8}$/);
    expect([one?.length, other?.length]).toEqual([63, 63]);
    expect(one).not.toBe(other);
  });

  it('stay as long as the old ones may be', () => {
    expect(newName('dynamodb', 'n'.repeat(200), renames)).toHaveLength(200);
  });
});
