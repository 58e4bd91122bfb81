import type { Site, Target } from '../src/lib/site/site.ts';
import { allow, bucketArn, distributionsOf, objectsOf, READS, shelves, table, unique } from './statements.ts';
import { arnOf, sub } from './template.ts';
import type { Resources, Statement } from './template.ts';

/**
 * What people attach to their own roles: to look (Viewer), to deploy sites (Deployer), to decide, and to verify what is on staging (Approver). None of
 * them makes anybody an approver: whom a site's configuration does not name is refused by the API, whatever IAM allows.
 */
export function policies(sites: readonly Site[], stage: string): Resources {
  return {
    HoldfastViewer: policy('Viewer', stage, 'look at what Holdfast guards', [...looking(), invoke('GET/v1/*')]),
    HoldfastDeployer: policy('Deployer', stage, 'deploy the guarded sites, and see what became of it', [
      ...looking(),
      invoke('GET/v1/*', 'POST/v1/sites/*/warnings', 'POST/v1/sites/*/escalations'),
      ...deploying(sites),
    ]),
    HoldfastApprover: policy('Approver', stage, 'decide, where a site names them as approvers', [
      ...looking(),
      invoke('GET/v1/*', 'POST/v1/*', 'DELETE/v1/*'),
      ...reading(sites),
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

/** What the command line reads to find the stack and to say how it is; none of it can be changed by this. */
function looking(): Statement[] {
  return [
    allow(['cloudformation:DescribeStacks'], [{ Ref: 'AWS::StackId' }]),
    table('GetItem', 'BatchGetItem', 'Query'),
    allow(['sqs:GetQueueAttributes'], [arnOf('Uploads'), arnOf('DeadLetters')]),
  ];
}

/** These requests of the API, as method and path; what they ask for is checked once more by the function. */
function invoke(...requests: readonly string[]): Statement {
  const at = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${HttpApi}/$default';
  return allow(
    ['execute-api:Invoke'],
    requests.map((request) => sub(`${at}/${request}`)),
  );
}

/** Production and staging of every site, as judging and verifying read them: with versions, tags and ACLs. */
function reading(sites: readonly Site[]): Statement[] {
  const targets = targetsOf(sites);
  const distributions = distributionsOf(targets);
  return [
    allow(
      ['s3:ListBucket', 's3:ListBucketVersions', 's3:GetBucketLocation', 's3:GetBucketOwnershipControls'],
      unique(targets.map(bucketArn)),
    ),
    allow(READS, unique(targets.map(objectsOf))),
    ...(distributions.length > 0 ? [allow(['cloudfront:GetDistribution'], distributions)] : []),
    ...remembered(),
  ];
}

/** What the guard remembers of pages, and what deploys kept. What was rejected is shown by the API alone. */
function remembered(): Statement[] {
  return [
    allow(['s3:GetObject'], shelves('accepted', 'history', 'replaced', 'releases', 'changes')),
    // Without it S3 answers 403, not 404, for what is not there; a condition on the prefix would deny just that.
    allow(['s3:ListBucket'], [arnOf('Snapshots')]),
  ];
}

/**
 * Production and staging of every site, with every tool that deploys to S3. Deleting an object is part of that, and
 * undone by the guard; deleting a version for good is not, and nothing could undo it.
 */
function deploying(sites: readonly Site[]): Statement[] {
  const targets = targetsOf(sites);
  const distributions = distributionsOf(targets);
  const purging = ['CreateInvalidation', 'GetInvalidation', 'GetDistribution'].map((does) => `cloudfront:${does}`);
  return [
    allow(
      [
        's3:ListBucket',
        's3:ListBucketVersions',
        's3:ListBucketMultipartUploads',
        's3:GetBucketLocation',
        's3:GetBucketOwnershipControls',
      ],
      unique(targets.map(bucketArn)),
    ),
    allow(
      [
        ...READS,
        's3:PutObject',
        's3:PutObjectTagging',
        's3:PutObjectAcl',
        's3:DeleteObject',
        's3:AbortMultipartUpload',
        's3:ListMultipartUploadParts',
      ],
      unique(targets.map(objectsOf)),
    ),
    ...(distributions.length > 0 ? [allow(purging, distributions)] : []),
    ...remembered(),
    // What is overwritten is kept first, with a record of it; nothing there can be deleted.
    allow(['s3:PutObject'], shelves('replaced', 'releases', 'changes')),
  ];
}

function targetsOf(sites: readonly Site[]): Target[] {
  return sites.flatMap(({ production, staging }) => (staging ? [production, staging] : [production]));
}
