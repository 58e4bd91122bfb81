import { PLACE_OPTION } from '../capture/place.ts';
import { optionText, switchedOn, type EstateCommand } from '../command.ts';
import { usage } from '../outcome.ts';

export const capture: EstateCommand = {
  name: 'capture',
  of: 'estate',
  summary:
    'capture everything of an estate: objects, functions, tables, configuration, DNS; all that is needed to bring it back',
  options: [
    PLACE_OPTION,
    ['--name <name>', 'what this one is called (else the time)'],
    ['--only <service>', 'only these services, e.g. --only lambda --only s3', 'many'],
    ['--resume [name]', 'go on with the capture that was not finished, as it was begun (else the newest such one)'],
    ['--full', 'fetch everything, also what an earlier capture has already'],
    ['--versions', 'all versions of objects, not only the current ones'],
    ['--with-secrets <key>', 'keep secrets, too, encrypted so that only who may use this KMS key can read them'],
    ['--open-bucket', 'keep captures also in a bucket that is public or has no default encryption'],
    ['--dry-run', 'count what there is and capture nothing'],
  ],
  examples: [
    'npx holdfast capture --to captures',
    'npx holdfast capture --only lambda --only dynamodb --dry-run',
    'npx holdfast capture --to s3://sails-captures/estate --regions us-east-1,eu-central-1',
    'npx holdfast capture --resume',
  ],
  exits: [0, 1, 2, 3, 5, 6, 7],
  writes: false,
  check(input) {
    if (!switchedOn(input, 'resume') && optionText(input, 'resume') === undefined) return;
    const clash = ['name', 'dryRun'].find((name) => input.options[name] !== undefined);
    if (clash !== undefined)
      throw usage('--resume goes on with a capture that has a name and was begun.', 'Leave out --name and --dry-run.');
  },
  async run(input, desk) {
    const { runCommand } = await import('../capture/run-command.ts');
    return runCommand(input, desk);
  },
};
