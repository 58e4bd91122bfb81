import { CloudWatch, type PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import { expect, inject, it } from 'vitest';
import { idMap } from '../../src/lib/capture/id-map.ts';
import { service } from '../../src/lib/estate/cloudwatch.ts';
import { captureOf, estateAt, resourceOf } from '../capture/run-capture.ts';
import { targetOf } from '../capture/some-target.ts';

it('leaves what the printed commands have brought back in another account', async () => {
  const [here, there] = [estateAt({ endpoint: inject('emulator') }), estateAt({ endpoint: inject('emulator') })];
  const alarmOf = (account: string, Threshold: number): PutMetricAlarmCommandInput => ({
    AlarmName: 'errors',
    AlarmActions: [`arn:aws:sns:us-east-1:${account}:alerts`],
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Statistic: 'Sum',
    Period: 300,
    EvaluationPeriods: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold,
  });
  await here.client(CloudWatch).putMetricAlarm(alarmOf(here.account, 5));
  const captured = resourceOf(await captureOf([service], here), 'errors');
  const ids = idMap({ captured: here.account, now: there.account });
  const to = targetOf({ idOf: (id) => ids.idOf(id) });
  await there.client(CloudWatch).putMetricAlarm(alarmOf(there.account, 5));
  expect(await service.restore?.plan(captured, to, there)).toMatchObject([{ kind: 'leave' }]);
  await there.client(CloudWatch).putMetricAlarm(alarmOf(there.account, 6));
  expect(await service.restore?.plan(captured, to, there)).toMatchObject([
    { kind: 'command', details: ['config.json#Threshold: 6 → 5'] },
  ]);
});
