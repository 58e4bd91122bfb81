import type { Command } from './command.ts';
import { apply } from './commands/apply.ts';
import { protect } from './commands/protect.ts';
import { scan } from './commands/scan.ts';

/** Every command, in the order in which a person meets them. */
export const COMMANDS: readonly Command[] = [scan, apply, protect];
