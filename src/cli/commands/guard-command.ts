import type { Command, Desk, Input } from '../command.ts';
import { switchedOn } from '../command.ts';
import { guardCommand as guard } from '../guard-command/guard-command.ts';
import { guardedPlaces } from '../guard-command/guarded-place.ts';
import type { Outcome } from '../outcome.ts';

export const guardCommand: Command = {
  name: 'guard-command [command...]',
  summary:
    'say whether a shell command would write to a guarded bucket past Holdfast, for hooks of agents and CI: ' +
    'advice from its text alone, no fence',
  options: [['--stdin', 'read the command from stdin: shell text, or the JSON that coding tools hand to hooks']],
  examples: [
    'npx holdfast guard-command -- "aws s3 cp index.html s3://demo-prod/"',
    'npx holdfast guard-command --stdin < command.sh',
  ],
  exits: [0, 1, 2, 3],
  writes: false,
  alone: told,
  run: told,
};

function told(input: Input, desk: Desk): Promise<Outcome> {
  const words = input.args.filter((word) => word !== undefined);
  const places = async () => guardedPlaces((await desk.config()).sites);
  return guard({ words, stdin: switchedOn(input, 'stdin') }, { places, stdin: process.stdin });
}
