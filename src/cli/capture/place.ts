import { commandLine } from '../../lib/capture/shell.ts';
import type { CaptureStore } from '../../lib/capture/store.ts';
import { optionText, type Input } from '../command.ts';
import { usage } from '../outcome.ts';

/** The option of every command of captures that says where they are kept. */
export const PLACE_OPTION = [
  '--to <place>',
  'where captures are kept: a folder or s3://bucket/prefix (else `to` of capture.yml, else captures/)',
] as const;

/** Whether a capture is written as a path or an address, which says itself where it is kept. */
export const isPlaced = (capture: string): boolean => capture.includes('/');

/** Throws `CLI.USAGE` where `--to` is written and all of these captures, the first arguments, say themselves where they are kept. */
export function refuseTwoPlaces(input: Input, captures: number): void {
  const to = optionText(input, 'to');
  const written = input.args.slice(0, captures).filter((word) => word !== undefined);
  if (to === undefined || written.length === 0 || !written.every(isPlaced)) return;
  throw usage(
    `${written.join(' and ')} ${written.length === 1 ? 'says itself' : 'say themselves'} where captures are kept, and so does --to.`,
    'Leave out --to, or write the name alone, e.g. latest.',
  );
}

/** A command for the captures of a store, as it is typed. */
export function captureCommand({ place }: Pick<CaptureStore, 'place'>, ...words: readonly string[]): string {
  return `npx holdfast ${commandLine('capture', ...words, '--to', place)}`;
}
