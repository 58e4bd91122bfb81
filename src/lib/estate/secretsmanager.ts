import { paginateListSecrets, ResourceNotFoundException, SecretsManager } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { byCommands } from '../capture/by-commands.ts';
import type { CapturedResource } from '../capture/captured-resource.ts';
import { gone } from '../capture/failure.ts';
import { folderOf } from '../capture/resource.ts';
import type { Target } from '../capture/restore.ts';
import type { Service } from '../capture/service.ts';
import { awsCommands, callsOf, tagCalls } from './shared/aws-command.ts';
import { differ } from './shared/config.ts';
import { hideSecrets } from './shared/hide-secrets.ts';
import { jsonText, parsedJson } from './shared/parsed-json.ts';
import { picked } from './shared/picked.ts';
import { tagList, tagsOf } from './shared/tags.ts';

const FOLDER = 'secretsmanager-secrets';

/** Secrets: their names, keys, rotation, replicas, tags and resource policies. Their values are never asked for. */
export const service: Service = {
  name: 'secretsmanager',
  title: 'Secrets Manager names',
  folder: FOLDER,
  where: 'regional',
  // AWS Secrets Manager User Guide, Quotas: DescribeSecret 10,000 a second, ListSecrets 100, resource policies 50 together.
  limits: { 'Secrets Manager': 40, 'Secrets Manager.GetResourcePolicy': 25 },
  async *list(estate) {
    for (const region of estate.regions) {
      const client = estate.client(SecretsManager, region);
      for await (const { SecretList = [] } of paginateListSecrets({ client, pageSize: 100 }, {})) {
        for (const { ARN = '', Name: name = '' } of SecretList)
          yield {
            service: 'secretsmanager',
            id: ARN,
            name,
            region,
            folder: folderOf(FOLDER, name, region, estate.regions[0]),
          };
      }
    }
  },
  async capture(secret, sink, estate) {
    const client = estate.client(SecretsManager, secret.region);
    // By name: a secret that was made again has another ARN.
    const SecretId = secret.name;
    const found = await client.describeSecret({ SecretId }).catch((error: unknown) => {
      throw error instanceof ResourceNotFoundException ? gone(secret, error) : error;
    });
    if (found.DeletedDate) throw gone(secret);
    const { ResourcePolicy } = await client.getResourcePolicy({ SecretId });
    const replicas = found.ReplicationStatus?.map((each) => picked(each, 'Region', 'KmsKeyId'));
    const config = {
      ...picked(found, 'Name', 'Type', 'Description', 'KmsKeyId', 'OwningService', 'PrimaryRegion'),
      rotation: {
        RotationEnabled: found.RotationEnabled ?? false,
        ...picked(found, 'RotationLambdaARN', 'RotationRules', 'ExternalSecretRotationRoleArn'),
      },
      replicas: replicas?.toSorted((a, b) => ((a.Region ?? '') < (b.Region ?? '') ? -1 : 1)) ?? [],
      tags: tagsOf(found.Tags),
      policy: parsedJson(ResourcePolicy),
    };
    await sink.json('config.json', await hideSecrets(config, 'config', sink));
    await sink.json('observed.json', {
      ...picked(found, 'ARN', 'CreatedDate', 'LastChangedDate', 'LastAccessedDate', 'LastRotatedDate'),
      ...picked(found, 'NextRotationDate', 'VersionIdsToStages', 'ReplicationStatus'),
    });
  },
  restore: byCommands({ service: () => service, after: ['iam', 'lambda'], commands }),
};

const CONFIG = z.object({
  Description: z.unknown().optional(),
  KmsKeyId: z.string().optional(),
  rotation: z.object({
    RotationEnabled: z.boolean(),
    RotationLambdaARN: z.string().optional(),
    RotationRules: z.record(z.string(), z.unknown()).optional(),
  }),
  replicas: z.array(z.object({ Region: z.string(), KmsKeyId: z.string().optional() })),
  tags: z.record(z.string(), z.unknown()),
  policy: z.unknown().optional(),
});

async function commands(
  captured: CapturedResource,
  live: CapturedResource | undefined,
  to: Target,
): Promise<readonly string[]> {
  const call = callsOf('secretsmanager', captured);
  const SecretId = to.nameOf('secretsmanager', captured.entry.name);
  const wanted = CONFIG.parse(await captured.json('config.json'));
  const is = live && CONFIG.parse(await live.json('config.json'));
  const { Description, KmsKeyId, rotation, policy } = wanted;
  const made = is
    ? [
        ...(differ([Description, KmsKeyId], [is.Description, is.KmsKeyId])
          ? [call('update-secret', { SecretId, Description: Description ?? '', KmsKeyId })]
          : []),
        ...tagCalls(wanted.tags, is.tags, {
          set: (tags) => call('tag-resource', { SecretId, Tags: tagList(tags) }),
          remove: (TagKeys) => call('untag-resource', { SecretId, TagKeys }),
        }),
      ]
    : [
        call('create-secret', {
          Name: SecretId,
          Description,
          KmsKeyId,
          SecretString: 'FILL-IN',
          Tags: tagList(wanted.tags),
        }),
      ];
  const { RotationEnabled, RotationLambdaARN, RotationRules } = rotation;
  const rotated = RotationEnabled
    ? call('rotate-secret', { SecretId, RotationLambdaARN, RotationRules, RotateImmediately: false })
    : call('cancel-rotate-secret', { SecretId });
  const there = new Set(is?.replicas.map(({ Region }) => Region));
  const missing = wanted.replicas.filter(({ Region }) => !there.has(Region));
  const put =
    policy === undefined
      ? call('delete-resource-policy', { SecretId })
      : call('put-resource-policy', { SecretId, ResourcePolicy: jsonText(policy) });
  const calls = [
    ...made,
    ...((is ? differ(rotation, is.rotation) : RotationEnabled) ? [rotated] : []),
    ...(differ(policy, is?.policy) ? [put] : []),
    ...(missing.length > 0 ? [call('replicate-secret-to-regions', { SecretId, AddReplicaRegions: missing })] : []),
  ];
  const fill = is ? [] : ['# Captures have no values of secrets: put it in the place of FILL-IN.'];
  return [...fill, ...awsCommands(to, calls)];
}
