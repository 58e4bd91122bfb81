import { describe, expect, it } from 'vitest';
import { byCommands } from '../../src/lib/capture/by-commands.ts';
import { compareResources } from '../../src/lib/capture/compare-resources.ts';
import { gone } from '../../src/lib/capture/failure.ts';
import { liveState } from '../../src/lib/capture/live-state.ts';
import type { Change } from '../../src/lib/capture/change.ts';
import type { CapturedResource } from '../../src/lib/capture/captured-resource.ts';
import type { Resource } from '../../src/lib/capture/resource.ts';
import type { Service } from '../../src/lib/capture/service.ts';
import { commandLine } from '../../src/lib/capture/shell.ts';
import type { Sink } from '../../src/lib/capture/sink.ts';
import { targetOf } from './some-target.ts';
import { estateAt, SECRETS } from './run-capture.ts';

const estate = estateAt({ endpoint: 'http://127.0.0.1:9' });
const lamp: Resource = { service: 'lamps', id: 'l-1', name: "harbour's", region: 'global', folder: 'lamps/harbour' };

function lamps(capture: (sink: Sink) => Promise<void>): Service {
  const service: Service = {
    name: 'lamps',
    title: 'Lamps',
    folder: 'lamps',
    where: 'global',
    limits: {},
    async *list() {
      yield lamp;
    },
    capture: (_lamp, sink) => capture(sink),
    restore: byCommands({
      service: () => service,
      after: [],
      commands: async (captured) => [commandLine('aws', 'lamps', 'put', '--name', captured.entry.name)],
    }),
  };
  return service;
}

const lit = (colour: string, at = 'noon') =>
  lamps(async (sink) => {
    await sink.json('config.json', { colour, key: await sink.secret('key', 'hunter22') });
    await sink.json('observed.json', { at });
    await sink.bytes('film.bin', Buffer.from('frames'));
    await sink.bytes('large.bin', large());
    const index = await sink.index('shots.ndjson');
    await index.append([{ shot: 1 }, { shot: 2 }]);
    await index.end();
  });

async function* large() {
  for (let index = 0; index < 9; index += 1) yield Buffer.alloc(1024 * 1024, index);
}

async function stateOf(service: Service): Promise<CapturedResource> {
  const state = await liveState(service, lamp, SECRETS, estate);
  if (!state) throw new Error('It is gone.');
  return state;
}

async function changesOf(before: Service, after: Service): Promise<readonly Change[]> {
  return all(compareResources(await stateOf(before), await stateOf(after), before));
}

describe('the live state of a resource', () => {
  it('can be read like a captured one, but for what is large', async () => {
    const state = await stateOf(lit('red'));
    expect(await state.json('config.json')).toMatchObject({ colour: 'red', key: { ref: 'lamps/harbour/key' } });
    expect(await all(state.lines('shots.ndjson'))).toEqual([{ shot: 1 }, { shot: 2 }]);
    expect(state.file('large.bin')).toMatchObject({ bytes: 9 * 1024 * 1024 });
    await expect(all(state.stream('large.bin'))).rejects.toMatchObject({ code: 'CAPTURE.LARGE' });
  });

  it('is nothing where it does not exist any more, and a failure where it cannot be told', async () => {
    const absent = lamps(() => Promise.reject(gone(lamp)));
    expect(await liveState(absent, lamp, SECRETS, estate)).toBeUndefined();
    const dark = lamps(() => Promise.reject(new Error('AccessDenied')));
    await expect(liveState(dark, lamp, SECRETS, estate)).rejects.toThrow('AccessDenied');
  });

  it('asks for no encryption of secrets', async () => {
    const encrypt = () => Promise.reject(new Error('asked'));
    const state = await liveState(lit('red'), lamp, { ...SECRETS, encrypt }, estate);
    expect(state?.file('secrets.encrypted.json')).toBeUndefined();
  });
});

describe('two resources', () => {
  it('are the same whatever was only seen', async () => {
    expect(await changesOf(lit('red'), lit('red', 'midnight'))).toEqual([]);
  });

  it('differ within documents, by hash in other files, and by files that are on one side', async () => {
    const other = lamps(async (sink) => {
      await sink.json('config.json', { colour: 'blue', key: await sink.secret('key', 'hunter22') });
      await sink.bytes('film.bin', Buffer.from('other frames'));
      await sink.bytes('large.bin', large());
      await sink.bytes('broken.json', Buffer.from('{'));
    });
    expect(await changesOf(lit('red'), other)).toMatchObject([
      { file: 'broken.json', kind: 'added', path: '' },
      { file: 'config.json', kind: 'changed', path: 'colour', before: '"red"', after: '"blue"' },
      { file: 'film.bin', kind: 'changed', path: '' },
      { file: 'shots.ndjson', kind: 'removed', path: '' },
    ]);
  });

  it('are compared by hash where a document is none', async () => {
    const broken = (text: string) => lamps(async (sink) => void (await sink.bytes('a.json', Buffer.from(text))));
    expect(await changesOf(broken('{'), broken('{{'))).toMatchObject([{ file: 'a.json', kind: 'changed', path: '' }]);
  });

  it('are compared as their service says, if it does', async () => {
    const compare = async function* (): AsyncIterable<Change> {
      yield { file: 'x', kind: 'added', path: '' };
    };
    const state = await stateOf(lit('red'));
    expect(await all(compareResources(state, state, { compare }))).toHaveLength(1);
  });
});

describe('a restorer by commands', () => {
  it('leaves what is live as captured', async () => {
    const captured = await stateOf(lit('red'));
    expect(await lit('red').restore?.plan(captured, targetOf(), estate)).toEqual([
      { kind: 'leave', what: "lamps harbour's" },
    ]);
  });

  it('gives the commands and what differs, from live to captured', async () => {
    const captured = await stateOf(lit('red'));
    expect(await lit('blue').restore?.plan(captured, targetOf(), estate)).toEqual([
      {
        kind: 'command',
        what: "lamps harbour's",
        why: 'It differs from what was captured.',
        details: ['config.json#colour: "blue" → "red"'],
        commands: [String.raw`aws lamps put --name 'harbour'\''s'`],
      },
    ]);
  });

  it('gives the commands for what does not exist any more', async () => {
    const captured = await stateOf(lit('red'));
    const absent = lamps(() => Promise.reject(gone(lamp)));
    const steps = await absent.restore?.plan(captured, targetOf(), estate);
    expect(steps).toMatchObject([{ kind: 'command', why: 'It does not exist (any more).', details: [] }]);
  });
});

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}
