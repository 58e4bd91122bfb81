import { paginateListAccountAliases, type IAM } from '@aws-sdk/client-iam';
import { unlessAbsent } from '../shared/absent.ts';
import { allPages } from '../shared/all-pages.ts';
import type { Account } from './documents.ts';

/** What the account as a whole is called, and asks of passwords. */
export async function readAccount(client: IAM): Promise<Account> {
  const aliases = await allPages(paginateListAccountAliases({ client }, {}), (page) => page.AccountAliases);
  const answer = await unlessAbsent(client.getAccountPasswordPolicy({}), 'NoSuchEntityException', 'NoSuchEntity');
  return {
    Aliases: [...aliases].toSorted(),
    ...(answer?.PasswordPolicy && { PasswordPolicy: { ...answer.PasswordPolicy } }),
  };
}
