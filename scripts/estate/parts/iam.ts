import { IAM } from '@aws-sdk/client-iam';
import { each, unlessThere, type Ground } from '../ground.ts';
import { bucketName, roleName, TOPICS, topic } from '../names.ts';

const PRINCIPALS = ['lambda.amazonaws.com', 'apigateway.amazonaws.com', 'ec2.amazonaws.com'];
const MANAGED = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const POLICIES = 6;

/** Roles with inline and attached policies, policies of several versions, and instance profiles. */
export async function makeRoles({ estate, account }: Ground): Promise<void> {
  const iam = estate.client(IAM);
  await each(POLICIES, async (index) => {
    const PolicyName = `${topic(index)}-writes`;
    const made = await unlessThere(
      iam.createPolicy({
        PolicyName,
        Path: '/site/',
        Description: `Who writes to ${topic(index)}`,
        PolicyDocument: policy(account, index, ['s3:PutObject']),
        Tags: [{ Key: 'team', Value: 'web' }],
      }),
    );
    if (made && index % 2 === 0)
      await iam.createPolicyVersion({
        PolicyArn: made.Policy?.Arn,
        PolicyDocument: policy(account, index, ['s3:PutObject', 's3:DeleteObject']),
        SetAsDefault: true,
      });
  });
  await each(TOPICS.length, async (index) => {
    const RoleName = roleName(index);
    await unlessThere(
      iam.createRole({
        RoleName,
        Path: '/site/',
        Description: `What ${topic(index)} runs as`,
        AssumeRolePolicyDocument: trust(index),
        MaxSessionDuration: index % 5 === 0 ? 7200 : 3600,
        Tags: [{ Key: 'site', Value: topic(index) }],
      }),
    );
    await iam.putRolePolicy({
      RoleName,
      PolicyName: 'reads',
      PolicyDocument: policy(account, index, ['s3:GetObject']),
    });
    await iam.attachRolePolicy({ RoleName, PolicyArn: MANAGED });
    await iam.attachRolePolicy({
      RoleName,
      PolicyArn: `arn:aws:iam::${account}:policy/site/${topic(index % POLICIES)}-writes`,
    });
  });
  for (const index of [2, 5]) {
    const InstanceProfileName = `${topic(index)}-machines`;
    const made = await unlessThere(iam.createInstanceProfile({ InstanceProfileName, Path: '/site/' }));
    if (made) await iam.addRoleToInstanceProfile({ InstanceProfileName, RoleName: roleName(index) });
  }
}

/** What a role may do with a bucket, as text. */
export function policy(account: string, index: number, Action: readonly string[]): string {
  const Resource = `arn:aws:s3:::${bucketName(account, index)}/*`;
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'Site', Effect: 'Allow', Action, Resource }] });
}

function trust(index: number): string {
  const Principal = { Service: PRINCIPALS[index % PRINCIPALS.length] };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }],
  });
}
