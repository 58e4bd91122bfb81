import { mkdtemp, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { captureFolder } from '../../src/lib/aws/capture-folder.ts';
import { captureEstate } from '../../src/lib/capture/capture-estate.ts';
import type { Estate } from '../../src/lib/capture/estate.ts';
import { seal } from '../../src/lib/capture/seal.ts';
import { secretBook } from '../../src/lib/capture/secret-book.ts';
import type { Service } from '../../src/lib/capture/service.ts';

const secrets = secretBook(Buffer.alloc(32, 1));
let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'holdfast-captures-'));
});

const estate: Estate = {
  account: '111122223333',
  regions: ['eu-central-1'],
  client() {
    throw new Error('these services ask nobody');
  },
  options: () => ({}),
  fetch: () => Promise.reject(new Error('these services ask nobody')),
  bucket: () => ({ take: () => Promise.resolve(), throttled: () => {}, waiting: 0 }),
  standIn: () => undefined,
  now: () => new Date('2026-03-10T12:00:00Z'),
  wait: () => Promise.resolve(),
};

const service = (texts: Readonly<Record<string, string | Error>>): Service => ({
  name: 'thing',
  title: 'Things',
  folder: 'things',
  where: 'global',
  limits: {},
  async *list() {
    for (const id of Object.keys(texts))
      yield { service: 'thing', id, name: id, region: 'global', folder: `things/${id}` };
  },
  async capture({ id }, sink) {
    const text = texts[id];
    if (text instanceof Error) throw text;
    await sink.json('config.json', { text, password: await sink.secret('password', 'hunter2hunter2') });
  },
});

async function captured(name: string, what: Service, how: 'new' | 'resume' = 'new') {
  const writer = await captureFolder(root).write(name, how);
  const deps = {
    services: [what],
    estate,
    selection: { includes: () => true },
    writer,
    secrets,
    previous: undefined,
    fetches: true,
    tell: () => {},
  };
  const entries = await captureEstate(deps);
  const heading = {
    name,
    account: estate.account,
    regions: ['eu-central-1'],
    services: ['thing'],
    startedAt: estate.now().toISOString(),
  };
  return seal(heading, entries, { writer, secrets, now: () => estate.now(), documents: [] });
}

describe('captures in a folder', () => {
  it('can be browsed, and are read again checked', async () => {
    await captured('one', service({ a: 'first' }));
    const text = await readFile(path.join(root, 'one/things/a/config.json'), 'utf8');
    expect(text).toContain('"text": "first"');
    expect(text).not.toContain('hunter2');
    const reader = await captureFolder(root).read('one');
    const file = reader.metadata.resources[0]?.files[0];
    expect(Buffer.from(await reader.bytes(file!)).toString()).toBe(text);
  });

  it('keep equal bytes once', async () => {
    await captured('one', service({ a: 'same' }));
    await captured('two', service({ a: 'same' }));
    const [one, two] = await Promise.all(
      ['one', 'two'].map((name) => stat(path.join(root, name, 'things/a/config.json'))),
    );
    expect(one?.ino).toBe(two?.ino);
  });

  it('name what failed, and are incomplete then', async () => {
    const { status, resources } = await captured('one', service({ a: 'fine', b: new Error('broken: hunter2hunter2') }));
    expect(status).toBe('incomplete');
    expect(resources.find(({ id }) => id === 'b')?.error?.message).toContain('broken: [secret]');
  });
});
