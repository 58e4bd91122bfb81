import { PLACE_OPTION, refuseTwoPlaces } from '../capture/place.ts';
import type { EstateCommand } from '../command.ts';

export const captureDrift: EstateCommand = {
  name: 'capture drift <capture>',
  of: 'estate',
  summary: 'show what differs between a capture and what is live now; fetches no objects and starts nothing',
  options: [PLACE_OPTION, ['--only <service>', 'only these services, e.g. --only lambda --only s3', 'many']],
  examples: [
    'npx holdfast capture drift latest',
    'npx holdfast capture drift captures/before --only route53 --only cloudfront',
    'npx holdfast capture drift latest --to s3://sails-captures/estate --json',
  ],
  exits: [0, 1, 2, 3, 6, 7],
  writes: false,
  check: (input) => refuseTwoPlaces(input, 1),
  async run(input, desk) {
    const { driftCommand } = await import('../capture/drift-command.ts');
    return driftCommand(input, desk);
  },
};
