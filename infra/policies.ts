import type { Site } from '../src/lib/site/site.ts';
import { allow, bucketArn, distributionsOf, objectsOf, table, unique } from './statements.ts';
import { arnOf, sub } from './template.ts';
import type { Resources, Statement } from './template.ts';

/**
 * What people attach to their own roles: to look (Viewer), to deploy sites (Deployer), to decide (Approver). None of
 * them makes anybody an approver: whom a site's configuration does not name is refused by the API, whatever IAM allows.
 */
export function policies(sites: readonly Site[], stage: string): Resources {
  return {
    HoldfastViewer: policy('Viewer', stage, 'look at what Holdfast guards', [...looking(), invoke('GET')]),
    HoldfastDeployer: policy('Deployer', stage, 'deploy the guarded sites, and see what became of it', [
      ...looking(),
      invoke('GET'),
      ...deploying(sites),
    ]),
    HoldfastApprover: policy('Approver', stage, 'decide, where a site names them as approvers', [
      ...looking(),
      invoke('GET', 'POST', 'DELETE'),
    ]),
  };
}

/** Names of IAM are the whole account's: a stage may be in more than one region. */
function policy(name: string, stage: string, mayDo: string, statements: readonly Statement[]): Resources[string] {
  return {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: {
      ManagedPolicyName: sub(`Holdfast${name}-${stage}-\${AWS::Region}`),
      Description: `Holdfast ${stage}: may ${mayDo}`,
      PolicyDocument: { Version: '2012-10-17', Statement: statements.map((statement) => ({ ...statement })) },
    },
  };
}

/**
 * What the command line reads to find the stack and to say how it is; none of it can be changed by this. What was kept of
 * pages is shown by the API alone.
 */
function looking(): Statement[] {
  return [
    allow(['cloudformation:DescribeStacks'], [{ Ref: 'AWS::StackId' }]),
    table('GetItem', 'BatchGetItem', 'Query'),
    allow(['sqs:GetQueueAttributes'], [arnOf('Uploads'), arnOf('DeadLetters')]),
  ];
}

/** The API's requests of these methods; what they ask for is checked once more by the function. */
function invoke(...methods: readonly string[]): Statement {
  const at = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${HttpApi}/$default';
  return allow(
    ['execute-api:Invoke'],
    methods.map((method) => sub(`${at}/${method}/v1/*`)),
  );
}

/**
 * Production and staging of every site, with every tool that deploys to S3. Deleting an object is part of that, and
 * undone by the guard; deleting a version for good is not, and nothing could undo it.
 */
function deploying(sites: readonly Site[]): Statement[] {
  const targets = sites.flatMap(({ production, staging }) => (staging ? [production, staging] : [production]));
  const distributions = distributionsOf(targets);
  const purging = ['cloudfront:CreateInvalidation', 'cloudfront:GetInvalidation', 'cloudfront:GetDistribution'];
  return [
    allow(
      ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads', 's3:GetBucketLocation'],
      unique(targets.map(bucketArn)),
    ),
    allow(
      [
        's3:GetObject',
        's3:GetObjectVersion',
        's3:GetObjectTagging',
        's3:GetObjectVersionTagging',
        's3:PutObject',
        's3:PutObjectTagging',
        's3:DeleteObject',
        's3:AbortMultipartUpload',
        's3:ListMultipartUploadParts',
      ],
      unique(targets.map(objectsOf)),
    ),
    ...(distributions.length > 0 ? [allow(purging, distributions)] : []),
  ];
}
