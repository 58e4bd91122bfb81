import { NoSuchDistribution, type CloudFront } from '@aws-sdk/client-cloudfront';
import type { Estate } from '../../capture/estate.ts';
import type { Resource } from '../../capture/resource.ts';
import { HoldfastError } from '../../errors.ts';
import { readDistribution, type LiveDistribution } from './distribution.ts';
import { copyNamed, copyReference } from './drill-copy.ts';

/** A distribution is rolled out in minutes; it is waited for 40 of them. */
const LOOKS = 120;
const BETWEEN = 20_000;

/** Takes away the copy that a drill made under this name; nothing there is fine. Throws `RESTORE.MOVED` for any other. */
export async function removeCopy(
  cloudfront: CloudFront,
  { id: known, name }: Pick<Resource, 'id' | 'name'>,
  estate: Pick<Estate, 'wait'>,
): Promise<void> {
  const id = known === name ? await copyNamed(cloudfront, name) : known;
  const live = id === undefined ? undefined : await readDistribution(cloudfront, id);
  if (!live) return;
  if (live.config.CallerReference !== copyReference(name))
    throw new HoldfastError('RESTORE.MOVED', `Distribution ${live.id} was not made by this drill.`);
  const { id: Id, etag } = await atRest(cloudfront, live, estate);
  await cloudfront.deleteDistribution({ Id, IfMatch: etag }).catch((error: unknown) => {
    if (!(error instanceof NoSuchDistribution)) throw error;
  });
}

/** Disabled, and rolled out so: only then it can be deleted. */
async function atRest(
  cloudfront: CloudFront,
  live: LiveDistribution,
  { wait }: Pick<Estate, 'wait'>,
): Promise<LiveDistribution> {
  const { id: Id, etag: IfMatch, config } = live;
  if (config.Enabled === true)
    await cloudfront.updateDistribution({ Id, IfMatch, DistributionConfig: { ...config, Enabled: false } });
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const now = await readDistribution(cloudfront, Id);
    if (now?.status === 'Deployed' && now.config.Enabled !== true) return now;
    await wait(BETWEEN);
  }
  const hint = 'It is disabled: end the drill again in some minutes.';
  throw new HoldfastError('ESTATE.FAILED', `Distribution ${Id} is not rolled out yet.`, { retryable: true, hint });
}
