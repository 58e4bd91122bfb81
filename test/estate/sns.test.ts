import { SNS } from '@aws-sdk/client-sns';
import { expect, inject, it } from 'vitest';
import { service } from '../../src/lib/estate/sns.ts';
import { captureOf, estateAt, newStore, resourceOf } from '../capture/run-capture.ts';
import { compared, everything, stepOf, typed } from './round-trip.ts';

const estate = estateAt({ endpoint: inject('emulator') });
const sns = estate.client(SNS);

it('captures topics with their subscriptions, no secret of an endpoint, and brings them back', async () => {
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Sid: 'own', Effect: 'Allow', Principal: '*', Action: 'sns:Publish', Resource: '*' }],
  };
  const { TopicArn } = await sns.createTopic({
    Name: 'alerts',
    Attributes: { DisplayName: 'Alerts', Policy: JSON.stringify(policy) },
    Tags: [{ Key: 'team', Value: 'web' }],
  });
  const filter = JSON.stringify({ kind: ['breach'] });
  await sns.subscribe({ TopicArn, Protocol: 'email', Endpoint: 'web@example.com' });
  await sns.subscribe({
    TopicArn,
    Protocol: 'sqs',
    Endpoint: `arn:aws:sqs:us-east-1:${estate.account}:told`,
    Attributes: { RawMessageDelivery: 'true', FilterPolicy: filter },
  });
  for (const endpoint of [
    'https://user:canary-password@example.com/in',
    'https://example.com/in?for=canary-query',
    'https://hooks.slack.com/services/T0/B0/canary-path',
    'https://example.com/plain',
  ])
    await sns.subscribe({ TopicArn, Protocol: 'https', Endpoint: endpoint });

  const store = await newStore();
  const before = await captureOf([service], estate, { store });
  const topic = resourceOf(before, 'alerts');
  expect(topic.entry.folder).toBe('sns-topics/alerts');
  const config = await topic.json('config.json');
  expect(config).toMatchObject({
    attributes: { DisplayName: 'Alerts', Policy: policy },
    tags: { team: 'web' },
    subscriptions: [
      { protocol: 'email', endpoint: 'web@example.com' },
      { protocol: 'https', endpoint: { ref: 'sns/alerts/subscriptions/example.com/1' } },
      { protocol: 'https', endpoint: 'https://example.com/plain' },
      { protocol: 'https', endpoint: { ref: 'sns/alerts/subscriptions/hooks.slack.com/1' } },
      { protocol: 'https', endpoint: { ref: 'sns/alerts/subscriptions/example.com/2' } },
      { protocol: 'sqs', attributes: { RawMessageDelivery: 'true', FilterPolicy: { kind: ['breach'] } } },
    ],
  });
  expect(await everything(before)).not.toContain('canary');
  expect(compared(await captureOf([service], estate, { store }))).toStrictEqual(compared(before));
  expect(await stepOf(service, topic, estate)).toMatchObject({ kind: 'leave' });

  await sns.setTopicAttributes({ TopicArn, AttributeName: 'DisplayName', AttributeValue: 'Changed' });
  await sns.tagResource({ ResourceArn: TopicArn, Tags: [{ Key: 'extra', Value: '1' }] });
  const change = await stepOf(service, topic, estate);
  expect(change.details).toHaveLength(2);
  expect(await typed(change.commands, { sns })).toStrictEqual(['set-topic-attributes', 'untag-resource']);
  expect(compared(await captureOf([service], estate, { store }))).toStrictEqual(compared(before));

  await sns.deleteTopic({ TopicArn });
  const create = await stepOf(service, topic, estate);
  expect(create.commands?.join('\n')).not.toContain('canary');
  const secrets = {
    'FILL-IN:sns/alerts/subscriptions/example.com/1': 'https://example.com/in?for=canary-query',
    'FILL-IN:sns/alerts/subscriptions/example.com/2': 'https://user:canary-password@example.com/in',
    'FILL-IN:sns/alerts/subscriptions/hooks.slack.com/1': 'https://hooks.slack.com/services/T0/B0/canary-path',
  };
  await typed(create.commands, { sns }, secrets);
  expect(compared(await captureOf([service], estate, { store }))).toStrictEqual(compared(before));
});

it('says that a topic is gone', async () => {
  const { TopicArn = '' } = await sns.createTopic({ Name: 'short-lived' });
  const resource = { service: 'sns', id: TopicArn, name: 'short-lived', region: 'us-east-1', folder: 'sns-topics/x' };
  await sns.deleteTopic({ TopicArn });
  const once = {
    ...service,
    list: async function* () {
      yield resource;
    },
  };
  const { metadata } = await captureOf([once], estate);
  expect(metadata.resources).toMatchObject([{ status: 'gone', error: { code: 'ESTATE.GONE' } }]);
  expect(metadata.status).toBe('complete');
});
