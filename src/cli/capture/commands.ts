import type { EstateCommand } from '../command.ts';
import { capture } from '../commands/capture.ts';
import { captureDiff } from '../commands/capture-diff.ts';

/** Every command of captures, in the order in which a person meets them. */
export const ESTATE_COMMANDS: readonly EstateCommand[] = [capture, captureDiff];

/** Under their heading of `--help`. */
export const ESTATE_GROUP = ['Capture and recover', ESTATE_COMMANDS] as const;
