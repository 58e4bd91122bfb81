import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hintsIn, type StreamRecord } from '../../src/lib/alert/stream-hints.ts';
import { sampleSiteRecord } from './samples.ts';
import { AlertWorld } from './world.ts';

function record(name: string): StreamRecord {
  return JSON.parse(readFileSync(new URL(`../../events/stream/${name}.json`, import.meta.url), 'utf8'));
}

const PAUSE = {
  key: 'index.html',
  from: '2025-01-14T10:20:00.000Z',
  until: '2025-01-14T11:20:00.000Z',
  reason: 'spring relaunch',
  by: 'arn:aws:iam::111122223333:user/kim',
};

function paused(): AlertWorld {
  const world = new AlertWorld();
  world.site = { ...sampleSiteRecord(), pauses: [PAUSE] };
  return world;
}

const headings = (world: AlertWorld): string[] => world.slack.seen.map(({ message }) => message.text);

/** The record of the pause being lifted. */
function lifted(): StreamRecord {
  const { dynamodb } = record('pause-began');
  return { dynamodb: { ...dynamodb, OldImage: dynamodb?.NewImage ?? {}, NewImage: dynamodb?.OldImage ?? {} } };
}

test('tells of a pause loudly on both channels, once', async () => {
  const world = paused();
  await world.wake(record('pause-began'));
  await world.wake(record('pause-began'));
  expect(headings(world)).toEqual([expect.stringContaining('the guard is PAUSED')]);
  expect(JSON.stringify(world.slack.seen)).toContain('Reason: spring relaunch');
  expect(world.sns.messages.map(({ attributes }) => attributes)).toEqual([
    { site: 'demo', state: 'pause', severity: 'high' },
  ]);
});

test('tells that the guard is back', async () => {
  const world = new AlertWorld();
  await world.wake(lifted());
  expect(headings(world)).toEqual([expect.stringContaining('the guard is back')]);
});

test('does not say late that the guard is paused when it is back', async () => {
  const world = paused();
  world.slack.down = true;
  await world.wake(record('pause-began'));
  world.site = sampleSiteRecord();
  world.slack.down = false;
  await world.wake(lifted());
  expect(await world.wakeByQueue()).toBe(0);
  expect(headings(world)).toEqual([
    expect.stringContaining('the guard is back'),
    expect.stringContaining('the guard was paused'),
  ]);
  expect(world.sns.messages.map(({ subject }) => subject)).toEqual([
    expect.stringContaining('is PAUSED'),
    expect.stringContaining('is back'),
  ]);
});

test('does not say late that the guard is paused when the time is over', async () => {
  const world = paused();
  world.slack.down = true;
  await world.wake(record('pause-began'));
  world.slack.down = false;
  world.later(3600);
  await world.wakeByQueue();
  expect(headings(world)).toEqual([expect.stringContaining('the guard was paused')]);
});

test('is not told of a site that changed otherwise', () => {
  const { dynamodb } = record('pause-began');
  expect(hintsIn({ dynamodb: { ...dynamodb, OldImage: dynamodb?.NewImage ?? {} } })).toEqual([]);
});

test('takes an incident by its key and a record without one for nothing', () => {
  expect(hintsIn(record('incident-restored'))).toEqual([
    { kind: 'incident', id: 'f00dfeed00112233aabb', sequence: '4421584500000000017450439091' },
  ]);
  expect(hintsIn({})).toEqual([]);
  const keys = { pk: { S: 'INCIDENT#a' }, sk: { S: 'DELIVERY#sns' } };
  expect(hintsIn({ dynamodb: { Keys: keys, NewImage: {}, SequenceNumber: '1' } })).toEqual([]);
});
