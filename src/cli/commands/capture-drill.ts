import { PLACE_OPTION, refuseTwoPlaces } from '../capture/place.ts';
import { optionText, switchedOn, type EstateCommand } from '../command.ts';
import { usage } from '../outcome.ts';

export const captureDrill: EstateCommand = {
  name: 'capture drill [capture] [service[/resource]...]',
  of: 'estate',
  summary: 'prove that a capture restores: bring copies back beside what is live, compare them, and take them away',
  options: [
    PLACE_OPTION,
    ['--only <service>', 'only these services, e.g. --only lambda --only s3', 'many'],
    ['--partial', 'drill what an incomplete capture has'],
    ['--into-bucket <bucket/prefix>', 'put copies of objects there, and make no buckets'],
    ['--secrets-file <file>', 'values of secrets, as YAML or JSON: `lambda/booking/env/API_KEY: "…"`'],
    ['--keep', 'leave the copies, to look at them'],
    ['--clean <drill>', 'take away what a killed or kept drill made'],
  ],
  examples: [
    'npx holdfast capture drill latest --dry-run',
    'npx holdfast capture drill latest lambda/booking dynamodb --yes',
    'npx holdfast capture drill latest --only s3 --into-bucket sails-scratch/drills',
    'npx holdfast capture drill latest --to s3://sails-captures/estate --yes',
    'npx holdfast capture drill --clean drill-k3x9ab',
  ],
  exits: [0, 1, 2, 3, 5, 6, 7],
  writes: true,
  check(input) {
    refuseTwoPlaces(input, 1);
    if (optionText(input, 'clean') !== undefined && (input.args.length > 1 || switchedOn(input, 'keep')))
      throw usage('--clean takes everything away that a drill made.', 'Leave out services and --keep.');
  },
  async run(input, desk) {
    const drill = optionText(input, 'clean');
    if (drill === undefined) return (await import('../drill/drill-command.ts')).drillCommand(input, desk);
    return (await import('../drill/clean-command.ts')).cleanCommand(drill, input, desk);
  },
};
