import type { CreateFunctionRequest, UpdateFunctionConfigurationRequest } from '@aws-sdk/client-lambda';
import { without } from '../shared/without.ts';
import type { FunctionDocument, Settings } from './function-document.ts';

/** Settings as Lambda takes them for a new function. */
export function createInput(
  { Configuration, CodeSigningConfigArn, Tags }: FunctionDocument,
  values: Readonly<Record<string, string>>,
  Code: CreateFunctionRequest['Code'],
): CreateFunctionRequest {
  const { Layers, Environment, Role, ...rest } = Configuration;
  return {
    ...rest,
    FunctionName: Configuration.FunctionName,
    Role,
    Code,
    ...(Layers && { Layers: [...Layers] }),
    ...(Environment && { Environment: { Variables: { ...values } } }),
    ...(CodeSigningConfigArn !== undefined && { CodeSigningConfigArn }),
    Tags: { ...Tags },
  };
}

/**
 * Settings as Lambda takes them for a function that is there: what is left out stays as it is, so that what is to be empty is
 * said. `values` is absent where the environment stays.
 */
export function updateInput(
  settings: Settings,
  values: Readonly<Record<string, string>> | undefined,
): Omit<UpdateFunctionConfigurationRequest, 'RevisionId'> {
  const { Layers = [], VpcConfig, ImageConfig, LoggingConfig, ...rest } = settings;
  const zip = settings.PackageType !== 'Image';
  return {
    ...without(rest, 'PackageType', 'Architectures', 'TenancyConfig', 'Environment'),
    FunctionName: settings.FunctionName,
    Description: settings.Description ?? '',
    KMSKeyArn: settings.KMSKeyArn ?? '',
    DeadLetterConfig: settings.DeadLetterConfig ?? { TargetArn: '' },
    FileSystemConfigs: settings.FileSystemConfigs ?? [],
    VpcConfig: VpcConfig ?? { SubnetIds: [], SecurityGroupIds: [] },
    LoggingConfig: { ...LoggingConfig, LogGroup: LoggingConfig?.LogGroup ?? `/aws/lambda/${settings.FunctionName}` },
    ...(zip ? { Layers: [...Layers] } : { ImageConfig: ImageConfig ?? {} }),
    ...(values && { Environment: { Variables: { ...values } } }),
  };
}
