import { beforeAll, describe, expect, it } from 'vitest';
import { functionNamed, ofType, packaged, resource, type Template } from './packaged.ts';

const FUNCTIONS = ['on-upload', 'on-sweep', 'on-incident', 'on-request'];

let template: Template;

beforeAll(async () => {
  template = await packaged('test/template/sites.yml');
}, 120_000);

describe('the uploads queue', () => {
  it('hides a message for at least six times as long as on-upload may run', () => {
    const { Timeout } = functionNamed(template, 'on-upload').Properties;
    expect(resource(template, 'Uploads').Properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * Timeout);
  });

  it('gives a message up after five attempts and keeps it for 14 days', () => {
    expect(resource(template, 'Uploads').Properties.RedrivePolicy).toEqual({
      deadLetterTargetArn: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] },
      maxReceiveCount: 5,
    });
    expect(resource(template, 'DeadLetters').Properties.MessageRetentionPeriod).toBe(14 * 24 * 3600);
  });

  it('lets S3 send for the configured buckets of this account only', () => {
    const [fromS3] = resource(template, 'UploadsPolicy').Properties.PolicyDocument.Statement;
    expect(fromS3).toMatchObject({ Principal: { Service: 's3.amazonaws.com' }, Action: 'sqs:SendMessage' });
    expect(fromS3.Condition.StringEquals).toEqual({ 'aws:SourceAccount': { Ref: 'AWS::AccountId' } });
    expect(fromS3.Condition.ArnEquals['aws:SourceArn']).toEqual([
      { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::plain-prod' },
      { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::ruled-prod' },
    ]);
  });

  it('is fed by a rule for a site that goes by EventBridge, and for no other', () => {
    const rules = ofType(template, 'AWS::Events::Rule').filter((rule) => rule.Properties.EventPattern);
    expect(rules.map((rule) => rule.Properties.EventPattern)).toEqual([
      {
        source: ['aws.s3'],
        'detail-type': ['Object Created', 'Object Deleted'],
        detail: { bucket: { name: ['ruled-prod'] }, object: { key: [{ prefix: 'www*/' }] } },
      },
    ]);
    expect(rules[0]?.Properties.Targets[0].Arn).toEqual({ 'Fn::GetAtt': ['Uploads', 'Arn'] });
    const [, fromRules] = resource(template, 'UploadsPolicy').Properties.PolicyDocument.Statement;
    expect(fromRules).toMatchObject({
      Principal: { Service: 'events.amazonaws.com' },
      Condition: { ArnEquals: { 'aws:SourceArn': [{ 'Fn::GetAtt': ['NoticesOfRuled', 'Arn'] }] } },
    });
  });
});

describe('the queue of what could not be told', () => {
  it('hides a message for at least six times as long as on-incident may run', () => {
    const { Timeout } = functionNamed(template, 'on-incident').Properties;
    expect(resource(template, 'Untold').Properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * Timeout);
  });

  it('gives a message up after a day, and before it would expire', () => {
    const { RedrivePolicy, VisibilityTimeout, MessageRetentionPeriod } = resource(template, 'Untold').Properties;
    expect(RedrivePolicy.deadLetterTargetArn).toEqual({ 'Fn::GetAtt': ['UntoldIncidents', 'Arn'] });
    expect(RedrivePolicy.maxReceiveCount * VisibilityTimeout).toBe(24 * 3600);
    expect(MessageRetentionPeriod).toBeGreaterThan(2 * 24 * 3600);
    expect(resource(template, 'UntoldIncidents').Properties.MessageRetentionPeriod).toBe(14 * 24 * 3600);
  });

  it('wakes on-incident, which answers for each message, and which knows where to send', () => {
    expect(sourceOf('on-incident', 'Untold')).toMatchObject({
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
    const { Variables } = functionNamed(template, 'on-incident').Properties.Environment;
    expect(Variables.HOLDFAST_UNTOLD_URL).toEqual({ Ref: 'Untold' });
  });
});

describe('the functions', () => {
  it('run on Node 24 for arm64, each from a zip and in a role of its own', () => {
    const functions = FUNCTIONS.map((name) => functionNamed(template, name).Properties);
    for (const properties of functions) {
      expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    }
    expect(new Set(functions.map(({ Role }) => JSON.stringify(Role))).size).toBe(FUNCTIONS.length);
    expect(new Set(functions.map(({ Code }) => Code.S3Key)).size).toBe(FUNCTIONS.length);
    expect(ofType(template, 'AWS::IAM::Role')).toHaveLength(FUNCTIONS.length);
  });

  it('report single messages as failed, at most five runs of on-upload at once', () => {
    expect(sourceOf('on-upload', 'Uploads')).toMatchObject({
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 5 },
    });
  });

  it('wake on-incident for incidents, sites and pages with allowances only, and lose no record that it cannot tell of', () => {
    const source = sourceOf('on-incident', 'Table');
    expect(source).toMatchObject({
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      StartingPosition: 'TRIM_HORIZON',
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['UntoldIncidents', 'Arn'] } } },
    });
    expect(source.MaximumRetryAttempts).toBeGreaterThan(0);
    const kinds = source.FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern).dynamodb);
    expect(kinds).toEqual([
      { Keys: { sk: { S: ['INCIDENT'] } } },
      { Keys: { sk: { S: ['SITE'] } } },
      { NewImage: { allows: { S: ['yes'] } } },
      { OldImage: { allows: { S: ['yes'] } } },
      { NewImage: { tells: { S: ['yes'] } } },
    ]);
  });

  it('sweep every 15 minutes, for 15 minutes at most', () => {
    const schedule = ofType(template, 'AWS::Events::Rule').find((rule) => rule.Properties.ScheduleExpression);
    expect(schedule?.Properties).toMatchObject({ ScheduleExpression: 'rate(15 minutes)', State: 'ENABLED' });
    expect(functionNamed(template, 'on-sweep').Properties.Timeout).toBe(900);
  });

  it('know the Slack apps whose buttons decide, and their secrets by name only', () => {
    const { HOLDFAST_SLACK_APPS } = functionNamed(template, 'on-request').Properties.Environment.Variables;
    expect(JSON.parse(HOLDFAST_SLACK_APPS)).toEqual([
      {
        id: 'A012AB3CD',
        team: 'T012AB3CD',
        signingSecretParameter: '/holdfast/plain/slack-signing-secret',
        sites: ['plain'],
      },
    ]);
  });

  it('know the sites that they need', () => {
    const sites = JSON.parse(functionNamed(template, 'on-upload').Properties.Environment.Variables.HOLDFAST_SITES);
    expect(sites).toEqual([
      { name: 'plain', bucket: 'plain-prod', prefix: '' },
      { name: 'ruled', bucket: 'ruled-prod', prefix: 'www*/' },
    ]);
  });
});

describe('what is kept', () => {
  it.each(['Table', 'Snapshots'])('keeps %s when the stack goes', (id) => {
    expect(resource(template, id)).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  it('has a table that can be rewound, forgets by expiresAt and tells of its changes', () => {
    expect(resource(template, 'Table').Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      GlobalSecondaryIndexes: [{ IndexName: 'bySite', Projection: { ProjectionType: 'ALL' } }],
    });
  });

  it('has a snapshot bucket that is versioned, encrypted and private', () => {
    expect(resource(template, 'Snapshots').Properties).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      BucketEncryption: { ServerSideEncryptionConfiguration: [{}] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    const [statement] = resource(template, 'SnapshotsPolicy').Properties.PolicyDocument.Statement;
    expect(statement).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': false } } });
  });

  it('ends quarantine after 400 days and nothing else that is current', () => {
    const { Rules } = resource(template, 'Snapshots').Properties.LifecycleConfiguration;
    const ending = Rules.filter((rule: { ExpirationInDays?: number }) => rule.ExpirationInDays !== undefined);
    expect(ending).toEqual([{ Id: 'quarantine-ends', Status: 'Enabled', Prefix: 'rejected/', ExpirationInDays: 400 }]);
  });

  it('keeps what was replaced for 30 days, and of what is only remembered for one', () => {
    const { Rules } = resource(template, 'Snapshots').Properties.LifecycleConfiguration;
    const days = Rules.map((rule: { Prefix?: string; NoncurrentVersionExpiration?: { NoncurrentDays: number } }) => [
      rule.Prefix,
      rule.NoncurrentVersionExpiration?.NoncurrentDays,
    ]);
    expect(days).toEqual([
      ['rejected/', undefined],
      ['history/', 1],
      [undefined, 30],
    ]);
  });
});

describe('watching', () => {
  it('keeps the log of every function and of the API for 90 days', () => {
    const groups = ofType(template, 'AWS::Logs::LogGroup').map(({ Properties }) => Properties);
    const names = [...FUNCTIONS.map((name) => `/aws/lambda/holdfast-prod-${name}`), '/aws/http-api/holdfast-prod'];
    expect(groups).toEqual(names.map((LogGroupName) => ({ LogGroupName, RetentionInDays: 90 })));
  });

  it('tells the topic of dead letters, old uploads, errors and a missing sweep', () => {
    const alarms = ofType(template, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
    const watched = alarms.map(({ MetricName, TreatMissingData }) => `${MetricName} ${TreatMissingData}`);
    expect(watched.toSorted()).toEqual([
      '5xx notBreaching',
      'ApproximateAgeOfOldestMessage notBreaching',
      'ApproximateNumberOfMessagesVisible notBreaching',
      'ApproximateNumberOfMessagesVisible notBreaching',
      'Errors notBreaching',
      'Errors notBreaching',
      'Errors notBreaching',
      'Invocations breaching',
    ]);
    for (const alarm of alarms) expect(alarm.AlarmActions).toEqual([{ Ref: 'Alerts' }]);
    const sweep = alarms.find(({ MetricName }) => MetricName === 'Invocations');
    expect(sweep.Period * sweep.EvaluationPeriods).toBe(45 * 60);
  });

  it('shows a dashboard whose every metric names something of this stack', () => {
    const [dashboard] = ofType(template, 'AWS::CloudWatch::Dashboard');
    const { widgets } = JSON.parse(dashboard?.Properties.DashboardBody['Fn::Sub']);
    const named: string[] = widgets.flatMap((widget: { properties: { metrics: string[][] } }) =>
      widget.properties.metrics.map((metric) => metric[3]),
    );
    for (const name of named) {
      const queue = /^\$\{(\w+)\.QueueName\}$/.exec(name)?.[1];
      if (queue) expect(resource(template, queue).Type).toBe('AWS::SQS::Queue');
      else expect(FUNCTIONS.map((fn) => `holdfast-prod-${fn}`)).toContain(name);
    }
  });
});

it('tells what others need to find the stack', () => {
  expect(Object.keys(template.Outputs)).toEqual(
    expect.arrayContaining(['TableName', 'QueueUrl', 'QueueArn', 'DlqUrl', 'TopicArn', 'SnapshotBucket', 'ApiUrl']),
  );
});

/** What wakes the function for this queue or table. */
function sourceOf(name: string, from: string) {
  const id = JSON.stringify({ 'Fn::GetAtt': [`${name.replace('on-', 'OnDash')}LambdaFunction`, 'Arn'] });
  return ofType(template, 'AWS::Lambda::EventSourceMapping').find(
    ({ Properties: { FunctionName, EventSourceArn } }) =>
      JSON.stringify(FunctionName) === id && EventSourceArn['Fn::GetAtt'][0] === from,
  )?.Properties;
}

describe('the HTTP API', () => {
  it('asks for AWS credentials under /v1 and nowhere else', () => {
    const routes = ofType(template, 'AWS::ApiGatewayV2::Route').map(({ Properties }) => [
      Properties.RouteKey,
      Properties.AuthorizationType ?? 'NONE',
    ]);
    expect(Object.fromEntries(routes)).toEqual({
      'GET /health': 'NONE',
      'GET /openapi.json': 'NONE',
      'ANY /v1/{proxy+}': 'AWS_IAM',
      'ANY /review/{proxy+}': 'NONE',
      'POST /slack/actions': 'NONE',
    });
  });

  it('bounds what comes in, and logs who asked for which route but never a query', () => {
    const { DefaultRouteSettings, AccessLogSettings } = resource(template, 'HttpApiStage').Properties;
    expect(DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 });
    const format = JSON.parse(AccessLogSettings.Format);
    expect(format).toMatchObject({ who: '$context.identity.userArn', route: '$context.routeKey' });
    expect(AccessLogSettings.Format).not.toMatch(/path|query/i);
  });

  it('has answered before the gateway gives up', () => {
    expect(functionNamed(template, 'on-request').Properties.Timeout).toBeLessThan(30);
  });
});
