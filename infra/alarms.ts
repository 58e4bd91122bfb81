import { FUNCTIONS, functionName, pascal } from './template.ts';
import type { FunctionName, Resources, Value } from './template.ts';

interface Alarm {
  readonly says: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimension: Value;
  readonly statistic: 'Sum' | 'Maximum';
  /** Seconds, and how many of them in a row. */
  readonly period: number;
  readonly periods: number;
  readonly when: 'above' | 'below';
  readonly threshold: number;
  readonly silence?: 'breaching';
}

/** Each tells the topic when it starts and when it ends. */
export function alarms(stage: string): Resources {
  return Object.fromEntries(
    Object.entries({
      DeadLettersAlarm: anyIn('DeadLetters', 'pages were asked for five times in vain'),
      UntoldIncidentsAlarm: anyIn('UntoldIncidents', 'incidents that nobody was told of'),
      UploadsAgeAlarm: oldUploads(),
      NoSweepAlarm: noSweep(stage),
      ...Object.fromEntries(FUNCTIONS.map((name) => [`${pascal(name)}ErrorsAlarm`, failures(stage, name)])),
    }).map(([id, alarm]) => [id, resource(stage, alarm)]),
  );
}

function anyIn(queue: string, says: string): Alarm {
  return {
    says,
    namespace: 'AWS/SQS',
    metric: 'ApproximateNumberOfMessagesVisible',
    dimension: { Name: 'QueueName', Value: { 'Fn::GetAtt': [queue, 'QueueName'] } },
    statistic: 'Maximum',
    period: 60,
    periods: 1,
    when: 'above',
    threshold: 0,
  };
}

/** A look takes seconds, and one that fails is asked for again after the queue's visibility timeout of six minutes. */
function oldUploads(): Alarm {
  return {
    ...anyIn('Uploads', 'uploads wait for more than ten minutes'),
    metric: 'ApproximateAgeOfOldestMessage',
    threshold: 600,
  };
}

/** A request that fails is answered all the same: only the API counts it. */
function failures(stage: string, name: FunctionName): Alarm {
  const failed = errors(functionName(stage, name));
  if (name !== 'on-request') return failed;
  const ofApi = { namespace: 'AWS/ApiGateway', metric: '5xx', dimension: { Name: 'ApiId', Value: { Ref: 'HttpApi' } } };
  return { ...failed, ...ofApi };
}

function errors(name: string): Alarm {
  return {
    says: `${name} failed`,
    namespace: 'AWS/Lambda',
    metric: 'Errors',
    dimension: { Name: 'FunctionName', Value: name },
    statistic: 'Sum',
    period: 300,
    periods: 1,
    when: 'above',
    threshold: 0,
  };
}

/** Three rounds of the sweep without one: CloudWatch then has no data at all, and that is the alarm. */
function noSweep(stage: string): Alarm {
  return {
    ...errors(functionName(stage, 'on-sweep')),
    says: 'no sweep for 45 minutes',
    metric: 'Invocations',
    period: 900,
    periods: 3,
    when: 'below',
    threshold: 1,
    silence: 'breaching',
  };
}

function resource(stage: string, alarm: Alarm): Resources[string] {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmDescription: `Holdfast ${stage}: ${alarm.says}`,
      Namespace: alarm.namespace,
      MetricName: alarm.metric,
      Dimensions: [alarm.dimension],
      Statistic: alarm.statistic,
      Period: alarm.period,
      EvaluationPeriods: alarm.periods,
      ComparisonOperator: alarm.when === 'above' ? 'GreaterThanThreshold' : 'LessThanThreshold',
      Threshold: alarm.threshold,
      TreatMissingData: alarm.silence ?? 'notBreaching',
      AlarmActions: [{ Ref: 'Alerts' }],
      OKActions: [{ Ref: 'Alerts' }],
    },
  };
}
