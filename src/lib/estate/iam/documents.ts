import * as z from 'zod';
import { SECRET_REFERENCE } from '../../capture/secrets.ts';
import type { AwsCall } from '../shared/aws-command.ts';

/** A reference where it holds credentials. */
const TEXT = z.union([z.string(), SECRET_REFERENCE]);
const TAGS = z.record(z.string(), TEXT);

const PRINCIPAL = z.object({
  Path: z.string(),
  /** Policies that belong to it alone, by name. */
  InlinePolicies: z.record(z.string(), z.unknown()),
  /** ARNs. */
  AttachedPolicies: z.array(z.string()),
  PermissionsBoundary: z.string().optional(),
  Tags: TAGS,
});

const ROLE = PRINCIPAL.extend({
  Description: TEXT.optional(),
  /** Seconds. */
  MaxSessionDuration: z.number().optional(),
  /** The service that made it and manages it. */
  LinkedTo: z.string().optional(),
});

const USER = PRINCIPAL.extend({ Groups: z.array(z.string()) });

/** A policy of this account, with the version that counts. */
const POLICY = z.object({
  Arn: z.string(),
  Path: z.string(),
  Description: TEXT.optional(),
  Document: z.unknown(),
  Tags: TAGS,
});

const INSTANCE_PROFILE = z.object({ Path: z.string(), Roles: z.array(z.string()), Tags: TAGS });

const PROVIDERS = z.object({
  OpenIDConnect: z.record(
    z.string(),
    z.object({
      Url: z.string(),
      ClientIDList: z.array(z.string()),
      ThumbprintList: z.array(z.string()),
      Tags: TAGS,
    }),
  ),
  SAML: z.record(z.string(), z.object({ MetadataDocument: z.string(), Tags: TAGS })),
});

const ACCOUNT = z.object({
  Aliases: z.array(z.string()),
  PasswordPolicy: z.record(z.string(), z.unknown()).optional(),
});

/** The files of `iam-config`: everything by its name, providers by their ARNs. */
export const IAM_FILES = {
  'roles.json': z.record(z.string(), ROLE),
  /** Who may take on a role, by the role's name. */
  'trust-relationships.json': z.record(z.string(), z.unknown()),
  'policies.json': z.record(z.string(), POLICY),
  'instance-profiles.json': z.record(z.string(), INSTANCE_PROFILE),
  'users.json': z.record(z.string(), USER),
  'groups.json': z.record(z.string(), PRINCIPAL),
  'identity-providers.json': PROVIDERS,
  'account.json': ACCOUNT,
} as const;

/** What commands need of `observed.json`. */
export const IAM_OBSERVED = z.object({
  /** Versions of own policies that do not count, by policy and version. */
  OtherPolicyVersions: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/** Makes one call of IAM. */
export type Call = (operation: string, input: AwsCall['input']) => AwsCall;

export type IamFiles = { readonly [File in keyof typeof IAM_FILES]: Readonly<z.infer<(typeof IAM_FILES)[File]>> };
export type Principal = Readonly<z.infer<typeof PRINCIPAL>>;
export type Role = Readonly<z.infer<typeof ROLE>>;
export type User = Readonly<z.infer<typeof USER>>;
export type Policy = Readonly<z.infer<typeof POLICY>>;
export type InstanceProfile = Readonly<z.infer<typeof INSTANCE_PROFILE>>;
export type Providers = Readonly<z.infer<typeof PROVIDERS>>;
export type Account = Readonly<z.infer<typeof ACCOUNT>>;
