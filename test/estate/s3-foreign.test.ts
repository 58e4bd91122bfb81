import { S3 } from '@aws-sdk/client-s3';
import { expect, inject, it } from 'vitest';
import { service } from '../../src/lib/estate/s3.ts';
import { captureOf, estateAt, resourceOf } from '../capture/run-capture.ts';
import { targetOf } from '../capture/some-target.ts';
import { ownBucket } from './s3-buckets.ts';

it('says how a bucket comes back whose name another account has', async () => {
  const [mine, theirs] = [estateAt({ endpoint: inject('emulator') }), estateAt({ endpoint: inject('emulator') })];
  const Bucket = await ownBucket(mine.client(S3));
  const captured = resourceOf(await captureOf([service], mine), Bucket);
  await expect(service.restore?.plan(captured, targetOf(), theirs)).rejects.toMatchObject({
    code: 'ESTATE.DENIED',
    hint: expect.stringContaining('--rename'),
  });
});
