import { finishing } from '../finish.ts';
import { failed } from '../outcome.ts';
import { configuredPlaces } from './configured-places.ts';
import { guardCommand, type Asked } from './guard-command.ts';

/** `holdfast guard-command` without the rest of the command line, which takes longer to load than this to answer. */
export async function main(): Promise<void> {
  const asked = plainly(process.argv.slice(3));
  if (!asked) return (await import('../whole-program.ts')).main();
  const { json, config, ...rest } = asked;
  const outcome = await guardCommand(rest, { places: () => configuredPlaces(config), stdin: process.stdin }).catch(
    failed,
  );
  finishing(outcome, json, { note: (text) => void process.stderr.write(`${text}\n`) });
}

interface Call extends Asked {
  readonly json: boolean;
  readonly config?: string;
}

/** How it was called; `undefined` for anything but its plain use, which the whole command line then reads. */
function plainly(words: readonly string[]): Call | undefined {
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  const call = { json: false, stdin: false, config: undefined as string | undefined };
  for (let at = 0; at < end; at += 1) {
    const word = words[at];
    if (word === '--json') call.json = true;
    else if (word === '--stdin') call.stdin = true;
    else if (word === '--config' && at + 1 < end) call.config = words[(at += 1)];
    else return undefined;
  }
  const { config, ...switches } = call;
  return { ...switches, ...(config !== undefined && { config }), words: words.slice(end + 1) };
}
