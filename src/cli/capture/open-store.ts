import path from 'node:path';
import { captureFolder } from '../../lib/aws/capture-folder.ts';
import type { CaptureStore } from '../../lib/capture/store.ts';
import type { EstateSwitches } from './open-estate.ts';

/** Where captures are kept when nothing is said. */
export const DEFAULT_STORE = 'captures';

/** Captures in a folder. Nothing is made before something is written. */
export async function openStore(to: string, _where: EstateSwitches): Promise<CaptureStore> {
  return captureFolder(path.resolve(to));
}
