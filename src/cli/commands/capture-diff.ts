import { PLACE_OPTION, refuseTwoPlaces } from '../capture/place.ts';
import type { EstateCommand } from '../command.ts';

export const captureDiff: EstateCommand = {
  name: 'capture diff <before> <after>',
  of: 'estate',
  summary: 'show what differs between two captures: resources that came or went, and what changed within others',
  options: [PLACE_OPTION, ['--only <service>', 'only these services, e.g. --only lambda --only s3', 'many']],
  examples: [
    'npx holdfast capture diff 2026-03-10T12-00-00Z latest',
    'npx holdfast capture diff captures/before captures/after --only route53',
    'npx holdfast capture diff before after --to s3://sails-captures/estate',
    'npx holdfast capture diff s3://sails-captures/estate/before latest --json',
  ],
  exits: [0, 1, 2, 6, 7],
  writes: false,
  check: (input) => refuseTwoPlaces(input, 2),
  async run(input, desk) {
    const { diffCommand } = await import('../capture/diff-command.ts');
    return diffCommand(input, desk);
  },
};
