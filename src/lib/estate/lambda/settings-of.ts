import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { SecretReference } from '../../capture/secrets.ts';
import { HoldfastError } from '../../errors.ts';
import { hiddenText, type Hide } from '../shared/hidden-texts.ts';
import { pruned } from '../shared/pruned.ts';
import type { Settings } from './function-document.ts';

/**
 * What a function is made with, from what AWS says of it. Throws `ESTATE.DENIED` where AWS could not decrypt the environment:
 * without it the function could not come back.
 */
export async function settingsOf(configuration: FunctionConfiguration, hide: Hide): Promise<Settings> {
  const { Environment, Layers = [], VpcConfig, ImageConfigResponse, SnapStart, LoggingConfig, ...rest } = configuration;
  if (Environment?.Error) {
    const message = `The environment of ${configuration.FunctionName} cannot be read: ${Environment.Error.ErrorCode}.`;
    throw new HoldfastError('ESTATE.DENIED', message, { hint: 'Grant your identity kms:Decrypt on its key.' });
  }
  const variables: Record<string, SecretReference> = {};
  for (const [name, value] of Object.entries(Environment?.Variables ?? {}))
    variables[name] = await hide(`env/${name}`, value);
  return pruned({
    FunctionName: rest.FunctionName,
    Runtime: rest.Runtime,
    Role: rest.Role,
    Handler: rest.Handler,
    Description: await hiddenText(rest.Description, 'description', hide),
    Timeout: rest.Timeout,
    MemorySize: rest.MemorySize,
    DeadLetterConfig: rest.DeadLetterConfig,
    KMSKeyArn: rest.KMSKeyArn,
    TracingConfig: rest.TracingConfig,
    FileSystemConfigs: rest.FileSystemConfigs,
    PackageType: rest.PackageType,
    Architectures: rest.Architectures?.toSorted(),
    EphemeralStorage: rest.EphemeralStorage,
    TenancyConfig: rest.TenancyConfig,
    CapacityProviderConfig: rest.CapacityProviderConfig,
    DurableConfig: rest.DurableConfig,
    Environment: variables,
    // Their order decides: later ones lie over earlier ones.
    Layers: Layers.flatMap(({ Arn }) => Arn ?? []),
    VpcConfig: VpcConfig && {
      ...('Ipv6AllowedForDualStack' in VpcConfig &&
        VpcConfig.Ipv6AllowedForDualStack === true && { Ipv6AllowedForDualStack: true }),
      SubnetIds: VpcConfig.SubnetIds?.toSorted(),
      SecurityGroupIds: VpcConfig.SecurityGroupIds?.toSorted(),
    },
    ImageConfig: ImageConfigResponse?.ImageConfig,
    SnapStart: SnapStart && { ApplyOn: SnapStart.ApplyOn },
    LoggingConfig: LoggingConfig && {
      ...LoggingConfig,
      // Each function has a group of its own name unless told otherwise.
      LogGroup: LoggingConfig.LogGroup === `/aws/lambda/${rest.FunctionName}` ? undefined : LoggingConfig.LogGroup,
    },
  });
}
