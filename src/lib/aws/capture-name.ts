import { METADATA, type Metadata } from '../capture/entry.ts';
import { HoldfastError } from '../errors.ts';

/** What seals a capture, in its folder. */
export const METADATA_FILE = 'SNAPSHOT-METADATA.json';

/** Below an unsealed capture: its notes, its unfinished indexes, and the lock of who writes. */
export const UNSEALED = '.unsealed';

const NAME = /^(?!store$)[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** Whether a capture may be called so: it is a folder beside `store`. */
export const isCaptureName = (name: string): boolean => NAME.test(name);

/** The folder of a capture. Throws `CAPTURE.NAME`. */
export function captureSegment(name: string): string {
  if (isCaptureName(name)) return name;
  const hint = 'Use letters, digits, dots, dashes and underscores, at most 100.';
  throw new HoldfastError('CAPTURE.NAME', `"${name.slice(0, 100)}" cannot be the name of a capture.`, { hint });
}

/** The name of kept bytes in the store: their hash, and nothing that leads elsewhere. Throws `CAPTURE.DAMAGED`. */
export function blobName(sha256: string): string {
  if (/^[0-9a-f]{64}$/.test(sha256)) return sha256;
  const hint = 'Use another one: npx holdfast capture list';
  throw new HoldfastError('CAPTURE.DAMAGED', 'The capture names bytes by what is no hash.', { hint });
}

/** What a capture says of itself. Throws `CAPTURE.DAMAGED`; `file` says where it stands. */
export function metadataIn(text: string, file: string): Metadata {
  try {
    return METADATA.parse(JSON.parse(text));
  } catch (cause) {
    const hint = 'Use another one: npx holdfast capture list';
    throw new HoldfastError('CAPTURE.DAMAGED', `${file} is not what Holdfast wrote.`, { hint, cause });
  }
}

/** Why a capture without metadata cannot be read: it was never finished, or there is none. */
export function notSealed(name: string, place: string, begun: boolean): HoldfastError {
  if (begun) {
    const hint = `Finish it: npx holdfast capture --resume ${name}`;
    return new HoldfastError('CAPTURE.UNSEALED', `The capture ${name} was never finished.`, { hint });
  }
  const hint = 'See what is there: npx holdfast capture list';
  return new HoldfastError('CAPTURE.MISSING', `There is no capture ${place}.`, { hint });
}

/** Throws `CAPTURE.EXISTS` for a new capture that is there, and `CAPTURE.MISSING` for none to go on with. */
export function refuseToBegin(
  name: string,
  how: 'new' | 'resume',
  found: { readonly sealed: boolean; readonly begun: boolean; readonly place: string },
): void {
  const { sealed, begun, place } = found;
  if (how === 'new' && (sealed || begun)) {
    const hint = begun ? `Go on with it: --resume ${name}` : 'Choose another --name.';
    throw new HoldfastError('CAPTURE.EXISTS', `The capture ${name} exists already.`, { hint });
  }
  if (how === 'resume' && (sealed || !begun)) {
    const hint = 'See what is there: npx holdfast capture list';
    throw new HoldfastError('CAPTURE.MISSING', `There is no unfinished capture ${name} in ${place}.`, { hint });
  }
}
