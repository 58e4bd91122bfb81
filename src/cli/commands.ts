import type { Command } from './command.ts';
import { apply } from './commands/apply.ts';
import { doctor } from './commands/doctor.ts';
import { incidents } from './commands/incidents.ts';
import { pause } from './commands/pause.ts';
import { protect } from './commands/protect.ts';
import { remove } from './commands/remove.ts';
import { scan } from './commands/scan.ts';
import { showIncident } from './commands/show-incident.ts';
import { status } from './commands/status.ts';
import { tokens } from './commands/tokens.ts';
import { unpause } from './commands/unpause.ts';

/** Every command, in the order in which a person meets them. */
export const COMMANDS: readonly Command[] = [
  scan,
  apply,
  protect,
  status,
  incidents,
  showIncident,
  tokens,
  pause,
  unpause,
  doctor,
  remove,
];
