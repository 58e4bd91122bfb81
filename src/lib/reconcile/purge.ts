import { HoldfastError } from '../errors.ts';
import type { ReconcileDeps, View } from './view.ts';

/**
 * Asks the CDN to forget a key. Busy means: again later, so it throws. Refused for good (no such distribution) must not
 * hold up the restore: the reason is given back, to be told.
 */
export async function purge(
  { site }: View,
  key: string,
  reference: string,
  { cdn }: Pick<ReconcileDeps, 'cdn'>,
): Promise<string | undefined> {
  try {
    await cdn.purge(site.config, key, reference);
    return undefined;
  } catch (error) {
    if (error instanceof HoldfastError && !error.retryable) return error.message;
    throw error;
  }
}
