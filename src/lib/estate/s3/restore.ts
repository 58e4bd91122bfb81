import { S3 } from '@aws-sdk/client-s3';
import type { Estate } from '../../capture/estate.ts';
import type { Restorer, Step, Target } from '../../capture/restore.ts';
import { unlessAbsent } from '../shared/absent.ts';
import { distributionsOf } from './purge.ts';
import { removeDrill } from './remove-drill.ts';
import { configSteps } from './restore-config.ts';
import { objectSteps } from './restore-objects.ts';
import { DRILL_TAG, placeOf, type Place } from './restore-place.ts';
import { DRILL_DIFFERS, wantedConfig } from './wanted-config.ts';

/**
 * Buckets come back in three steps: the bucket itself, its objects, and then what would tell of them, copy them or forbid to
 * write them. Live objects that the capture lacks stay.
 */
export const restorer: Restorer = {
  after: ['iam', 'lambda'],
  async plan(captured, to, estate) {
    const place = await placeOf(captured, to, estate);
    const purges = to.drill === undefined ? await distributionsOf(place.bucket, estate) : [];
    const objects = () => objectSteps({ captured, place, to, estate, purges });
    if (to.intoBucket) {
      if (place.exists) return objects();
      return [impossible(place, `The bucket ${place.bucket} does not exist: create it, then run it again.`)];
    }
    if (await isForeign(place, to, estate))
      return [impossible(place, `There is a bucket ${place.bucket} already, and this drill did not make it.`)];
    const wanted = await wantedConfig(captured, place, to);
    const { first, last } = await configSteps({ place, wanted, captured: captured.entry, to, estate });
    return [...first, ...(await objects()), ...last];
  },
  expectedId: (name, { intoBucket }) => (intoBucket ? `${intoBucket.bucket}/${intoBucket.prefix}${name}/` : name),
  remove: removeDrill,
  drillDiffers: DRILL_DIFFERS,
};

function impossible({ bucket }: Place, why: string): Step {
  return { kind: 'impossible', what: `bucket ${bucket}`, why };
}

/** A drill never writes to a bucket that it did not make. */
async function isForeign({ bucket, region, exists }: Place, { drill }: Target, estate: Estate): Promise<boolean> {
  if (drill === undefined || !exists) return false;
  const tags = await unlessAbsent(estate.client(S3, region).getBucketTagging({ Bucket: bucket }), 'NoSuchTagSet');
  return tags?.TagSet?.find(({ Key }) => Key === DRILL_TAG)?.Value !== drill;
}
