import type { Approver } from '../site/site.ts';

/** Who decides, as it was proved to the server; never what a caller says of itself. */
export type Person =
  /** Signed in to AWS: a role or a user of an account. Root and federated users are neither, and may decide nothing. */
  | {
      readonly kind: 'iam';
      readonly account: string;
      readonly arn: string;
      readonly role?: string;
      readonly user?: string;
    }
  | { readonly kind: 'slack'; readonly user: string; readonly team: string }
  /** Holds the code of a personal link that `madeBy` made for this approver; `link` is the code's hash. */
  | { readonly kind: 'link'; readonly for: Approver; readonly madeBy: string; readonly link: string };

// The name is what AWS wrote between the slashes; what follows an assumed role's name is chosen by the caller.
const ASSUMED_ROLE = /^arn:aws[\w-]*:sts::(\d{12}):assumed-role\/([\w+=,.@-]{1,64})\/[\w+=,.@-]{1,64}$/;
const IAM_USER = /^arn:aws[\w-]*:iam::(\d{12}):user\/(?:[\x21-\x7E]{1,512}\/)?([\w+=,.@-]{1,64})$/;
const ACCOUNT = /^arn:aws[\w-]*:(?:iam|sts)::(\d{12}):/;

/** The person of an ARN that AWS itself gave; `undefined` for what is no ARN of an identity. */
export function personOf(arn: string): Person | undefined {
  const role = ASSUMED_ROLE.exec(arn);
  if (role?.[1] && role[2]) return { kind: 'iam', account: role[1], role: role[2], arn };
  const user = IAM_USER.exec(arn);
  if (user?.[1] && user[2]) return { kind: 'iam', account: user[1], user: user[2], arn };
  const account = ACCOUNT.exec(arn)?.[1];
  return account === undefined ? undefined : { kind: 'iam', account, arn };
}

/** Whether one of these approvers is this person. Nobody is, where none is named. */
export function isApprover(approvers: readonly Approver[], person: Person): boolean {
  return approvers.some((approver) => matches(approver, person));
}

/** Whether this person may change more than one incident: a personal link decides its own, and nothing else. */
export function mayChange(approvers: readonly Approver[], person: Person): boolean {
  return person.kind !== 'link' && isApprover(approvers, person);
}

function matches(approver: Approver, person: Person): boolean {
  switch (person.kind) {
    case 'iam':
      if ('role' in approver) return approver.account === person.account && withoutPath(approver.role) === person.role;
      return 'user' in approver && approver.account === person.account && withoutPath(approver.user) === person.user;
    case 'slack':
      return 'slack' in approver && approver.slack === person.user && approver.team === person.team;
    case 'link':
      return approverName(approver) === approverName(person.for);
    default:
      return person satisfies never;
  }
}

/** Names are unique in an account whatever their path, and an assumed role's ARN does not tell it. */
const withoutPath = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/** An approver as records and commands write it: `role web-lead of 123456789012`, an e-mail address, … */
export function approverName(approver: Approver): string {
  if ('role' in approver) return `role ${approver.role} of ${approver.account}`;
  if ('user' in approver) return `user ${approver.user} of ${approver.account}`;
  if ('slack' in approver) return `Slack user ${approver.slack} of ${approver.team}`;
  return approver.email;
}

/** A person as records name it. */
export function personName(person: Person): string {
  switch (person.kind) {
    case 'iam':
      return person.arn;
    case 'slack':
      return `Slack user ${person.user} of ${person.team}`;
    case 'link':
      return `${approverName(person.for)} by a personal link that ${person.madeBy} made`;
    default:
      return person satisfies never;
  }
}
