import { PLACE_OPTION, refuseTwoPlaces } from '../capture/place.ts';
import { optionText, type EstateCommand } from '../command.ts';

export const captureVerify: EstateCommand = {
  name: 'capture verify <capture>',
  of: 'estate',
  summary:
    'read a whole capture back: its seal, and the hash of every file and object; ends with 6 and names what is damaged',
  options: [PLACE_OPTION],
  examples: [
    'npx holdfast capture verify latest',
    'npx holdfast capture verify captures/2026-03-10T12-00-00Z',
    'npx holdfast capture verify latest --to s3://sails-captures/estate --json',
  ],
  exits: [0, 1, 2, 6, 7],
  writes: false,
  check: (input) => refuseTwoPlaces(input, 1),
  async run(input, desk) {
    const { verifyCommand } = await import('../capture/verify-command.ts');
    return verifyCommand(input.args[0] ?? 'latest', desk, optionText(input, 'to'));
  },
};
