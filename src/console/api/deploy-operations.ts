import { ESCALATE, VERIFICATION_QUERY, VERIFY } from '../../lib/api/deploy-requests.ts';
import { ESCALATED, VERIFICATION, type VerificationShape } from '../../lib/api/deploy-shapes.ts';
import { listOf } from '../../lib/api/incident-shapes.ts';
import { escalate } from '../../lib/approval/escalate.ts';
import { verify } from '../../lib/approval/verify.ts';
import type { Verification } from '../../lib/site/verification.ts';
import { noSite, siteOf } from './known-site.ts';
import { NO_BODY, NO_QUERY, operation, type Operation } from './operation.ts';

const listVerifications = operation({
  id: 'listVerifications',
  method: 'GET',
  path: '/v1/sites/{site}/verifications',
  summary: 'Which version of a page was last accepted on staging, by whom',
  query: VERIFICATION_QUERY,
  body: NO_BODY,
  answer: { status: 200, says: 'The newest one, or nothing', shape: listOf(VERIFICATION) },
  refusals: ['unknown'],
  async run({ path: { site }, query: { page } }, deps) {
    if (!(await siteOf(site, deps))) return noSite(site);
    const found = await deps.verifications.read(site, page);
    return { kind: 'done', answer: { items: found ? [verificationShape(found)] : [] } };
  },
});

const verifyIt = operation({
  id: 'verify',
  method: 'POST',
  path: '/v1/sites/{site}/verifications',
  summary: 'Accepts exactly this version of a page on staging, for production',
  query: NO_QUERY,
  body: () => VERIFY,
  answer: { status: 201, says: 'The verification, in place of an earlier one', shape: VERIFICATION },
  refusals: ['not-allowed', 'unknown', 'state', 'conflict'],
  async run({ path: { site }, body: { page, ...accepted }, person }, deps) {
    const outcome = await verify({ ...accepted, site, key: page }, person, deps);
    return outcome.kind === 'refused' ? outcome : { kind: 'done', answer: verificationShape(outcome.verification) };
  },
});

function verificationShape({ key, checks, ...verification }: Verification): VerificationShape {
  return { ...verification, page: key, checks: [...checks] };
}

// JSON may write each character of a diff with six bytes.
const MOST_BYTES = 96 * 1024;

const escalateIt = operation({
  id: 'escalate',
  method: 'POST',
  path: '/v1/sites/{site}/escalations',
  summary: 'Calls the contact of a site about a production that is ahead of what was to be deployed',
  mostBytes: MOST_BYTES,
  query: NO_QUERY,
  body: () => ESCALATE,
  answer: { status: 202, says: 'Recorded: the contact is told within seconds', shape: ESCALATED },
  refusals: ['unknown', 'state'],
  async run({ path: { site }, body: { page, says, diff }, person }, deps) {
    const outcome = await escalate({ site, key: page, says, diff }, person, deps);
    if (outcome.kind === 'refused') return outcome;
    return { kind: 'done', answer: { id: outcome.id, already: outcome.already } };
  },
});

/** What deploys have proved by the server. */
export const DEPLOY_OPERATIONS: readonly Operation[] = [listVerifications, verifyIt, escalateIt];
