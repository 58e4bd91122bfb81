import { PLACE_OPTION } from '../capture/place.ts';
import { optionText, type EstateCommand, type Input } from '../command.ts';
import { usage } from '../outcome.ts';

export const capturePrune: EstateCommand = {
  name: 'capture prune',
  of: 'estate',
  summary: 'take away all captures but the newest, and the bytes that no other capture has; unfinished ones stay',
  options: [['--keep <count>', 'how many finished captures stay, at least 1'], PLACE_OPTION],
  examples: [
    'npx holdfast capture prune --keep 30 --dry-run',
    'npx holdfast capture prune --to captures --keep 7 --yes',
  ],
  exits: [0, 1, 2, 5, 6, 7],
  writes: true,
  check: (input) => void keptOf(input),
  async run(input, desk) {
    const { pruneCommand } = await import('../capture/prune-command.ts');
    return pruneCommand(keptOf(input), await desk.store(optionText(input, 'to')), desk);
  },
};

function keptOf(input: Input): number {
  const written = optionText(input, 'keep') ?? '';
  if (/^[1-9]\d{0,5}$/.test(written)) return Number(written);
  throw usage('It is not said how many captures stay.', 'Write e.g. --keep 30, at least 1.');
}
