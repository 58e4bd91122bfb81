import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { captureFolder } from '../../lib/aws/capture-folder.ts';
import type { CaptureStore } from '../../lib/capture/store.ts';

/**
 * Does some work with a store that is removed with all it has, however the work ends. `at`: where it is, so that what a kill leaves is
 * found again; else a folder of the system for such things.
 */
export async function withThrownAway<Result>(
  work: (store: CaptureStore) => Promise<Result>,
  at?: string,
): Promise<Result> {
  if (at !== undefined) await mkdir(at, { recursive: true, mode: 0o700 });
  const folder = at ?? (await mkdtemp(path.join(tmpdir(), 'holdfast-look-')));
  try {
    return await work(captureFolder(folder));
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
