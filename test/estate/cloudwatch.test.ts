import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { expect, inject, it } from 'vitest';
import { service } from '../../src/lib/estate/cloudwatch.ts';
import { captureOf, estateAt, newStore, resourceOf } from '../capture/run-capture.ts';
import { recordedJsonApi } from './servers/json-api.ts';
import { compared, everything, stepOf, typed } from './round-trip.ts';

const estate = estateAt({ endpoint: inject('emulator'), regions: ['us-east-1', 'eu-central-1'] });
const cloudwatch = estate.client(CloudWatch);
const hands = { cloudwatch };

it('captures alarms without their states, and brings them back', async () => {
  const topic = `arn:aws:sns:us-east-1:${estate.account}`;
  await cloudwatch.putMetricAlarm({
    AlarmName: 'errors: booking/prod',
    MetricName: 'Errors',
    Namespace: 'AWS/Lambda',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    AlarmDescription: 'runbook: https://reader:canary-runbook@example.com/',
    Dimensions: [
      { Name: 'Resource', Value: 'booking:live' },
      { Name: 'FunctionName', Value: 'booking' },
    ],
    AlarmActions: [`${topic}:z`, `${topic}:a`],
    Tags: [{ Key: 'site', Value: 'booking' }],
  });
  await cloudwatch.putCompositeAlarm({ AlarmName: 'any', AlarmRule: 'ALARM("errors: booking/prod")' });
  const store = await newStore();
  const before = await captureOf([service], estate, { store });
  const alarm = resourceOf(before, 'errors: booking/prod');
  expect(alarm.entry.folder).toBe('cloudwatch/alarms/errors%3A booking%2Fprod');
  const config = await alarm.json('config.json');
  expect(config).toMatchObject({
    AlarmActions: [`${topic}:a`, `${topic}:z`],
    Dimensions: [{ Name: 'FunctionName' }, { Name: 'Resource' }],
    AlarmDescription: { secret: expect.any(String) },
    kind: 'metric',
  });
  expect(JSON.stringify(config)).not.toMatch(/State|Timestamp/);
  expect(await resourceOf(before, 'any').json('config.json')).toMatchObject({ kind: 'composite' });
  expect(await everything(before)).not.toContain('canary');
  const state = { StateValue: 'ALARM', StateReason: 'moves by itself' } as const;
  await cloudwatch.setAlarmState({ AlarmName: 'errors: booking/prod', ...state });
  expect(compared(await captureOf([service], estate, { store }))).toStrictEqual(compared(before));

  for (const name of ['any', 'errors: booking/prod']) await cloudwatch.deleteAlarms({ AlarmNames: [name] });
  const ref = 'FILL-IN:cloudwatch/alarms/errors%3A booking%2Fprod/config/AlarmDescription';
  const fills = { [ref]: 'runbook: https://reader:canary-runbook@example.com/' };
  for (const name of ['errors: booking/prod', 'any'])
    await typed((await stepOf(service, resourceOf(before, name), estate)).commands, hands, fills);
  expect(compared(await captureOf([service], estate, { store }))).toStrictEqual(compared(before));
});

it('captures dashboards once for the account, and brings them back', async () => {
  // The emulator lists dashboards in a shape of its own.
  const kept = new Map<unknown, unknown>();
  const none = { error: 'ResourceNotFound', message: 'Dashboard does not exist' };
  const api = await recordedJsonApi('GraniteServiceVersion20100801', {
    DescribeAlarms: () => ({ body: { MetricAlarms: [], CompositeAlarms: [] } }),
    ListDashboards: () => ({
      body: {
        DashboardEntries: [...kept.keys()].map((DashboardName) => ({ DashboardName, LastModified: 1763, Size: 2 })),
      },
    }),
    GetDashboard: ({ DashboardName }) =>
      kept.has(DashboardName) ? { body: { DashboardName, DashboardBody: kept.get(DashboardName) } } : none,
    PutDashboard: ({ DashboardName, DashboardBody }) => {
      kept.set(DashboardName, DashboardBody);
      return { body: { DashboardValidationMessages: [] } };
    },
  });
  const own = estateAt({ endpoint: api.url, regions: ['us-east-1', 'eu-central-1'] });
  const hand = { cloudwatch: own.client(CloudWatch) };
  const widgets = [{ type: 'text', width: 6, properties: { markdown: '[in](https://u:canary@example.com)' } }];
  kept.set('bookings', JSON.stringify({ widgets }));
  const store = await newStore();
  const before = await captureOf([service], own, { store });
  const dashboard = resourceOf(before, 'bookings');
  expect(before.metadata.resources).toMatchObject([{ folder: 'cloudwatch/dashboards/bookings', region: 'global' }]);
  expect(await dashboard.json('config.json')).toMatchObject({ body: { widgets: [{ type: 'text', width: 6 }] } });
  expect(await everything(before)).not.toContain('canary');
  expect(await stepOf(service, dashboard, own)).toMatchObject({ kind: 'leave' });

  const ref = 'FILL-IN:cloudwatch/dashboards/bookings/body/widgets/0/properties/markdown';
  const fills = { [ref]: '[in](https://u:canary@example.com)' };
  kept.set('bookings', '{"widgets":[]}');
  await typed((await stepOf(service, dashboard, own)).commands, hand, fills);
  expect(compared(await captureOf([service], own, { store }))).toStrictEqual(compared(before));
  kept.clear();
  await typed((await stepOf(service, dashboard, own)).commands, hand, fills);
  expect(compared(await captureOf([service], own, { store }))).toStrictEqual(compared(before));
  await api.close();
});
