import { deploysContract } from './deploys-contract.ts';
import { commitsContract } from './registry-commits.ts';
import { linksContract } from './registry-links.ts';
import { sitesContract } from './registry-sites.ts';
import { tokensContract } from './registry-tokens.ts';
import { warningsContract } from './registry-warnings.ts';
import type { MakeRegistry } from './registry-samples.ts';

/** What every registry must hold, the model and DynamoDB alike. `make` gives an empty table of its own each time. */
export function registryContract(make: MakeRegistry): void {
  commitsContract(make);
  tokensContract(make);
  linksContract(make);
  sitesContract(make);
  warningsContract(make);
  deploysContract(make);
}
