import { byCommands } from '../capture/by-commands.ts';
import type { Service } from '../capture/service.ts';
import { alarms, compositeAlarms } from './cloudwatch/alarms.ts';
import { dashboards } from './cloudwatch/dashboards.ts';
import { ofKinds } from './shared/kinds.ts';

const WHO = { name: 'cloudwatch', folder: 'cloudwatch' };
const { list, capture, commands } = ofKinds(WHO, { alarms, 'composite-alarms': compositeAlarms, dashboards });

/** Alarms (metric, composite, log) and dashboards. Metrics and logs are not captured. */
export const service: Service = {
  ...WHO,
  title: 'CloudWatch alarms',
  where: 'regional',
  // Amazon CloudWatch User Guide, CloudWatch service quotas: DescribeAlarms 9 a second, the others 10.
  limits: { CloudWatch: 8, 'CloudWatch.DescribeAlarms': 7 },
  list,
  capture,
  restore: byCommands({ service: () => service, after: ['sns', 'lambda'], commands }),
};
