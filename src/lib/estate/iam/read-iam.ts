import {
  paginateGetAccountAuthorizationDetails,
  paginateListInstanceProfiles,
  paginateListPolicyTags,
  paginateListInstanceProfileTags,
  paginateListRoles,
  type GetAccountAuthorizationDetailsResponse,
  type IAM,
  type Role as ListedRole,
} from '@aws-sdk/client-iam';
import { allPages } from '../shared/all-pages.ts';
import { tagsOf } from '../shared/tags.ts';
import type { IamFiles, InstanceProfile, Policy } from './documents.ts';
import { readAccount } from './read-account.ts';
import { documentOf, principalOf, roleOf } from './principal-of.ts';
import { readProviders } from './read-providers.ts';

type Details = Required<
  Pick<GetAccountAuthorizationDetailsResponse, 'RoleDetailList' | 'UserDetailList' | 'GroupDetailList' | 'Policies'>
>;

/** All of an account's IAM, and what of it was only seen. */
export async function readIam(client: IAM): Promise<{ readonly files: IamFiles; readonly observed: unknown }> {
  const details = await readDetails(client);
  const { RoleDetailList: roles, UserDetailList: users, GroupDetailList: groups } = details;
  // The details lack a role's description and how long its sessions last.
  const listed = await allPages(paginateListRoles({ client, pageSize: 1000 }, {}), (page) => page.Roles);
  const more = new Map(listed.map((role) => [role.RoleName ?? '', role]));
  const { policies, otherVersions } = await readPolicies(client, details);
  const files: IamFiles = {
    'roles.json': byName(roles, 'RoleName', (role) => roleOf(role, more.get(role.RoleName ?? '') ?? NOTHING)),
    'trust-relationships.json': byName(roles, 'RoleName', (role) => documentOf(role.AssumeRolePolicyDocument)),
    'policies.json': policies,
    'instance-profiles.json': await readInstanceProfiles(client),
    'users.json': byName(users, 'UserName', (user) => ({
      ...principalOf({ ...user, Policies: user.UserPolicyList }),
      Groups: (user.GroupList ?? []).toSorted(),
    })),
    'groups.json': byName(groups, 'GroupName', (group) => principalOf({ ...group, Policies: group.GroupPolicyList })),
    'identity-providers.json': await readProviders(client),
    'account.json': await readAccount(client),
  };
  const observed = {
    Roles: byName(roles, 'RoleName', ({ Arn, RoleId, CreateDate, RoleLastUsed }) => {
      return { Arn, RoleId, CreateDate, RoleLastUsed };
    }),
    Users: byName(users, 'UserName', ({ Arn, UserId, CreateDate }) => ({ Arn, UserId, CreateDate })),
    Groups: byName(groups, 'GroupName', ({ Arn, GroupId, CreateDate }) => ({ Arn, GroupId, CreateDate })),
    OtherPolicyVersions: otherVersions,
  };
  return { files, observed };
}

const NOTHING: Partial<ListedRole> = {};

async function readDetails(client: IAM): Promise<Details> {
  const details: Details = { RoleDetailList: [], UserDetailList: [], GroupDetailList: [], Policies: [] };
  const pages = paginateGetAccountAuthorizationDetails(
    { client, pageSize: 1000 },
    // AWS's own policies are the same everywhere: their ARNs say enough.
    { Filter: ['Role', 'User', 'Group', 'LocalManagedPolicy'] },
  );
  for await (const page of pages) {
    details.RoleDetailList.push(...(page.RoleDetailList ?? []));
    details.UserDetailList.push(...(page.UserDetailList ?? []));
    details.GroupDetailList.push(...(page.GroupDetailList ?? []));
    details.Policies.push(...(page.Policies ?? []));
  }
  return details;
}

async function readPolicies(client: IAM, { Policies }: Details) {
  const policies: [string, Policy][] = [];
  const otherVersions: [string, unknown][] = [];
  for (const { PolicyName = '', Arn = '', Path = '/', Description, PolicyVersionList = [] } of Policies) {
    const tags = await allPages(paginateListPolicyTags({ client }, { PolicyArn: Arn }), (page) => page.Tags);
    const counts = PolicyVersionList.find(({ IsDefaultVersion }) => IsDefaultVersion);
    const policy = { Arn, Path, Document: documentOf(counts?.Document), Tags: tagsOf(tags) };
    policies.push([PolicyName, { ...policy, ...(Description !== undefined && Description !== '' && { Description }) }]);
    const others = PolicyVersionList.filter((version) => version !== counts).map((version) => [
      version.VersionId ?? '',
      { Document: documentOf(version.Document), CreateDate: version.CreateDate },
    ]);
    otherVersions.push([PolicyName, Object.fromEntries(others)]);
  }
  return { policies: Object.fromEntries(policies), otherVersions: Object.fromEntries(otherVersions) };
}

async function readInstanceProfiles(client: IAM): Promise<Readonly<Record<string, InstanceProfile>>> {
  const profiles: [string, InstanceProfile][] = [];
  const listed = await allPages(paginateListInstanceProfiles({ client }, {}), (page) => page.InstanceProfiles);
  for (const { InstanceProfileName = '', Path = '/', Roles = [] } of listed) {
    const tags = await allPages(
      paginateListInstanceProfileTags({ client }, { InstanceProfileName }),
      (page) => page.Tags,
    );
    const roles = Roles.map(({ RoleName = '' }) => RoleName);
    profiles.push([InstanceProfileName, { Path, Roles: roles, Tags: tagsOf(tags) }]);
  }
  return Object.fromEntries(profiles);
}

function byName<Name extends string, Item extends Partial<Record<Name, string | undefined>>, Value>(
  items: readonly Item[],
  name: Name,
  valueOf: (item: Item) => Value,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(items.map((item) => [item[name] ?? '', valueOf(item)]));
}
