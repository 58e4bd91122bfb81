import type { EstateCommand } from '../command.ts';
import { capture } from '../commands/capture.ts';
import { captureList } from '../commands/capture-list.ts';
import { capturePrune } from '../commands/capture-prune.ts';
import { captureVerify } from '../commands/capture-verify.ts';
import { captureDiff } from '../commands/capture-diff.ts';
import { captureDrill } from '../commands/capture-drill.ts';
import { captureDrift } from '../commands/capture-drift.ts';
import { restoreEstate } from '../commands/restore-estate.ts';

/** Every command of captures, in the order in which a person meets them. */
export const ESTATE_COMMANDS: readonly EstateCommand[] = [
  capture,
  captureList,
  captureVerify,
  capturePrune,
  captureDiff,
  captureDrift,
  captureDrill,
  restoreEstate,
];

/** Under their heading of `--help`. */
export const ESTATE_GROUP = ['Capture and recover', ESTATE_COMMANDS] as const;
