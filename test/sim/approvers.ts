import type { Person } from '../../src/lib/approval/person.ts';
import type { Approver } from '../../src/lib/site/site.ts';
import type { Random } from './random.ts';

/** Leads the site, and decides over Slack. */
export const LEAD: Approver = { slack: 'U012AB3CD', team: 'T012AB3CD' };

/** Decides by personal links alone. */
export const AUTHOR: Approver = { email: 'author@example.com' };

/** Those whom the site names at first. */
export const APPROVERS: readonly Approver[] = [LEAD, AUTHOR];

/** Somebody who decides: as the lib knows them, and as the site would have to name them. */
export interface Decider {
  readonly person: Person;
  readonly as: Approver;
}

export const THE_LEAD: Decider = { person: { kind: 'slack', user: 'U012AB3CD', team: 'T012AB3CD' }, as: LEAD };

const FORGED = 'f'.repeat(64);

/** People with no right to decide, however near they come to one who has. */
const STRANGERS: readonly Decider[] = [
  { person: { kind: 'slack', user: 'U0STRANGER', team: 'T012AB3CD' }, as: { slack: 'U0STRANGER', team: 'T012AB3CD' } },
  { person: { kind: 'slack', user: 'U012AB3CD', team: 'T0STRANGER' }, as: { slack: 'U012AB3CD', team: 'T0STRANGER' } },
  {
    person: {
      kind: 'iam',
      account: '123456789012',
      role: 'deployer',
      arn: 'arn:aws:sts::123456789012:assumed-role/deployer/ci',
    },
    as: { role: 'deployer', account: '123456789012' },
  },
  {
    person: { kind: 'link', for: { email: 'stranger@example.com' }, madeBy: 'nobody', link: FORGED },
    as: { email: 'stranger@example.com' },
  },
  { person: { kind: 'link', for: AUTHOR, madeBy: 'nobody', link: FORGED }, as: AUTHOR },
];

/** Mostly the lead; now and then somebody who may not. */
export function somebody({ chance, pick }: Random): Decider {
  return chance(0.85) ? THE_LEAD : pick(STRANGERS);
}
