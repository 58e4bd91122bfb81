import { EventBridge } from '@aws-sdk/client-eventbridge';
import { expect, inject, it } from 'vitest';
import { service } from '../../src/lib/estate/eventbridge.ts';
import { captureOf, estateAt, newStore, resourceOf } from '../capture/run-capture.ts';
import { compared, everything, stepOf, typed } from './round-trip.ts';

const estate = estateAt({ endpoint: inject('emulator') });
const events = estate.client(EventBridge);
const hands = { events };

it('captures rules with their targets, no secret of an input, and brings them back', async () => {
  await events.createEventBus({ Name: 'bookings', Tags: [{ Key: 'site', Value: 'booking' }] });
  await events.putRule({
    Name: 'nightly',
    EventBusName: 'bookings',
    Description: 'every night',
    State: 'DISABLED',
    EventPattern: '{"source": ["booking"]}',
    Tags: [{ Key: 'team', Value: 'web' }],
  });
  const Arn = `arn:aws:sqs:us-east-1:${estate.account}:told`;
  await events.putTargets({
    Rule: 'nightly',
    EventBusName: 'bookings',
    Targets: [
      { Id: 'b', Arn, Input: '{"apiKey": "canary-input", "mode": "full"}' },
      { Id: 'a', Arn, Input: '{"mode":"plain"}' },
      {
        Id: 'c',
        Arn,
        InputTransformer: { InputPathsMap: { id: '$.id' }, InputTemplate: '{"token": "canary-template", "id": <id>}' },
      },
      { Id: 'd', Arn, HttpParameters: { HeaderParameters: { 'x-mode': 'canary-header' } } },
    ],
  });
  const store = await newStore();
  const before = await captureOf([service], estate, { store });
  const rule = resourceOf(before, 'nightly');
  expect(rule.entry.folder).toBe('eventbridge/rules/bookings/nightly');
  expect(await rule.json('config.json')).toMatchObject({
    Description: 'every night',
    State: 'DISABLED',
    EventPattern: { source: ['booking'] },
    tags: { team: 'web' },
    targets: [
      { Id: 'a', Input: { mode: 'plain' } },
      {
        Id: 'b',
        Input: { apiKey: { ref: 'eventbridge/rules/bookings/nightly/targets/b/input/apiKey' }, mode: 'full' },
      },
      { Id: 'c', InputTransformer: { InputTemplate: { secret: expect.stringMatching(/^hmac-sha256:/) } } },
      { Id: 'd', HttpParameters: { HeaderParameters: { 'x-mode': { secret: expect.any(String) } } } },
    ],
  });
  expect(await everything(before)).not.toContain('canary');
  expect(compared(await captureOf([service], estate, { store }))).toStrictEqual(compared(before));
  expect(await stepOf(service, rule, estate)).toMatchObject({ kind: 'leave' });

  await events.enableRule({ Name: 'nightly', EventBusName: 'bookings' });
  await events.putTargets({ Rule: 'nightly', EventBusName: 'bookings', Targets: [{ Id: 'new', Arn }] });
  const change = await stepOf(service, rule, estate);
  expect(await typed(change.commands, hands)).toStrictEqual(['put-rule', 'remove-targets']);
  expect(compared(await captureOf([service], estate, { store }))).toStrictEqual(compared(before));

  await events.removeTargets({ Rule: 'nightly', EventBusName: 'bookings', Ids: ['a', 'b', 'c', 'd'] });
  await events.deleteRule({ Name: 'nightly', EventBusName: 'bookings' });
  await events.deleteEventBus({ Name: 'bookings' });
  await typed((await stepOf(service, resourceOf(before, 'bookings'), estate)).commands, hands);
  const create = await stepOf(service, rule, estate);
  const at = 'FILL-IN:eventbridge/rules/bookings/nightly/targets';
  await typed(create.commands, hands, {
    [`${at}/b/input/apiKey`]: 'canary-input',
    [`${at}/c/template`]: String.raw`{\"token\": \"canary-template\", \"id\": <id>}`,
    [`${at}/d/header/x-mode`]: 'canary-header',
  });
  expect(compared(await captureOf([service], estate, { store }))).toStrictEqual(compared(before));
});

it('captures archives, connections without what they sign in with, and API destinations', async () => {
  const { EventBuses } = await events.listEventBuses({ NamePrefix: 'default' });
  const EventSourceArn = EventBuses?.[0]?.Arn;
  await events.createArchive({ ArchiveName: 'kept', EventSourceArn, RetentionDays: 7 });
  const { ConnectionArn } = await events.createConnection({
    Name: 'partner',
    AuthorizationType: 'API_KEY',
    AuthParameters: {
      ApiKeyAuthParameters: { ApiKeyName: 'x-partner', ApiKeyValue: 'canary-key' },
      InvocationHttpParameters: { HeaderParameters: [{ Key: 'x-more', Value: 'canary-more', IsValueSecret: false }] },
    },
  });
  await events.createApiDestination({
    Name: 'partner-in',
    ConnectionArn,
    HttpMethod: 'POST',
    InvocationEndpoint: 'https://partner.example.com/in?token=canary-token',
  });
  const store = await newStore();
  const before = await captureOf([service], estate, { store });
  expect(await resourceOf(before, 'kept').json('config.json')).toMatchObject({ RetentionDays: 7, EventSourceArn });
  const connection = resourceOf(before, 'partner');
  expect(await connection.json('config.json')).toMatchObject({
    authorization: { ApiKeyName: 'x-partner', invocationParameters: ['header x-more'] },
  });
  const destination = resourceOf(before, 'partner-in');
  expect(await destination.json('config.json')).toMatchObject({
    connection: 'partner',
    InvocationEndpoint: { ref: 'eventbridge/api-destinations/partner-in/config/InvocationEndpoint' },
  });
  expect(await everything(before)).not.toContain('canary');
  expect(compared(await captureOf([service], estate, { store }))).toStrictEqual(compared(before));

  await events.deleteArchive({ ArchiveName: 'kept' });
  await events.deleteApiDestination({ Name: 'partner-in' });
  const archive = await stepOf(service, resourceOf(before, 'kept'), estate);
  expect(await typed(archive.commands, hands)).toStrictEqual(['create-archive']);
  const { commands } = await stepOf(service, destination, estate);
  await typed(commands, hands, {
    'FILL-IN:eventbridge/api-destinations/partner-in/config/InvocationEndpoint':
      'https://partner.example.com/in?token=canary-token',
    'FILL-IN': ConnectionArn ?? '',
  });
  expect(compared(await captureOf([service], estate, { store }))).toStrictEqual(compared(before));
});
