import { FUNCTIONS, functionName, sub } from './template.ts';
import type { Resources } from './template.ts';

type Metric = readonly (string | { readonly label: string })[];

/** One page in CloudWatch: what waits, what ran, what failed, and how long it took. */
export function dashboard(stage: string): Resources {
  const widgets = [
    graph(0, 0, 'Waiting', 'Maximum', [
      queue('ApproximateNumberOfMessagesVisible', 'Uploads'),
      queue('ApproximateNumberOfMessagesVisible', 'DeadLetters'),
      queue('ApproximateNumberOfMessagesVisible', 'Untold'),
      queue('ApproximateNumberOfMessagesVisible', 'UntoldIncidents'),
    ]),
    graph(12, 0, 'Age of the oldest upload, seconds', 'Maximum', [queue('ApproximateAgeOfOldestMessage', 'Uploads')]),
    graph(0, 6, 'Runs', 'Sum', ofFunctions('Invocations', stage)),
    graph(12, 6, 'Errors', 'Sum', ofFunctions('Errors', stage)),
    graph(0, 12, 'Duration, milliseconds', 'p95', ofFunctions('Duration', stage)),
    graph(12, 12, 'Stream: age of the oldest incident, milliseconds', 'Maximum', [
      ['AWS/Lambda', 'IteratorAge', 'FunctionName', functionName(stage, 'on-incident'), { label: 'on-incident' }],
    ]),
  ];
  return {
    Dashboard: {
      Type: 'AWS::CloudWatch::Dashboard',
      Properties: { DashboardName: `holdfast-${stage}`, DashboardBody: sub(JSON.stringify({ widgets })) },
    },
  };
}

function graph(x: number, y: number, title: string, stat: string, metrics: readonly Metric[]): object {
  const properties = { title, stat, metrics, region: '${AWS::Region}', period: 300, view: 'timeSeries' };
  return { type: 'metric', x, y, width: 12, height: 6, properties };
}

function queue(metric: string, logicalId: string): Metric {
  return ['AWS/SQS', metric, 'QueueName', `\${${logicalId}.QueueName}`, { label: logicalId }];
}

function ofFunctions(metric: string, stage: string): Metric[] {
  return FUNCTIONS.map((name) => ['AWS/Lambda', metric, 'FunctionName', functionName(stage, name), { label: name }]);
}
