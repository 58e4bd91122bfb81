import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hintsIn, type StreamRecord } from '../../src/lib/alert/stream-hints.ts';
import { AlertWorld } from './world.ts';

function record(name: string): StreamRecord {
  return JSON.parse(readFileSync(new URL(`../../events/stream/${name}.json`, import.meta.url), 'utf8'));
}

test('tells of a pause loudly on both channels, once', async () => {
  const world = new AlertWorld();
  const hints = hintsIn(record('pause-began'));
  await world.wake(...hints);
  await world.wake(...hints);
  expect(world.slack.seen.map(({ message }) => message.text)).toEqual([expect.stringContaining('the guard is PAUSED')]);
  expect(JSON.stringify(world.slack.seen)).toContain('Reason: spring relaunch');
  expect(world.sns.messages.map(({ attributes }) => attributes)).toEqual([
    { site: 'demo', state: 'pause', severity: 'high' },
  ]);
});

test('tells that the guard is back', async () => {
  const world = new AlertWorld();
  const { dynamodb } = record('pause-began');
  const ended = { ...dynamodb, OldImage: dynamodb?.NewImage ?? {}, NewImage: dynamodb?.OldImage ?? {} };
  await world.wake(...hintsIn({ dynamodb: ended }));
  expect(world.slack.seen.map(({ message }) => message.text)).toEqual([expect.stringContaining('the guard is back')]);
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
