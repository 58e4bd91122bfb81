import type { CreateFunctionRequest, UpdateFunctionConfigurationRequest } from '@aws-sdk/client-lambda';
import { allInClear, inClear, type KnownSecrets } from '../shared/known-secrets.ts';
import { without } from '../shared/without.ts';
import type { FunctionDocument, Settings } from './function-document.ts';

/** Settings as Lambda takes them for a new function. */
export function createInput(
  { Configuration, CodeSigningConfigArn, Tags }: FunctionDocument,
  known: KnownSecrets,
  Code: CreateFunctionRequest['Code'],
): CreateFunctionRequest {
  const { Layers, Environment, Description, Role, ...rest } = Configuration;
  return {
    ...rest,
    FunctionName: Configuration.FunctionName,
    Role,
    Code,
    Description: inClear(Description, known),
    ...(Layers && { Layers: [...Layers] }),
    ...(Environment && { Environment: { Variables: allInClear(Environment, known) } }),
    ...(CodeSigningConfigArn !== undefined && { CodeSigningConfigArn }),
    Tags: allInClear(Tags, known),
  };
}

/**
 * Settings as Lambda takes them for a function that is there: what is left out stays as it is, so that what is to be empty is
 * said.
 */
export function updateInput(
  settings: Settings,
  known: KnownSecrets,
): Omit<UpdateFunctionConfigurationRequest, 'RevisionId'> {
  const { Layers = [], VpcConfig, ImageConfig, LoggingConfig, ...rest } = settings;
  const zip = settings.PackageType !== 'Image';
  return {
    ...without(rest, 'PackageType', 'Architectures', 'TenancyConfig', 'Environment'),
    FunctionName: settings.FunctionName,
    Description: inClear(settings.Description ?? '', known),
    KMSKeyArn: settings.KMSKeyArn ?? '',
    DeadLetterConfig: settings.DeadLetterConfig ?? { TargetArn: '' },
    FileSystemConfigs: settings.FileSystemConfigs ?? [],
    VpcConfig: VpcConfig ?? { SubnetIds: [], SecurityGroupIds: [] },
    LoggingConfig: { ...LoggingConfig, LogGroup: LoggingConfig?.LogGroup ?? `/aws/lambda/${settings.FunctionName}` },
    ...(zip ? { Layers: [...Layers] } : { ImageConfig: ImageConfig ?? {} }),
    Environment: { Variables: allInClear(settings.Environment ?? {}, known) },
  };
}
