import type { ByCommands } from '../../capture/by-commands.ts';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import { shortText } from '../../capture/short-text.ts';
import { awsCommands, callsOf } from '../shared/aws-command.ts';
import { accountCalls } from './account-calls.ts';
import { IAM_FILES, IAM_OBSERVED, type Call } from './documents.ts';
import { policyCalls } from './policy-calls.ts';
import { groupCalls, instanceProfileCalls, roleCalls, userCalls } from './principal-calls.ts';
import { providerCalls } from './provider-calls.ts';

/** The commands that bring IAM to where it was, in an order in which nothing is named before it is there. Nothing is deleted. */
export const iamCommands: ByCommands['commands'] = async (captured, live, to) => {
  const call: Call = callsOf('iam', captured);
  const both = async <Document>(file: string, { parse }: { readonly parse: (value: unknown) => Document }) => ({
    wanted: parse(await captured.json(file)),
    now: live && parse(await live.json(file)),
  });
  const policies = await both('policies.json', IAM_FILES['policies.json']);
  const roles = await both('roles.json', IAM_FILES['roles.json']);
  const trust = await both('trust-relationships.json', IAM_FILES['trust-relationships.json']);
  const profiles = await both('instance-profiles.json', IAM_FILES['instance-profiles.json']);
  const groups = await both('groups.json', IAM_FILES['groups.json']);
  const users = await both('users.json', IAM_FILES['users.json']);
  const calls = [
    ...policyCalls(policies.wanted, policies.now ?? {}, await otherVersions(live), call),
    ...providerCalls(await both('identity-providers.json', IAM_FILES['identity-providers.json']), call),
    ...roleCalls(roles.wanted, roles.now ?? {}, { wanted: trust.wanted, now: trust.now ?? {} }, call),
    ...instanceProfileCalls(profiles.wanted, profiles.now ?? {}, call),
    ...groupCalls(groups.wanted, groups.now ?? {}, call),
    ...userCalls(users.wanted, users.now ?? {}, call),
    ...accountCalls(await both('account.json', IAM_FILES['account.json']), call),
  ];
  const left = Object.entries({ policies, roles, profiles, groups, users }).flatMap(([kind, { wanted, now = {} }]) =>
    Object.keys(now)
      .filter((name) => !Object.hasOwn(wanted, name))
      .map((name) => `# Only live, and left there: ${kind} ${shortText(name)}`),
  );
  return [...awsCommands(to, calls), ...left];
};

async function otherVersions(live: CapturedResource | undefined) {
  return live ? IAM_OBSERVED.parse(await live.json('observed.json')).OtherPolicyVersions : {};
}
