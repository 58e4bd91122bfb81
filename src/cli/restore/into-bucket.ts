import type { Target } from '../../lib/capture/restore.ts';
import { usage } from '../outcome.ts';

/** Reads `bucket[/prefix]`; the prefix ends in a slash or is empty. Throws `CLI.USAGE`. */
export function intoBucketOf(written: string | undefined): Target['intoBucket'] {
  if (written === undefined) return undefined;
  const [whole, bucket, prefix = ''] =
    /^(?:s3:\/\/)?([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(written) ?? [];
  if (whole === undefined || bucket === undefined)
    throw usage(`"${written.slice(0, 200)}" is no place for objects.`, 'Write e.g. --into-bucket sails-scratch/drill.');
  return { bucket, prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/` };
}
