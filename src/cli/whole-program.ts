import { COMMAND_GROUPS } from './commands.ts';
import { runProgram } from './run-program.ts';

/** The whole command line. */
export const main = (): Promise<void> => runProgram(COMMAND_GROUPS);
