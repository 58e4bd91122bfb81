import { randomBytes } from 'node:crypto';
import type { Site } from '../../../src/lib/site/site.ts';

/** Who can call the local API: bearer tokens, by what the caller may do. */
export interface Principals {
  readonly approver: string;
  readonly deployer: string;
  readonly stranger: string;
}

/** The identity that API Gateway's IAM authorizer hands over, field by field. */
export interface IamIdentity {
  readonly accessKey: string;
  readonly accountId: string;
  readonly callerId: string;
  readonly userArn: string;
  readonly userId: string;
}

const ACCOUNT = '000000000000';

/** New tokens, worth nothing outside this machine. */
export function newPrincipals(): Principals {
  const token = (name: string): string => `${name}-${randomBytes(12).toString('hex')}`;
  return { approver: token('approver'), deployer: token('deployer'), stranger: token('stranger') };
}

/** Who each token is: the approver has the first role that the sites name as one, the others have none of them. */
export function identities(principals: Principals, sites: readonly Site[]): Readonly<Record<string, IamIdentity>> {
  const approver = sites.flatMap((site) => site.approvers).find((candidate) => 'role' in candidate);
  const { role, account } = approver ?? { role: 'approver', account: ACCOUNT };
  return {
    [principals.approver]: assumed(role, account, 'AROALOCALAPPROVER0001'),
    [principals.deployer]: assumed('deployer', account, 'AROALOCALDEPLOYER0001'),
    [principals.stranger]: assumed('stranger', ACCOUNT, 'AROALOCALSTRANGER0001'),
  };
}

function assumed(role: string, accountId: string, id: string): IamIdentity {
  const userId = `${id}:local`;
  const userArn = `arn:aws:sts::${accountId}:assumed-role/${role}/local`;
  return { accessKey: `ASIA${id.slice(4, 20)}`, accountId, callerId: userId, userArn, userId };
}
