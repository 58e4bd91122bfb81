import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { captureFolder } from '../../lib/aws/capture-folder.ts';
import type { CaptureStore } from '../../lib/capture/store.ts';

/**
 * Does some work with a store that is removed with all it has, however the work ends. `beside`: the folder that it is made in, else
 * that of the system for such things.
 */
export async function withThrownAway<Result>(
  work: (store: CaptureStore) => Promise<Result>,
  beside = tmpdir(),
): Promise<Result> {
  await mkdir(beside, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(path.join(beside, 'holdfast-look-'));
  try {
    return await work(captureFolder(folder));
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
