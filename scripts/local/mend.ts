import { UpdateContinuousBackupsCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { PutBucketLifecycleConfigurationCommand, type LifecycleRule } from '@aws-sdk/client-s3';
import type { LocalClients } from './clients.ts';
import type { Template, TemplateRule } from './template.ts';
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
