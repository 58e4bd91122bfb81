import { PLACE_OPTION, refuseTwoPlaces } from '../capture/place.ts';
import type { EstateCommand } from '../command.ts';

export const restoreEstate: EstateCommand = {
  name: 'restore-estate <capture> [service[/resource]...]',
  of: 'estate',
  summary: 'bring back what a capture has: shows what it would do, asks, and does it in order of what needs what',
  options: [
    PLACE_OPTION,
    ['--only <service>', 'only these services, e.g. --only lambda --only s3', 'many'],
    ['--partial', 'restore from an incomplete capture what it has'],
    ['--rename <service/old=new>', 'bring a resource back under another name', 'many'],
    ['--rename-prefix <text>', 'put this before all other names'],
    ['--into-bucket <bucket/prefix>', 'put the objects of all buckets there, each bucket in a folder of its own'],
    ['--secrets-file <file>', 'values of secrets, as YAML or JSON: `lambda/booking/env/API_KEY: "…"`'],
    ['--commands <file>', 'write the commands that are left to run by hand as a script'],
  ],
  examples: [
    'npx holdfast restore-estate latest --dry-run',
    'npx holdfast restore-estate latest lambda/booking route53',
    'npx holdfast restore-estate latest --to s3://sails-captures/estate --dry-run',
    'npx holdfast restore-estate captures/before s3/sails-site --rename s3/sails-site=sails-site-copy',
    'npx holdfast restore-estate latest --account 210987654321 --secrets-file secrets.yml --commands by-hand.sh',
  ],
  exits: [0, 1, 2, 3, 5, 6, 7],
  writes: true,
  check: (input) => refuseTwoPlaces(input, 1),
  async run(input, desk) {
    const { restoreCommand } = await import('../restore/restore-command.ts');
    return restoreCommand(input, desk);
  },
};
