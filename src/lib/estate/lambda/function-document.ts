import type {
  CreateFunctionUrlConfigRequest,
  EventSourceMappingConfiguration,
  FunctionConfiguration,
  GetFunctionResponse,
  PutFunctionEventInvokeConfigRequest,
} from '@aws-sdk/client-lambda';
import * as z from 'zod';
import type { SecretReference } from '../../capture/secrets.ts';
import type { Text } from '../shared/known-secrets.ts';

/** The key under which `config.json` has what belongs to the function itself and to none of its aliases or versions. */
export const UNQUALIFIED = '$LATEST';

/** What a function is made with. Names of environment variables are there, their values are secrets. */
export type Settings = Pick<
  FunctionConfiguration,
  | 'FunctionName'
  | 'Runtime'
  | 'Role'
  | 'Handler'
  | 'Timeout'
  | 'MemorySize'
  | 'DeadLetterConfig'
  | 'KMSKeyArn'
  | 'TracingConfig'
  | 'FileSystemConfigs'
  | 'PackageType'
  | 'Architectures'
  | 'EphemeralStorage'
  | 'LoggingConfig'
  | 'TenancyConfig'
  | 'CapacityProviderConfig'
  | 'DurableConfig'
> & {
  /** A reference where it holds credentials, as tags and other descriptions. */
  readonly Description?: Text;
  readonly Environment?: Readonly<Record<string, SecretReference>>;
  readonly Layers?: readonly string[];
  readonly VpcConfig?: { readonly SubnetIds?: string[]; readonly SecurityGroupIds?: string[] };
  readonly ImageConfig?: NonNullable<FunctionConfiguration['ImageConfigResponse']>['ImageConfig'];
  readonly SnapStart?: Pick<NonNullable<FunctionConfiguration['SnapStart']>, 'ApplyOn'>;
};

/** A statement of a function's policy, without the function's own ARN. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Action?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface Alias {
  readonly FunctionVersion: string;
  readonly Description?: Text;
  /** Share of the calls that another version gets, by version. */
  readonly RoutingConfig?: { readonly AdditionalVersionWeights?: Record<string, number> };
}

export type Url = Pick<CreateFunctionUrlConfigRequest, 'AuthType' | 'Cors' | 'InvokeMode'>;
export type EventInvoke = Pick<
  PutFunctionEventInvokeConfigRequest,
  'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds' | 'DestinationConfig'
>;

/** A trigger that Lambda polls, without what moves by itself. */
export type EventSource = Omit<
  EventSourceMappingConfiguration,
  | 'UUID'
  | 'EventSourceMappingArn'
  | 'FunctionArn'
  | 'LastModified'
  | 'LastProcessingResult'
  | 'State'
  | 'StateTransitionReason'
  | 'FilterCriteriaError'
> & { readonly Enabled: boolean; readonly Qualifier?: string };

/**
 * `config.json` of a function: what it is. Aliases and the like are by name, or by qualifier; `$LATEST` is the function itself.
 */
export interface FunctionDocument {
  readonly Configuration: Settings;
  readonly Code: Pick<NonNullable<GetFunctionResponse['Code']>, 'ImageUri' | 'ResolvedImageUri' | 'SourceKMSKeyArn'> & {
    /** AWS's own hash of the zip, in base64. */
    readonly CodeSha256?: string;
  };
  readonly Tags: Readonly<Record<string, Text>>;
  readonly ReservedConcurrency?: number;
  readonly CodeSigningConfigArn?: string;
  readonly RecursiveLoop?: 'Allow' | 'Terminate';
  readonly Aliases: Readonly<Record<string, Alias>>;
  /** Published versions, by number. Of their code only the hash is captured. */
  readonly Versions: Readonly<Record<string, { readonly CodeSha256?: string; readonly Description?: Text }>>;
  readonly Urls: Readonly<Record<string, Url>>;
  readonly Permissions: Readonly<Record<string, readonly Statement[]>>;
  readonly EventInvoke: Readonly<Record<string, EventInvoke>>;
  /** By the ARN of their source, with a number behind where there are several of one. */
  readonly EventSources: Readonly<Record<string, EventSource>>;
  readonly ProvisionedConcurrency: Readonly<Record<string, number>>;
}

/** Reads `config.json` of a capture, which the seal vouches for. */
export const FUNCTION_DOCUMENT = z.custom<FunctionDocument>(
  (value) => typeof value === 'object' && value !== null && 'Configuration' in value && 'Permissions' in value,
);
