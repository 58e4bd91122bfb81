import { inventory } from '../../lib/capture/inventory.ts';
import type { ConfiguredSelection } from '../../lib/capture/selection.ts';
import type { Service } from '../../lib/capture/service.ts';
import type { Outcome } from '../outcome.ts';
import { counted, printable, table } from '../printable.ts';
import type { EstateDesk } from './estate-desk.ts';
import type { OpenEstate } from './open-estate.ts';
import { showFailures, showUntold } from './show-failures.ts';

interface Asked {
  readonly services: readonly Service[];
  readonly opened: OpenEstate;
  readonly selection: ConfiguredSelection;
}

/** `--dry-run`: the inventory alone. Nothing is written anywhere. */
export async function countOnly({ services, opened, selection }: Asked, desk: EstateDesk): Promise<Outcome> {
  const { estate, where } = opened;
  const found = new Map<string, number>();
  const { resources, failures } = await inventory({
    services,
    estate,
    selection,
    // Nothing is read here that could hold a secret.
    secrets: { scrub: (text) => text },
    tell(event) {
      if (event.event !== 'inventory') return;
      found.set(event.service, event.resources);
      desk.progress(
        `${counted(
          [...found.values()].reduce((sum, each) => sum + each, 0),
          'resource',
        )} found`,
      );
    },
  });
  const counts = services.map(({ name, title }) => ({
    service: name,
    title,
    resources: resources.filter(({ service }) => service === name).length,
    listed: !failures.some(({ service }) => service === name),
  }));
  const rows = counts.map(({ service, title, resources: count, listed }) => [
    service,
    title,
    listed ? count.toLocaleString('en') : 'could not be listed',
  ]);
  const sum = `${counted(resources.length, 'resource')} in ${estate.regions.join(', ')}. Nothing was captured (--dry-run).`;
  return {
    exitCode: failures.length === 0 ? 0 : 6,
    value: { account: estate.account, regions: estate.regions, services: counts, resources, failures },
    text: [
      printable(where),
      table(['service', '', 'resources'], rows),
      sum,
      ...showUntold(selection),
      ...showFailures(failures),
    ].join('\n\n'),
  };
}
