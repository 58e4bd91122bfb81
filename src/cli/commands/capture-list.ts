import { PLACE_OPTION } from '../capture/place.ts';
import { optionText, type EstateCommand } from '../command.ts';

export const captureList: EstateCommand = {
  name: 'capture list',
  of: 'estate',
  summary: 'list captures, newest first: when, of which account, how large, whether complete or never finished',
  options: [PLACE_OPTION],
  examples: ['npx holdfast capture list', 'npx holdfast capture list --to s3://sails-captures/estate --json'],
  exits: [0, 1, 2, 6, 7],
  writes: false,
  async run(input, desk) {
    const { listCaptures } = await import('../capture/list-captures.ts');
    return listCaptures(await desk.store(optionText(input, 'to')));
  },
};
