import { describe, expect, it } from 'vitest';
import { approverName, isApprover, mayChange, personName, personOf } from '../../src/lib/approval/person.ts';
import type { Person } from '../../src/lib/approval/person.ts';
import type { Approver } from '../../src/lib/site/site.ts';

const ACCOUNT = '123456789012';

describe('the person of an ARN', () => {
  it.each([
    ['an assumed role', `arn:aws:sts::${ACCOUNT}:assumed-role/web-lead/anna`, { role: 'web-lead' }],
    [
      'a role of IAM Identity Center',
      `arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_WebLead_0123456789abcdef/anna@example.com`,
      { role: 'AWSReservedSSO_WebLead_0123456789abcdef' },
    ],
    ['a role of another partition', `arn:aws-us-gov:sts::${ACCOUNT}:assumed-role/web-lead/anna`, { role: 'web-lead' }],
    ['a user', `arn:aws:iam::${ACCOUNT}:user/anna`, { user: 'anna' }],
    ['a user with a path', `arn:aws:iam::${ACCOUNT}:user/web/leads/anna`, { user: 'anna' }],
    ['a user of another partition', `arn:aws-cn:iam::${ACCOUNT}:user/anna`, { user: 'anna' }],
    [
      'a user whose name has all that a name may have',
      `arn:aws:iam::${ACCOUNT}:user/a+b=c,d.e@f-g_h`,
      { user: 'a+b=c,d.e@f-g_h' },
    ],
  ])('knows %s', (_what, arn, who) => {
    expect(personOf(arn)).toEqual({ kind: 'iam', account: ACCOUNT, arn, ...who });
  });

  it.each([
    ['the root', `arn:aws:iam::${ACCOUNT}:root`],
    ['a federated user', `arn:aws:sts::${ACCOUNT}:federated-user/anna`],
    ['a role that nobody assumed', `arn:aws:iam::${ACCOUNT}:role/web-lead`],
    ['an assumed role without a session', `arn:aws:sts::${ACCOUNT}:assumed-role/web-lead`],
    ['a session with a slash', `arn:aws:sts::${ACCOUNT}:assumed-role/web-lead/anna/ben`],
    ['a session with a line break', `arn:aws:sts::${ACCOUNT}:assumed-role/web-lead/anna\n`],
    ['a role with a name too long', `arn:aws:sts::${ACCOUNT}:assumed-role/${'r'.repeat(65)}/anna`],
    ['a user without a name', `arn:aws:iam::${ACCOUNT}:user/`],
  ])('takes %s for neither a role nor a user', (_what, arn) => {
    expect(personOf(arn)).toEqual({ kind: 'iam', account: ACCOUNT, arn });
  });

  it.each([
    '',
    'anna',
    'AIDACKCEVSQ6C2EXAMPLE',
    ACCOUNT,
    `arn:aws:s3:::web-lead`,
    `arn:aws:lambda:us-east-1:${ACCOUNT}:function:web-lead`,
    `arn:aws:sts::12345:assumed-role/web-lead/anna`,
    `arn:gcp:sts::${ACCOUNT}:assumed-role/web-lead/anna`,
    `x arn:aws:sts::${ACCOUNT}:assumed-role/web-lead/anna`,
    `\narn:aws:sts::${ACCOUNT}:assumed-role/web-lead/anna`,
  ])('knows nobody called %j', (arn) => {
    expect(personOf(arn)).toBeUndefined();
  });
});

const iam = (rest: string): Person => {
  const person = personOf(`arn:aws:${rest}`);
  if (!person) throw new Error(rest);
  return person;
};

const ROLE: Approver = { role: 'web-lead', account: ACCOUNT };
const USER: Approver = { user: 'anna', account: ACCOUNT };
const SLACK: Approver = { slack: 'U012AB3CD', team: 'T012AB3CD' };
const EMAIL: Approver = { email: 'anna@example.com' };
const ALL = [ROLE, USER, SLACK, EMAIL];

const link = (approver: Approver): Person => ({
  kind: 'link',
  for: approver,
  madeBy: 'somebody',
  link: 'a'.repeat(64),
});

describe('approvers', () => {
  it.each<[string, Person, Approver]>([
    ['a role', iam(`sts::${ACCOUNT}:assumed-role/web-lead/anna`), ROLE],
    [
      'a role that is configured with its path',
      iam(`sts::${ACCOUNT}:assumed-role/web-lead/anna`),
      { role: '/web/web-lead', account: ACCOUNT },
    ],
    ['a user', iam(`iam::${ACCOUNT}:user/anna`), USER],
    ['a user with a path', iam(`iam::${ACCOUNT}:user/web/anna`), { user: 'web/anna', account: ACCOUNT }],
    ['a user of Slack', { kind: 'slack', user: 'U012AB3CD', team: 'T012AB3CD' }, SLACK],
    ['the holder of a link for a role', link(ROLE), ROLE],
    ['the holder of a link for an address', link(EMAIL), EMAIL],
  ])('are %s', (_what, person, approver) => {
    expect(isApprover([approver], person)).toBe(true);
    expect(isApprover([], person)).toBe(false);
    const others = ALL.filter((each) => Object.keys(each)[0] !== Object.keys(approver)[0]);
    expect(isApprover(others, person)).toBe(false);
  });

  it.each<[string, Person]>([
    ['a session that is called like the role', iam(`sts::${ACCOUNT}:assumed-role/deployer/web-lead`)],
    ['a session that is called like the user', iam(`sts::${ACCOUNT}:assumed-role/deployer/anna`)],
    ['the role of another account', iam('sts::210987654321:assumed-role/web-lead/anna')],
    ['a role called like the user', iam(`sts::${ACCOUNT}:assumed-role/anna/anna`)],
    ['a user called like the role', iam(`iam::${ACCOUNT}:user/web-lead`)],
    ['a user whose path is called like the role', iam(`iam::${ACCOUNT}:user/web-lead/ben`)],
    ['a role in other letters', iam(`sts::${ACCOUNT}:assumed-role/Web-Lead/anna`)],
    ['the root', iam(`iam::${ACCOUNT}:root`)],
    ['a federated user called like the user', iam(`sts::${ACCOUNT}:federated-user/anna`)],
    ['a user of Slack in another workspace', { kind: 'slack', user: 'U012AB3CD', team: 'T999ZZ9ZZ' }],
    ['another user of the workspace', { kind: 'slack', user: 'U999ZZ9ZZ', team: 'T012AB3CD' }],
    ['the holder of a link for somebody else', link({ email: 'ben@example.com' })],
    ['the holder of a link for the role of another account', link({ role: 'web-lead', account: '210987654321' })],
  ])('are not %s', (_what, person) => {
    expect(isApprover(ALL, person)).toBe(false);
    expect(mayChange(ALL, person)).toBe(false);
  });

  it('change the site only when they did not come by a link', () => {
    expect(mayChange(ALL, iam(`sts::${ACCOUNT}:assumed-role/web-lead/anna`))).toBe(true);
    expect(mayChange(ALL, { kind: 'slack', user: 'U012AB3CD', team: 'T012AB3CD' })).toBe(true);
    expect(mayChange(ALL, link(EMAIL))).toBe(false);
  });

  it('are named so that their records tell who decided, and who made the link', () => {
    const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/web-lead/anna`;
    expect(personName(iam(`sts::${ACCOUNT}:assumed-role/web-lead/anna`))).toBe(arn);
    expect(personName({ kind: 'slack', user: 'U1', team: 'T1' })).toBe('Slack user U1 of T1');
    expect(personName(link(EMAIL))).toBe('anna@example.com by a personal link that somebody made');
    expect(ALL.map(approverName)).toEqual([
      `role web-lead of ${ACCOUNT}`,
      `user anna of ${ACCOUNT}`,
      'Slack user U012AB3CD of T012AB3CD',
      'anna@example.com',
    ]);
  });
});
