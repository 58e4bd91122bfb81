import { randomBytes } from 'node:crypto';
import { releaseId } from '../../lib/deploy/release-id.ts';
import type { Release } from '../../lib/deploy/release.ts';
import type { DeploySession } from './deploy-deps.ts';

/** A release that begins now, of whoever the credentials are. */
export async function newRelease({ operator, now }: DeploySession): Promise<Pick<Release, 'id' | 'by' | 'at'>> {
  const { arn } = await operator.caller();
  const at = now();
  return { id: releaseId(at, randomBytes(3).toString('hex')), by: arn, at: at.toISOString() };
}
