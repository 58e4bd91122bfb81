import { SQS } from '@aws-sdk/client-sqs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { applyRestore } from '../../src/lib/capture/apply-restore.ts';
import { compareDrill } from '../../src/lib/capture/compare-drill.ts';
import { whyDiffers } from '../../src/lib/capture/drill-differs.ts';
import { fencedEstate } from '../../src/lib/capture/drill-fence.ts';
import { backwards, drillRenames, liveNames, refuseForeign } from '../../src/lib/capture/drill-names.ts';
import { endDrill } from '../../src/lib/capture/end-drill.ts';
import { idMap } from '../../src/lib/capture/id-map.ts';
import { planRestore } from '../../src/lib/capture/plan-restore.ts';
import type { RestoreJournal } from '../../src/lib/capture/restore-journal.ts';
import { restoreOrder } from '../../src/lib/capture/restore-order.ts';
import type { RestoreWork } from '../../src/lib/capture/restore-work.ts';
import type { CaptureReader } from '../../src/lib/capture/store.ts';
import { restoreTarget } from '../../src/lib/capture/target.ts';
import { memoryJournal } from './memory-journal.ts';
import { captureOf, estateAt, SECRETS } from './run-capture.ts';
import { named, put, toyWorld, type ToyWorld } from './toy-world.ts';
import { entryOf } from './entry-of.ts';

const DRILL = 'drill-abc123';
const estate = estateAt({ endpoint: 'http://127.0.0.1:9', account: '111111111111' });

async function captured() {
  const world = toyWorld();
  const bulb = put(world.bulbs, 'warm-bulb', { watts: 40 });
  put(world.lamps, 'harbour', { colour: 'red', bulb: bulb.id });
  put(world.lamps, 'pier', { colour: 'green' });
  return { world, reader: await captureOf(world.services, estate) };
}

function drillOf(world: ToyWorld, reader: CaptureReader, journal: RestoreJournal = memoryJournal()) {
  const accounts = { captured: reader.metadata.account, now: estate.account };
  const ids = idMap(accounts);
  const told = { capture: DRILL, drill: DRILL, intoBucket: undefined, secret: async () => undefined, secrets: SECRETS };
  const to = restoreTarget({ ...told, renames: drillRenames(DRILL), ids });
  const entries = reader.metadata.resources;
  const services = restoreOrder(world.services);
  const work: RestoreWork = { services, entries, reader, to, ids, estate: { ...estate, wait: async () => {} } };
  return {
    run: async () => applyRestore(await planRestore(work), work, { journal, tell: () => {} }),
    async compare(restored: Awaited<ReturnType<typeof applyRestore>>) {
      const made = restored.flatMap((each) => (each.outcome === 'restored' && each.made ? [each.made] : []));
      const back = backwards(DRILL, { made, entries, accounts });
      const copies = await captureOf(world.services, estate);
      return Promise.all(
        restored.map((each) => compareDrill(each, each.planned.entry, { captured: reader, copies, back })),
      );
    },
    end: () =>
      endDrill(journal, { drill: DRILL, services, estate, secrets: SECRETS, live: liveNames(entries), tell: () => {} }),
  };
}

const liveOf = ({ bulbs, lamps }: ToyWorld) => structuredClone([...bulbs, ...lamps]);

describe('a drill', () => {
  it('makes copies that compare equal by what was captured, and takes them away; nothing live is touched', async () => {
    const { world, reader } = await captured();
    const before = liveOf(world);
    const drill = drillOf(world, reader);
    const restored = await drill.run();
    expect(named(world.lamps, `${DRILL}-harbour`)?.settings['bulb']).toBe(named(world.bulbs, `${DRILL}-warm-bulb`)?.id);
    const results = await drill.compare(restored);
    expect(results.map(({ key, outcome, lines }) => [key, outcome, lines])).toEqual([
      ['bulbs/warm-bulb', 'equal', []],
      ['lamps/harbour', 'equal', []],
      ['lamps/pier', 'equal', []],
    ]);
    expect(results[0]?.allowed).toEqual(['The drill writes its name on it.']);
    expect(await drill.end()).toEqual([]);
    expect(liveOf(world)).toEqual(before);
    expect(world.writes.every((write) => write.includes(DRILL))).toBe(true);
  });

  it('tells what a copy has otherwise', async () => {
    const { world, reader } = await captured();
    world.normalize = (settings) => ({ ...settings, ...('colour' in settings && { colour: 'grey' }) });
    const drill = drillOf(world, reader);
    const [bulb, harbour] = await drill.compare(await drill.run());
    expect(bulb?.outcome).toBe('equal');
    expect(harbour).toMatchObject({ outcome: 'different', lines: ['config.json#colour: "red" → "grey"'] });
  });

  it('has failed where something could not be made, and where its copy is not there any more', async () => {
    const { world, reader } = await captured();
    world.onWrite = (what) => {
      if (what.includes('bulb')) throw new Error('LimitExceeded');
    };
    const drill = drillOf(world, reader);
    const restored = await drill.run();
    for (const [id, { name }] of world.lamps) if (name === `${DRILL}-pier`) world.lamps.delete(id);
    expect(await drill.compare(restored)).toMatchObject([
      { key: 'bulbs/warm-bulb', outcome: 'failed', lines: ['Error: LimitExceeded'] },
      { key: 'lamps/harbour', outcome: 'failed', lines: ['It needs bulbs/warm-bulb, which was not restored.'] },
      { key: 'lamps/pier', outcome: 'failed', lines: ['The copy was not there any more.'] },
    ]);
  });

  it.each(['applying', 'applied'] as const)('can be cleaned after a kill before a note of "%s"', async (which) => {
    const { world, reader } = await captured();
    const before = liveOf(world);
    const journal = memoryJournal((note) => note.note === which && note.resource === 'lamps/pier');
    await drillOf(world, reader, journal).run();
    expect(liveOf(world)).not.toEqual(before);
    expect(await drillOf(world, reader, journal).end()).toEqual([]);
    expect(liveOf(world)).toEqual(before);
    // Once more: nothing is left to take away.
    world.writes.length = 0;
    expect(await drillOf(world, reader, journal).end()).toEqual([]);
    expect(world.writes).toEqual([]);
  });

  it('tells what it could not take away, and takes it away the next time', async () => {
    const { world, reader } = await captured();
    const before = liveOf(world);
    const drill = drillOf(world, reader);
    await drill.run();
    world.onWrite = (what) => {
      if (what === `remove ${DRILL}-pier`) throw new Error('Conflict');
    };
    expect(await drill.end()).toMatchObject([{ key: 'lamps/pier', why: 'Error: Conflict' }]);
    world.onWrite = () => {};
    expect(await drill.end()).toEqual([]);
    expect(liveOf(world)).toEqual(before);
  });

  it('takes away last what was made first', async () => {
    const { world, reader } = await captured();
    const drill = drillOf(world, reader);
    await drill.run();
    world.writes.length = 0;
    await drill.end();
    expect(world.writes.at(-1)).toBe(`remove ${DRILL}-warm-bulb`);
  });

  it('leaves alone whatever a journal says was made and does not bear its name', async () => {
    const { world, reader } = await captured();
    const before = liveOf(world);
    const { id = '' } = named(world.lamps, 'pier') ?? {};
    const journal = memoryJournal();
    for (const [key, resource] of Object.entries({
      'lamps/a': { id, name: 'pier' },
      'lamps/b': { id, name: `${DRILL}-pier` },
      'lamps/c': { id: 'pier', name: 'pier' },
    })) {
      const expected = { service: 'lamps', region: 'global', folder: key, ...resource };
      await journal.note({ note: 'applying', resource: key, what: 'lamp', expected });
      await journal.note({ note: 'applied', resource: key, what: 'lamp', made: { resource: expected, ids: {} } });
    }
    const left = await drillOf(world, reader, journal).end();
    expect(left.map(({ why }) => why)).toEqual(
      Array.from({ length: 3 }, () => expect.stringContaining('was not made by drill-abc123')),
    );
    expect(liveOf(world)).toEqual(before);
  });
});

describe('what is taken away', () => {
  const made = (id: string, name: string, ids = {}) => ({
    resource: { service: 's3', id, name, region: 'us-east-1', folder: 's3-buckets/x' },
    ids,
  });

  it('bears the name of its drill, and is none of what was captured', () => {
    const live = new Set(['s3/sails-site', `s3/${DRILL}-old`]);
    const refused =
      (...[id, name, ids]: Parameters<typeof made>) =>
      () =>
        refuseForeign(made(id, name, ids), DRILL, live);
    expect(refused(`${DRILL}-sails-site`, `${DRILL}-sails-site`)).not.toThrow();
    expect(refused('E2', `${DRILL}-site`, { E1: 'E2' })).not.toThrow();
    expect(refused(`scratch/${DRILL}-sails-site/`, `${DRILL}-sails-site`)).not.toThrow();
    // What is taken away by its name is not told by its id, and the other way round.
    expect(refused(`${DRILL}-x`, 'bookings')).toThrow('left alone');
    expect(refused(`${DRILL}-x`, `bookings ${DRILL}-x`)).toThrow('left alone');
    expect(() => refuseForeign(made('bookings-x', 'bookings-x'), 'bookings', new Set())).toThrow('left alone');
    expect(refused('sails-site', `${DRILL}-sails-site`)).toThrow('left alone');
    expect(refused('other', 'other')).toThrow('left alone');
    expect(refused('drill-other1-x', 'drill-other1-x')).toThrow('left alone');
    expect(refused(`${DRILL}-old`, `${DRILL}-old`)).toThrow('left alone');
    expect(refused('E1', `${DRILL}-site`, { E1: 'E2' })).toThrow('left alone');
  });
});

describe('the fence of a drill', () => {
  const bookings = { id: 'https://sqs.us-east-1.amazonaws.com/111111111111/bookings', name: 'bookings' };
  const QueueUrl = bookings.id;
  const entries = [entryOf('sqs', 'bookings', { ...bookings, folder: 'sqs-queues/bookings' })];
  const quick = (endpoint = 'http://127.0.0.1:9') => fencedEstate(estateAt({ endpoint }), entries);

  it('sends no request that would write to what is live', async () => {
    const sqs = quick().client(SQS);
    await expect(sqs.deleteQueue({ QueueUrl })).rejects.toMatchObject({ code: 'DRILL.LIVE' });
    await expect(sqs.setQueueAttributes({ QueueUrl, Attributes: {} })).rejects.toMatchObject({ code: 'DRILL.LIVE' });
  });

  it('lets reads through, and writes to copies', async () => {
    const asked: unknown[] = [];
    const server = createServer((request, response) => {
      asked.push(request.headers['x-amz-target']);
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const sqs = quick(`http://127.0.0.1:${port}`).client(SQS);
    await sqs.getQueueAttributes({ QueueUrl });
    await sqs.deleteQueue({ QueueUrl: QueueUrl.replace('bookings', `${DRILL}-bookings`) });
    expect(asked).toEqual(['AmazonSQS.GetQueueAttributes', 'AmazonSQS.DeleteQueue']);
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });

  it('lets no other request write to it either', async () => {
    const answers = { ...estateAt({ endpoint: 'http://127.0.0.1:9' }), fetch: async () => new Response('there') };
    const fenced = fencedEstate(answers, entries);
    const at = 'http://127.0.0.1:9/v1/projects/bookings/content';
    await expect(fenced.fetch('Apps Script', at, { method: 'PUT' })).rejects.toMatchObject({ code: 'DRILL.LIVE' });
    expect((await fenced.fetch('Apps Script', at)).status).toBe(200);
    expect((await fenced.fetch('Apps Script', `${at}/x`.replace('bookings', 'copy'), { method: 'PUT' })).status).toBe(
      200,
    );
  });
});

describe('where a copy may differ', () => {
  const differs = [['config.json#Aliases*', 'No two distributions may have an alias.']] as const;

  it('is told by file and path, with * for anything', () => {
    expect(whyDiffers({ file: 'config.json', path: 'Aliases.Items["a"]' }, differs)).toContain('alias');
    expect(whyDiffers({ file: 'config.json', path: 'Aliases' }, differs)).toContain('alias');
    expect(whyDiffers({ file: 'config.json', path: 'Comment' }, differs)).toBeUndefined();
    expect(whyDiffers({ file: 'xconfigxjson', path: 'Aliases' }, differs)).toBeUndefined();
  });
});
