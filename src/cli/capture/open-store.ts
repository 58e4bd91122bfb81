import path from 'node:path';
import { captureFolder } from '../../lib/aws/capture-folder.ts';
import type { CaptureStore } from '../../lib/capture/store.ts';
import type { EstateSwitches } from './open-estate.ts';

/** Where captures are kept when nothing is said. */
export const DEFAULT_STORE = 'captures';

/** How a store is reached. */
export interface StoreSwitches extends Pick<EstateSwitches, 'local' | 'account' | 'regions'> {
  /** Whether captures may go into a bucket that is public or unencrypted. */
  readonly openBucket?: boolean;
}

/** Captures in a folder, or below `s3://bucket/prefix`. Nothing is made before something is written. Throws `CAPTURE.PLACE`. */
export async function openStore(
  to: string,
  { local, account, regions, openBucket }: StoreSwitches,
): Promise<CaptureStore> {
  if (!to.startsWith('s3://')) return captureFolder(path.resolve(to));
  const [{ bucketPlace }, { captureBucket }, { localEstate, wantsLocal }, { LOCAL_ACCOUNT }] = await Promise.all([
    import('../../lib/aws/bucket-place.ts'),
    import('../../lib/aws/capture-bucket.ts'),
    import('../../lib/aws/stack.ts'),
    import('./open-estate.ts'),
  ]);
  const onThisMachine = local || wantsLocal() ? { ...localEstate(), account: account ?? LOCAL_ACCOUNT } : undefined;
  return captureBucket(bucketPlace(to, regions?.[0], onThisMachine), { open: openBucket ?? false });
}
