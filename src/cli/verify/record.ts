import type { VerificationShape } from '../../lib/api/deploy-shapes.ts';
import { approverName } from '../../lib/approval/person.ts';
import { HoldfastError } from '../../lib/errors.ts';
import type { Site } from '../../lib/site/site.ts';
import type { Session } from '../command.ts';
import { counted } from '../printable.ts';
import { sentences } from './check.ts';
import type { Looked, Verified } from './look-at.ts';

/**
 * Records one page after the other that its bytes were accepted; the server knows who this is, and whether they may. Where
 * it is broken off, says how many were recorded: run again, it asks for the others alone.
 */
export async function recordAll(
  looked: readonly Looked[],
  { operator, progress }: Pick<Session, 'operator' | 'progress'>,
): Promise<Verified[]> {
  const recorded: Verified[] = [];
  for (const one of looked) {
    try {
      recorded.push({ staged: one.staged, verification: await record(one, operator) });
    } catch (error) {
      throw recorded.length === 0 ? error : brokenOff(error, recorded.length, looked.length);
    }
    progress(`recorded ${recorded.length} of ${looked.length} pages`);
  }
  return recorded;
}

async function record(
  { staged, checks }: Looked,
  { api }: Pick<Session['operator'], 'api'>,
): Promise<VerificationShape> {
  const { site, version, inspected } = staged;
  const { identity, sha256 } = version;
  const page = inspected.now.ref.key;
  try {
    return await api.verify(site.name, { page, identity, sha256, checks: sentences(checks) });
  } catch (error) {
    if (!(error instanceof HoldfastError) || error.code !== 'API.DENIED') throw error;
    throw new HoldfastError(error.code, error.message, { hint: whomToAsk(site), cause: error });
  }
}

function brokenOff(cause: unknown, done: number, all: number): unknown {
  if (!(cause instanceof HoldfastError)) return cause;
  const before = `${done} of ${counted(all, 'page')} were verified before. Run it again: it asks for the others alone.`;
  const hint = [cause.hint, before].filter((each) => each !== undefined).join(' ');
  return new HoldfastError(cause.code, cause.message, { hint, cause });
}

/** Only who signs in to AWS can verify: links and Slack decide incidents. */
function whomToAsk({ approvers }: Site): string {
  const able = approvers.filter((approver) => 'role' in approver || 'user' in approver);
  if (able.length > 0) return `Ask one of its approvers to verify it: ${able.map(approverName).join(', ')}.`;
  return 'The site names no role or user who may: add one to its approvers in the configuration, then apply.';
}
