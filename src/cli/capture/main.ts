import { ESTATE_GROUP } from './commands.ts';
import { runProgram } from '../run-program.ts';

/** The commands of captures without the rest of the command line, which takes longer to load. */
export const main = (): Promise<void> => runProgram([ESTATE_GROUP]);
