import { ESTATE_GROUP } from './capture/commands.ts';
import type { Command } from './command.ts';
import { ack } from './commands/ack.ts';
import { allow } from './commands/allow.ts';
import { allowances } from './commands/allowances.ts';
import { apply } from './commands/apply.ts';
import { backtest } from './commands/backtest.ts';
import { consoleCommand } from './commands/console.ts';
import { dismiss, override, restore, resume } from './commands/decide.ts';
import { diff } from './commands/diff.ts';
import { deploy } from './commands/deploy.ts';
import { doctor } from './commands/doctor.ts';
import { escalate } from './commands/escalate.ts';
import { historyRestore } from './commands/history-restore.ts';
import { history } from './commands/history.ts';
import { guardCommand } from './commands/guard-command.ts';
import { incidents } from './commands/incidents.ts';
import { link } from './commands/link.ts';
import { mcp } from './commands/mcp.ts';
import { pause } from './commands/pause.ts';
import { promote } from './commands/promote.ts';
import { proof } from './commands/proof.ts';
import { protect } from './commands/protect.ts';
import { pull } from './commands/pull.ts';
import { releases } from './commands/releases.ts';
import { remove } from './commands/remove.ts';
import { retire, unretire } from './commands/retire.ts';
import { rollback } from './commands/rollback.ts';
import { rules } from './commands/rules.ts';
import { scan } from './commands/scan.ts';
import { showIncident } from './commands/show-incident.ts';
import { status } from './commands/status.ts';
import { suggest } from './commands/suggest.ts';
import { tokensExport } from './commands/tokens-export.ts';
import { tokensImport } from './commands/tokens-import.ts';
import { syncCheck } from './commands/sync-check.ts';
import { tokens } from './commands/tokens.ts';
import { unpause } from './commands/unpause.ts';
import { verify } from './commands/verify.ts';
import { warn } from './commands/warn.ts';
import { warnings } from './commands/warnings.ts';
import type { CommandGroup } from './program.ts';

/** Every command of a stack, in the order in which a person meets them, under the headings of `--help`. */
const STACK_GROUPS: readonly (readonly [heading: string, commands: readonly Command[]])[] = [
  ['Set up', [scan, suggest, backtest, apply, protect, doctor, remove]],
  ['Deploy', [pull, diff, proof, deploy, verify, promote, releases, rollback, history, historyRestore, syncCheck]],
  ['Warn', [warn, warnings, ack, escalate]],
  ['Watch and decide', [status, incidents, showIncident, override, dismiss, restore, resume, link, consoleCommand]],
  ['Features', [tokens, tokensExport, tokensImport, allow, allowances, retire, unretire, pause, unpause]],
  ['Agents and pipelines', [rules, guardCommand, mcp]],
];

/** Every command there is. */
export const COMMAND_GROUPS: readonly CommandGroup[] = [...STACK_GROUPS, ESTATE_GROUP];

/** All that work with a stack. */
export const COMMANDS: readonly Command[] = STACK_GROUPS.flatMap(([, commands]) => commands);
