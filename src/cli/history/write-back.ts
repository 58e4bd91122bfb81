import type { AllowanceShape } from '../../lib/api/site-shapes.ts';
import { isStillLive } from '../../lib/deploy/still-live.ts';
import type { Condition } from '../../lib/site/bucket.ts';
import type { Site } from '../../lib/site/site.ts';
import type { Version } from '../../lib/site/version.ts';
import type { Session } from '../command.ts';
import { allowFindings, withdraw } from '../deploy/allow-findings.ts';
import type { RestorePlan } from './plan-restore.ts';

/** What became of putting a version back. */
export type WrittenBack =
  | { readonly kind: 'done'; readonly allowed: readonly AllowanceShape[] }
  /** Somebody else wrote meanwhile. `standing`: allowances that could not be withdrawn. */
  | { readonly kind: 'lost'; readonly live?: Version; readonly standing: readonly AllowanceShape[] };

/**
 * Allows what the guard would find, keeps what is live, and writes the old version over exactly that. It may run again
 * wherever it broke off: what was allowed already is found no more.
 */
export async function writeBack(
  { site, key, reason }: { readonly site: Site; readonly key: string; readonly reason: string },
  plan: RestorePlan,
  { operator, now }: Pick<Session, 'operator' | 'now'>,
): Promise<WrittenBack> {
  const { api, stores } = operator;
  const bucket = operator.target(site.production.bucket);
  const { live, page, ref } = plan.now;
  const allowed = page ? await allowFindings(ref, plan.judged, reason, { api, now }) : [];
  if (live?.bytes) {
    const { bytes, headers, storedAs } = live;
    await stores.snapshots.put('replaced', site.name, live.identity, { bytes, headers, storedAs });
  }
  const condition: Condition = live ? { ifMatch: live.etag } : { ifNoneMatch: true };
  const still = !live || (await isStillLive(key, live, { bucket }));
  if (still && (await bucket.write(key, plan.content, condition)) === 'done') return { kind: 'done', allowed };
  const meanwhile = await bucket.live(key, site.policy.limits.bytes);
  // An answer that was lost on its way: the write was tried again, and met itself.
  if (meanwhile?.identity === plan.identity) return { kind: 'done', allowed };
  const standing = await withdraw(ref, allowed, { api });
  return { kind: 'lost', standing, ...(meanwhile && { live: meanwhile }) };
}
