import { same } from '../../capture/plain-value.ts';
import { tagCalls, type AwsCall } from '../shared/aws-command.ts';
import { jsonText } from '../shared/parsed-json.ts';
import { tagList } from '../shared/tags.ts';
import type { Call, InstanceProfile, Principal, Role, User } from './documents.ts';

type ByName<Value> = Readonly<Record<string, Value>>;

/** Makes roles, and brings those that are there to where they were. */
export function roleCalls(
  wanted: ByName<Role>,
  now: ByName<Role>,
  trust: { readonly wanted: ByName<unknown>; readonly now: ByName<unknown> },
  call: Call,
): readonly AwsCall[] {
  return Object.entries(wanted).flatMap(([RoleName, role]) => {
    const live = now[RoleName];
    const { Path, Description, MaxSessionDuration, PermissionsBoundary, LinkedTo, Tags } = role;
    // The service fills it itself.
    if (LinkedTo !== undefined)
      return live ? [] : [call('create-service-linked-role', { AWSServiceName: LinkedTo, Description })];
    const AssumeRolePolicyDocument = jsonText(trust.wanted[RoleName]);
    const settings = { RoleName, Description: Description ?? '', MaxSessionDuration };
    const made = { Path, AssumeRolePolicyDocument, PermissionsBoundary, Tags: tagList(Tags) };
    if (!live)
      return [call('create-role', { ...settings, ...made }), ...attached('role', RoleName, role, undefined, call)];
    return [
      ...(same(trust.wanted[RoleName], trust.now[RoleName])
        ? []
        : [call('update-assume-role-policy', { RoleName, PolicyDocument: AssumeRolePolicyDocument })]),
      ...(same(live.Description, Description) && live.MaxSessionDuration === MaxSessionDuration
        ? []
        : [call('update-role', settings)]),
      ...attached('role', RoleName, role, live, call),
    ];
  });
}

/** Makes users without keys and passwords, and brings those that are there to where they were. */
export function userCalls(wanted: ByName<User>, now: ByName<User>, call: Call): readonly AwsCall[] {
  return Object.entries(wanted).flatMap(([UserName, user]) => {
    const live = now[UserName];
    const { Path, PermissionsBoundary, Tags } = user;
    const joins = user.Groups.filter((group) => live?.Groups.includes(group) !== true);
    const leaves = live?.Groups.filter((group) => !user.Groups.includes(group)) ?? [];
    return [
      ...(live ? [] : [call('create-user', { UserName, Path, PermissionsBoundary, Tags: tagList(Tags) })]),
      ...attached('user', UserName, user, live, call),
      ...joins.map((GroupName) => call('add-user-to-group', { GroupName, UserName })),
      ...leaves.map((GroupName) => call('remove-user-from-group', { GroupName, UserName })),
    ];
  });
}

/** Makes groups, and brings those that are there to where they were. */
export function groupCalls(wanted: ByName<Principal>, now: ByName<Principal>, call: Call): readonly AwsCall[] {
  return Object.entries(wanted).flatMap(([GroupName, group]) => [
    ...(now[GroupName] ? [] : [call('create-group', { GroupName, Path: group.Path })]),
    ...attached('group', GroupName, group, now[GroupName], call),
  ]);
}

/** Makes instance profiles, and puts the roles into them that were in them. */
export function instanceProfileCalls(
  wanted: ByName<InstanceProfile>,
  now: ByName<InstanceProfile>,
  call: Call,
): readonly AwsCall[] {
  return Object.entries(wanted).flatMap(([InstanceProfileName, { Path, Roles, Tags }]) => {
    const live = now[InstanceProfileName];
    const of = { InstanceProfileName };
    const gone = live?.Roles.filter((role) => !Roles.includes(role)) ?? [];
    const missing = Roles.filter((role) => live?.Roles.includes(role) !== true);
    return [
      ...(live ? [] : [call('create-instance-profile', { ...of, Path, Tags: tagList(Tags) })]),
      // It has room for one.
      ...gone.map((RoleName) => call('remove-role-from-instance-profile', { ...of, RoleName })),
      ...missing.map((RoleName) => call('add-role-to-instance-profile', { ...of, RoleName })),
      ...tagCalls(Tags, live?.Tags ?? Tags, {
        set: (tags) => call('tag-instance-profile', { ...of, Tags: tagList(tags) }),
        remove: (TagKeys) => call('untag-instance-profile', { ...of, TagKeys }),
      }),
    ];
  });
}

/** Policies, boundary and tags of a role, a user or a group. A new one has its boundary and tags already. */
function attached(
  kind: 'role' | 'user' | 'group',
  name: string,
  wanted: Principal,
  live: Principal | undefined,
  call: Call,
): readonly AwsCall[] {
  const of = { [`${kind[0]?.toUpperCase()}${kind.slice(1)}Name`]: name };
  const [inline, policies] = [live?.InlinePolicies ?? {}, live?.AttachedPolicies ?? []];
  const put = Object.entries(wanted.InlinePolicies).filter(([policy, document]) => !same(inline[policy], document));
  const removed = Object.keys(inline).filter((policy) => !Object.hasOwn(wanted.InlinePolicies, policy));
  const { PermissionsBoundary } = wanted;
  const boundary = live && live.PermissionsBoundary !== PermissionsBoundary;
  return [
    ...put.map(([PolicyName, document]) =>
      call(`put-${kind}-policy`, { ...of, PolicyName, PolicyDocument: jsonText(document) }),
    ),
    ...removed.map((PolicyName) => call(`delete-${kind}-policy`, { ...of, PolicyName })),
    ...wanted.AttachedPolicies.filter((arn) => !policies.includes(arn)).map((PolicyArn) =>
      call(`attach-${kind}-policy`, { ...of, PolicyArn }),
    ),
    ...policies
      .filter((arn) => !wanted.AttachedPolicies.includes(arn))
      .map((PolicyArn) => call(`detach-${kind}-policy`, { ...of, PolicyArn })),
    ...(boundary
      ? [
          PermissionsBoundary === undefined
            ? call(`delete-${kind}-permissions-boundary`, of)
            : call(`put-${kind}-permissions-boundary`, { ...of, PermissionsBoundary }),
        ]
      : []),
    ...tagCalls(wanted.Tags, live?.Tags ?? wanted.Tags, {
      set: (tags) => call(`tag-${kind}`, { ...of, Tags: tagList(tags) }),
      remove: (TagKeys) => call(`untag-${kind}`, { ...of, TagKeys }),
    }),
  ];
}
