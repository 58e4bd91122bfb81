import type { Site, Target } from '../src/lib/site/site.ts';
import { allow, bucketArn, distributionsOf, objectsOf, READS, shelves, table, unique } from './statements.ts';
import { arnOf, FUNCTIONS, functionName, pascal, sub } from './template.ts';
import type { FunctionName, Resources, Statement, Value } from './template.ts';

/** One role per function, each with what that function does and nothing else. */
export function roles(sites: readonly Site[], stage: string): Resources {
  const rights: Record<FunctionName, readonly Statement[]> = {
    'on-upload': onUpload(sites),
    'on-sweep': onSweep(sites),
    'on-incident': onIncident(sites),
    'on-request': onRequest(sites),
  };
  return Object.fromEntries(
    FUNCTIONS.map((name) => [`${pascal(name)}Role`, role([ownLogs(functionName(stage, name)), ...rights[name]])]),
  );
}

function role(statements: readonly Statement[]): Resources[string] {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      Policies: [
        {
          PolicyName: 'function',
          PolicyDocument: { Version: '2012-10-17', Statement: statements.map((statement) => ({ ...statement })) },
        },
      ],
    },
  };
}

function onUpload(sites: readonly Site[]): Statement[] {
  const targets = sites.map((site) => site.production);
  return [
    ...targets.flatMap((target) => writeTo(target)),
    allow(['s3:GetObject', 's3:PutObject'], shelves('accepted', 'rejected', 'assets', 'history')),
    // Without it S3 answers 403, not 404, for what was never kept.
    allow(['s3:ListBucket'], [arnOf('Snapshots')]),
    table('GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'Query', 'ConditionCheckItem'),
    ...purge(targets),
    allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:SendMessage'], [arnOf('Uploads')]),
  ];
}

function onSweep(sites: readonly Site[]): Statement[] {
  return [
    allow(['s3:ListBucket'], unique(sites.map((site) => bucketArn(site.production)))),
    table('GetItem', 'Query', 'PutItem', 'UpdateItem'),
    allow(['sqs:SendMessage'], [arnOf('Uploads')]),
  ];
}

function onIncident(sites: readonly Site[]): Statement[] {
  return [
    allow(
      ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream', 'dynamodb:ListStreams'],
      [{ 'Fn::GetAtt': ['Table', 'StreamArn'] }],
    ),
    table('GetItem', 'PutItem', 'UpdateItem', 'Query'),
    allow(['s3:GetObject'], shelves('accepted', 'rejected', 'changes')),
    allow(['s3:ListBucket'], [arnOf('Snapshots')]),
    allow(['sns:Publish'], [{ Ref: 'Alerts' }]),
    allow(['sqs:SendMessage'], [arnOf('UntoldIncidents')]),
    allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:SendMessage'], [arnOf('Untold')]),
    ...secrets(sites.flatMap(({ slack }) => slack?.tokenParameter ?? [])),
  ];
}

/** Records decisions; what they ask for is done by `on-upload`. Of a site's bucket it reads what previews load. */
function onRequest(sites: readonly Site[]): Statement[] {
  return [
    table('GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'Query', 'ConditionCheckItem'),
    allow(['s3:GetObject'], shelves('accepted', 'rejected', 'changes')),
    // An override keeps the rejected version among the accepted.
    allow(['s3:PutObject'], shelves('accepted')),
    allow(['s3:ListBucket'], [arnOf('Snapshots')]),
    allow(
      ['s3:GetObject'],
      sites.map((site) => objectsOf(site.production)),
    ),
    allow(['sqs:SendMessage'], [arnOf('Uploads')]),
    ...secrets(
      sites.flatMap(({ slack }) => (slack?.app ? [slack.tokenParameter, slack.app.signingSecretParameter] : [])),
    ),
  ];
}

/** Reads every version of a site's objects and writes new ones. It cannot delete a version for good. */
function writeTo(target: Target): Statement[] {
  const bucket = bucketArn(target);
  return [
    allow(['s3:ListBucket', 's3:ListBucketVersions', 's3:GetBucketOwnershipControls'], [bucket]),
    allow([...READS, 's3:PutObject', 's3:PutObjectTagging', 's3:PutObjectAcl', 's3:DeleteObject'], [objectsOf(target)]),
  ];
}

function purge(targets: readonly Target[]): Statement[] {
  const distributions = distributionsOf(targets);
  return distributions.length > 0 ? [allow(['cloudfront:CreateInvalidation'], distributions)] : [];
}

function ownLogs(name: string): Statement {
  return allow(
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
    [sub(`arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/${name}:*`)],
  );
}

/** A SecureString under AWS's own key needs no kms:Decrypt: that key's policy lets the account read through SSM. */
function secrets(names: readonly string[]): Statement[] {
  return names.length > 0 ? [allow(['ssm:GetParameter'], unique(names).map(parameterArn))] : [];
}

function parameterArn(name: string): Value {
  return sub(`arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter/${name.replace(/^\//, '')}`);
}
