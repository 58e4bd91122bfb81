import type { Inspection } from '../../lib/deploy/inspection.ts';
import { sha256 } from '../../lib/site/version.ts';
import { switchedOn, type Input } from '../command.ts';
import { done, type Outcome } from '../outcome.ts';
import { whatVisitorsGet } from './carry-out.ts';
import type { DeploySession } from './deploy-deps.ts';
import { inspectionValue } from './show-inspection.ts';
import { waitThrough } from './wait-through.ts';

/**
 * How a deploy ends whose target has everything already, which `says` says: it is purged and waited for, since whoever
 * wrote it may have died before. Asking again is the same invalidation. A dry run asks for none.
 */
export async function alreadyThere(
  input: Input,
  inspection: Inspection,
  says: string,
  session: DeploySession,
): Promise<Outcome> {
  const { site, target, planned } = inspection;
  const value = { ...inspectionValue(inspection, session.now()), done: false, next: [] };
  if (switchedOn(input, 'dryRun')) return done(value, says);
  const identities = planned.map(({ key, identity }) => `${identity} ${key}`).toSorted();
  const reference = `there ${sha256(JSON.stringify(identities)).slice(0, 32)}`;
  const options = { reference, limits: site.policy.limits, wait: input.options['wait'] !== false };
  const through = await waitThrough(target, whatVisitorsGet(planned), options, session);
  return { exitCode: through.exitCode, value: { ...value, passage: through.value }, text: `${says}\n${through.text}` };
}
