import type {
  AttachedPermissionsBoundary,
  AttachedPolicy,
  PolicyDetail,
  Role as ListedRole,
  RoleDetail,
  Tag,
} from '@aws-sdk/client-iam';
import { parsedJson } from '../shared/parsed-json.ts';
import { tagsOf } from '../shared/tags.ts';
import type { Principal, Role } from './documents.ts';

/** IAM gives documents URL-encoded (RFC 3986). */
export function documentOf(encoded: string | undefined): unknown {
  return parsedJson(encoded === undefined ? undefined : decodeURIComponent(encoded));
}

/** What roles, users and groups have in common. */
export function principalOf({
  Path = '/',
  Policies = [],
  AttachedManagedPolicies = [],
  PermissionsBoundary,
  Tags,
}: {
  readonly Path?: string;
  readonly Policies?: readonly PolicyDetail[];
  readonly AttachedManagedPolicies?: readonly AttachedPolicy[];
  readonly PermissionsBoundary?: AttachedPermissionsBoundary;
  readonly Tags?: readonly Tag[];
}): Principal {
  const boundary = PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    Path,
    InlinePolicies: Object.fromEntries(
      Policies.map(({ PolicyName = '', PolicyDocument }) => [PolicyName, documentOf(PolicyDocument)]),
    ),
    AttachedPolicies: AttachedManagedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []).toSorted(),
    ...(boundary !== undefined && { PermissionsBoundary: boundary }),
    Tags: tagsOf(Tags),
  };
}

const LINKED = /^\/aws-service-role\/([^/]+)\//;

/** A role, without who may take it on. */
export function roleOf(detail: RoleDetail, { Description, MaxSessionDuration }: Partial<ListedRole>): Role {
  const linked = LINKED.exec(detail.Path ?? '')?.[1];
  return {
    ...principalOf({ ...detail, Policies: detail.RolePolicyList }),
    ...(Description !== undefined && Description !== '' && { Description }),
    ...(MaxSessionDuration !== undefined && { MaxSessionDuration }),
    ...(linked !== undefined && { LinkedTo: linked }),
  };
}
