import { array, assert, constantFrom, property, record, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  hasRule,
  overlaps,
  ruleId,
  ruledSites,
  withEventBridge,
  withRule,
  withoutRule,
  type Notifications,
  type OwnRule,
} from '../../src/lib/aws/notification-rules.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:holdfast-prod-uploads';
const OURS: OwnRule = { id: ruleId('prod', 'demo'), queueArn: QUEUE, prefix: '' };

const FOREIGN: Notifications = {
  TopicConfigurations: [
    {
      Id: 'their topic',
      TopicArn: 'arn:aws:sns:us-east-1:123456789012:theirs',
      Events: ['s3:ObjectTagging:*'],
      Filter: { Key: { FilterRules: [{ Name: 'suffix', Value: '.jpg' }] } },
    },
  ],
  QueueConfigurations: [
    { Id: 'their queue', QueueArn: 'arn:aws:sqs:us-east-1:123456789012:theirs', Events: ['s3:ObjectRestore:*'] },
    { QueueArn: 'arn:aws:sqs:us-east-1:123456789012:nameless', Events: ['s3:Replication:*'] },
  ],
  LambdaFunctionConfigurations: [
    {
      Id: 'their function',
      LambdaFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:theirs',
      Events: ['s3:ObjectAcl:Put'],
    },
  ],
  EventBridgeConfiguration: {},
};

/** A foreign configuration of any shape, with our ids nowhere. */
const foreign = record(
  {
    TopicConfigurations: array(record({ Id: string(), TopicArn: string(), Events: array(event()) }), { maxLength: 3 }),
    QueueConfigurations: array(
      record({
        Id: string().map((id) => `x${id}`),
        QueueArn: string(),
        Events: array(event()),
        Filter: record({
          Key: record({ FilterRules: array(record({ Name: constantFrom('prefix', 'suffix'), Value: string() })) }),
        }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    EventBridgeConfiguration: constantFrom({}),
  },
  { requiredKeys: [] },
);

function event() {
  return constantFrom('s3:ObjectCreated:Put', 's3:ObjectTagging:*', 's3:TestEvent');
}

describe('withRule', () => {
  test('adds our rule and keeps every foreign one byte for byte', () => {
    const before = JSON.stringify(FOREIGN);
    const next = withRule(FOREIGN, OURS);
    const { QueueConfigurations, ...others } = next;
    const { QueueConfigurations: foreignQueues, ...foreignOthers } = FOREIGN;
    expect(JSON.stringify(others)).toBe(JSON.stringify(foreignOthers));
    expect(JSON.stringify(QueueConfigurations?.slice(0, 2))).toBe(JSON.stringify(foreignQueues));
    expect(QueueConfigurations?.slice(2)).toEqual([
      {
        Id: 'holdfast-prod-demo',
        QueueArn: QUEUE,
        Events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*', 's3:LifecycleExpiration:*'],
      },
    ]);
    expect(JSON.stringify(FOREIGN)).toBe(before);
  });

  test('and taking it out again give back what was there, whatever it was', () => {
    assert(
      property(foreign, (configuration) => {
        const there = fromS3(configuration);
        expect(JSON.stringify(sorted(withoutRule(withRule(there, OURS), OURS.id)))).toBe(JSON.stringify(sorted(there)));
        expect(hasRule(withRule(there, OURS), OURS)).toBe(true);
      }),
    );
  });

  test('replaces an older rule of ours, and only that', () => {
    const old = withRule(FOREIGN, { ...OURS, queueArn: 'arn:aws:sqs:us-east-1:123456789012:gone' });
    const next = withRule(old, { ...OURS, prefix: 'blog/' });
    expect(next.QueueConfigurations).toHaveLength(3);
    expect(next.QueueConfigurations?.at(-1)).toMatchObject({
      QueueArn: QUEUE,
      Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 'blog/' }] } },
    });
  });
});

describe('hasRule', () => {
  test('is content with the very rule, however S3 writes its filter', () => {
    const [rule] = withRule({}, { ...OURS, prefix: 'blog/' }).QueueConfigurations ?? [];
    const asS3 = { ...rule, Filter: { Key: { FilterRules: [{ Name: 'Prefix', Value: 'blog/' }] } } };
    expect(hasRule(fromS3({ QueueConfigurations: [asS3] }), { ...OURS, prefix: 'blog/' })).toBe(true);
  });

  test.each([
    ['another queue', { QueueArn: 'arn:aws:sqs:us-east-1:123456789012:gone' }],
    ['an event missing', { Events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'] }],
    ['a narrower event', { Events: ['s3:ObjectCreated:Put', 's3:ObjectRemoved:*', 's3:LifecycleExpiration:*'] }],
    ['a prefix', { Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 'x/' }] } } }],
    ['a suffix', { Filter: { Key: { FilterRules: [{ Name: 'suffix', Value: '.html' }] } } }],
    ['another id', { Id: 'holdfast-dev-demo' }],
  ])('is not content with %s', (_, change) => {
    const [rule] = withRule({}, OURS).QueueConfigurations ?? [];
    expect(hasRule(fromS3({ QueueConfigurations: [{ ...rule, ...change }] }), OURS)).toBe(false);
  });
});

describe('overlaps', () => {
  const resizing = (Events: string[], prefix?: string): Notifications =>
    fromS3({
      LambdaFunctionConfigurations: [
        {
          Id: 'resize',
          LambdaFunctionArn: 'arn:resize',
          Events,
          ...(prefix !== undefined && { Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: prefix }] } } }),
        },
      ],
    });

  test.each([
    [['s3:ObjectCreated:*'], undefined, ''],
    [['s3:ObjectCreated:Put'], undefined, ''],
    [['s3:ObjectTagging:*', 's3:ObjectRemoved:Delete'], undefined, ''],
    [['s3:ObjectCreated:*'], 'img/', ''],
    [['s3:ObjectCreated:*'], 'blog/img/', 'blog/'],
    [['s3:ObjectCreated:*'], 'b', 'blog/'],
    [['s3:*'], undefined, 'blog/'],
  ])('sees that %j under %j takes uploads under %j', (events, theirs, ours) => {
    expect(overlaps(resizing(events, theirs), { ...OURS, prefix: ours })).toEqual([
      { id: 'resize', destination: 'arn:resize', events, prefix: theirs ?? '' },
    ]);
  });

  test.each([
    [['s3:ObjectTagging:*'], undefined, ''],
    [['s3:ObjectRestore:*', 's3:Replication:*', 's3:LifecycleTransition'], undefined, ''],
    [['s3:ObjectCreated:*'], 'img/', 'blog/'],
    [[], undefined, ''],
  ])('lets %j under %j be beside uploads under %j', (events, theirs, ours) => {
    expect(overlaps(resizing(events, theirs), { ...OURS, prefix: ours })).toEqual([]);
  });

  test('counts a suffix as an overlap, for ours has none', () => {
    const suffixed: Notifications = {
      QueueConfigurations: [
        {
          Id: 'images',
          QueueArn: 'arn:images',
          Events: ['s3:ObjectCreated:*'],
          Filter: { Key: { FilterRules: [{ Name: 'suffix', Value: '.jpg' }] } },
        },
      ],
    };
    expect(overlaps(suffixed, OURS)).toHaveLength(1);
  });

  test('never counts our own rule', () => {
    expect(overlaps(withRule(FOREIGN, OURS), OURS)).toEqual([]);
  });
});

test('turns EventBridge on and off without touching a rule', () => {
  const off = withEventBridge(FOREIGN, false);
  expect(off.EventBridgeConfiguration).toBeUndefined();
  expect(JSON.stringify(withEventBridge(off, true))).toBe(JSON.stringify(FOREIGN));
});

test('names the sites that a stage has rules for', () => {
  const both = withRule(withRule(FOREIGN, OURS), { ...OURS, id: ruleId('dev', 'other') });
  expect(ruledSites(both, 'prod')).toEqual(['demo']);
  expect(ruledSites(both, 'dev')).toEqual(['other']);
  expect(ruledSites(FOREIGN, 'prod')).toEqual([]);
});

/** Keys in order and no empty list: what S3 does not tell apart. */
function sorted(configuration: Notifications): object {
  const entries = Object.entries(configuration).filter(([, value]) => !Array.isArray(value) || value.length > 0);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** A configuration as it comes over the wire, where nothing checks its types. */
function fromS3(configuration: unknown): Notifications {
  return JSON.parse(JSON.stringify(configuration));
}
