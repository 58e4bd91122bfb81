import { UpdateContinuousBackupsCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteBucketPolicyCommand,
  PutBucketLifecycleConfigurationCommand,
  type LifecycleRule,
} from '@aws-sdk/client-s3';
import type { LocalClients } from './clients.ts';
import type { Template, TemplateRule } from './template.ts';
import { setEnvironment } from './set-environment.ts';
import type { StackFile } from './stack-file.ts';

/**
 * Sets by API what the emulator's CloudFormation takes without a word and leaves out, as seen on 1.5.33;
 * docs/local-aws.md says how this was found. May run again.
 */
export async function mend(clients: LocalClients, template: Template, stack: StackFile): Promise<void> {
  // TimeToLiveSpecification: describe-time-to-live says DISABLED after the deploy.
  await clients.dynamo.send(
    new UpdateTimeToLiveCommand({
      TableName: stack.table,
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    }),
  );
  // PointInTimeRecoverySpecification: describe-continuous-backups says DISABLED after the deploy.
  await clients.dynamo.send(
    new UpdateContinuousBackupsCommand({
      TableName: stack.table,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
  // LifecycleConfiguration: get-bucket-lifecycle-configuration says NoSuchLifecycleConfiguration after the deploy.
  const rules = template.Resources['Snapshots']?.Properties?.LifecycleConfiguration?.Rules ?? [];
  await clients.s3.send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket: stack.buckets.snapshots,
      LifecycleConfiguration: { Rules: rules.map(lifecycleRule) },
    }),
  );
  // SnapshotsPolicy: it denies whatever comes without TLS, and the emulator, which has none, enforces it where it
  // authorizes at all.
  await clients.s3.send(new DeleteBucketPolicyCommand({ Bucket: stack.buckets.snapshots }));
  // Ref of a queue: it is at localhost, which is not where the functions' other calls go; the SDK warns at every call.
  // GetAtt of the API's endpoint: it is a name that only AWS has.
  for (const name of ['on-upload', 'on-sweep', 'on-incident', 'on-request']) {
    await setEnvironment(clients, name, (now) => withApi(atEndpoint(now, stack.endpoint), stack.api));
  }
}

/**
 * The template with what has to be otherwise before the deploy. A right to sqs:SendMessage: on AWS it covers the batch,
 * which is no action of its own; where the emulator authorizes, it is one.
 */
export function mendTemplate(text: string): Template {
  return JSON.parse(text, (name, value: unknown) =>
    name === 'Action' && Array.isArray(value) && value.includes('sqs:SendMessage')
      ? [...value, 'sqs:SendMessageBatch']
      : value,
  );
}

/** CloudFormation and S3 spell the same rule differently. */
function lifecycleRule(rule: TemplateRule): LifecycleRule {
  return {
    ID: rule.Id,
    Status: 'Enabled',
    Filter: { Prefix: rule.Prefix ?? '' },
    ...(rule.ExpirationInDays && { Expiration: { Days: rule.ExpirationInDays } }),
    ...(rule.NoncurrentVersionExpiration && { NoncurrentVersionExpiration: rule.NoncurrentVersionExpiration }),
    ...(rule.AbortIncompleteMultipartUpload && { AbortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload }),
  };
}

function withApi(variables: Readonly<Record<string, string>>, api: string): Readonly<Record<string, string>> {
  return 'HOLDFAST_API_URL' in variables ? { ...variables, HOLDFAST_API_URL: api } : variables;
}

function atEndpoint(variables: Readonly<Record<string, string>>, endpoint: string): Record<string, string> {
  const { port } = new URL(endpoint);
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, value.replace(`http://localhost:${port}`, endpoint)]),
  );
}
