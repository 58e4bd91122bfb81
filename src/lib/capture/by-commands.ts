import type { CapturedResource } from './captured-resource.ts';
import { changeLine } from './change-line.ts';
import { compareResources } from './compare-resources.ts';
import type { Estate } from './estate.ts';
import { liveState } from './live-state.ts';
import { mappedResource } from './mapped-resource.ts';
import type { Restorer, Step, Target } from './restore.ts';
import type { Service } from './service.ts';

/** More differences of one resource are counted, and not told one by one. */
const MOST_DETAILS = 100;

/** How a service comes back whose plan prints commands and runs none. */
export interface ByCommands {
  /** The service that this restorer belongs to; asked for once that is made. */
  readonly service: () => Service;
  /** See `Restorer.after`. */
  readonly after: readonly string[];
  /**
   * The commands that bring a resource to where it was, shell-quoted, in order; `live` is `undefined` where there is none. For names and
   * ids that a restore gives anew, ask `to`.
   */
  readonly commands: (
    captured: CapturedResource,
    live: CapturedResource | undefined,
    to: Target,
    estate: Estate,
  ) => Promise<readonly string[]>;
}

/** Leaves what is live as captured, and gives the commands for everything else. */
export function byCommands({ service, after, commands }: ByCommands): Restorer {
  return {
    after,
    whyNoDrill: 'Holdfast prints the commands that bring it back, and runs none of them.',
    async plan(captured, to, estate): Promise<readonly Step[]> {
      const { entry } = captured;
      const own = service();
      const resource = { ...entry, id: to.idOf(entry.id), name: to.nameOf(entry.service, entry.name) };
      const live = await liveState(own, resource, to.secrets, estate, captured);
      const what = `${entry.service} ${resource.name}`;
      const { details, more } = live ? await differences(asNow(captured, to), live, own) : { details: [], more: 0 };
      if (live && details.length === 0) return [{ kind: 'leave', what }];
      const lines = more > 0 ? [...details, `… ${more} more`] : details;
      const why = live ? 'It differs from what was captured.' : 'It does not exist (any more).';
      return [{ kind: 'command', what, why, details: lines, commands: await commands(captured, live, to, estate) }];
    },
  };
}

/** What was captured with the ids and the account that it has now. */
function asNow(captured: CapturedResource, to: Target): CapturedResource {
  return mappedResource(captured, (value) => (typeof value === 'string' ? to.idOf(value) : value));
}

async function differences(captured: CapturedResource, live: CapturedResource, service: Service) {
  const details: string[] = [];
  let more = 0;
  // What restoring would do: from live to captured.
  for await (const change of compareResources(live, captured, service)) {
    if (details.length < MOST_DETAILS) details.push(changeLine(change));
    else more += 1;
  }
  return { details, more };
}
