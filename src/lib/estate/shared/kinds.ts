import type { ByCommands } from '../../capture/by-commands.ts';
import type { Estate } from '../../capture/estate.ts';
import { folderOf, type Resource } from '../../capture/resource.ts';
import type { Service } from '../../capture/service.ts';
import type { Sink } from '../../capture/sink.ts';

/** One of several kinds of things that a service has: buses, rules and archives of EventBridge. */
export interface Kind {
  /** What there is in one region. */
  list(estate: Estate, region: string): AsyncIterable<Found>;
  capture(resource: Resource, sink: Sink, estate: Estate): Promise<void>;
  /** The exact commands that bring it back. */
  readonly commands: ByCommands['commands'];
}

export interface Found {
  readonly id: string;
  readonly name: string;
  /** What it is part of: a folder between that of its kind and its own. */
  readonly within?: string;
  /** Where it belongs to the account instead of to the region. */
  readonly global?: boolean;
}

/** Listing and capturing for a service of several kinds: each has a folder of its own, `eventbridge/rules/…`. */
export function ofKinds(
  { name, folder }: Pick<Service, 'name' | 'folder'>,
  kinds: Readonly<Record<string, Kind>>,
): Pick<Service, 'list' | 'capture'> & Pick<Kind, 'commands'> {
  const kindOf = (at: string): Kind => {
    const kind = kinds[at.split('/')[1] ?? ''];
    if (!kind) throw new Error(`No kind of ${name} is in ${at}.`);
    return kind;
  };
  return {
    async *list(estate) {
      for (const region of estate.regions) {
        for (const [kind, own] of Object.entries(kinds)) {
          for await (const found of own.list(estate, region))
            yield resourceOf(found, `${folder}/${kind}`, region, estate);
        }
      }
    },
    capture: (resource, sink, estate) => kindOf(resource.folder).capture(resource, sink, estate),
    commands: (captured, live, to, estate) => kindOf(captured.entry.folder).commands(captured, live, to, estate),
  };

  function resourceOf(
    { id, name: called, within, global }: Found,
    below: string,
    at: string,
    estate: Estate,
  ): Resource {
    const region = global ? 'global' : at;
    const parent = within === undefined ? below : folderOf(below, within, 'global', '');
    return { service: name, id, name: called, region, folder: folderOf(parent, called, region, estate.regions[0]) };
  }
}
