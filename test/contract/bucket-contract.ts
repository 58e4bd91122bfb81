import { contentsContract } from './bucket-contents.ts';
import { versionsContract } from './bucket-versions.ts';
import { writesContract } from './bucket-writes.ts';
import type { MakeBucket } from './bucket-world.ts';

/** What every bucket must hold, the model and S3 alike. `make` gives an empty bucket of its own each time. */
export function bucketContract(make: MakeBucket): void {
  versionsContract(make);
  writesContract(make);
  contentsContract(make);
}
