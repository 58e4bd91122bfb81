import { same } from '../../capture/plain-value.ts';
import type { AwsCall } from '../shared/aws-command.ts';
import { without } from '../shared/without.ts';
import type { Account, Call } from './documents.ts';

/** Brings the account's name and its rules for passwords to where they were. */
export function accountCalls(
  { wanted, now }: { readonly wanted: Account; readonly now: Account | undefined },
  call: Call,
): readonly AwsCall[] {
  const { Aliases, PasswordPolicy } = wanted;
  const live = now?.Aliases ?? [];
  return [
    // An account has one alias at most.
    ...live
      .filter((each) => !Aliases.includes(each))
      .map((each) => call('delete-account-alias', { AccountAlias: each })),
    ...Aliases.filter((each) => !live.includes(each)).map((each) =>
      call('create-account-alias', { AccountAlias: each }),
    ),
    ...(same(PasswordPolicy, now?.PasswordPolicy) ? [] : [passwordCall(PasswordPolicy, call)]),
  ];
}

function passwordCall(policy: Account['PasswordPolicy'], call: Call): AwsCall {
  if (!policy) return call('delete-account-password-policy', {});
  // IAM tells whether passwords expire by how old they may become.
  return call('update-account-password-policy', without(policy, 'ExpirePasswords'));
}
