import { compareResources } from '../../src/lib/capture/compare-resources.ts';
import { changeLine } from '../../src/lib/capture/change-line.ts';
import type { CapturedResource } from '../../src/lib/capture/captured-resource.ts';
import { gone } from '../../src/lib/capture/failure.ts';
import { liveState } from '../../src/lib/capture/live-state.ts';
import type { Made, Restorer, Step, Target } from '../../src/lib/capture/restore.ts';
import type { Service } from '../../src/lib/capture/service.ts';
import { HoldfastError } from '../../src/lib/errors.ts';
import * as z from 'zod';

/** A thing of the toy estate. Its id is given by the estate, as AWS does. */
export interface Toy {
  readonly id: string;
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** An estate of bulbs, and of lamps that refer to bulbs by id. */
export interface ToyWorld {
  readonly bulbs: Map<string, Toy>;
  readonly lamps: Map<string, Toy>;
  readonly services: readonly Service[];
  /** What was written, in order: `create bulb b-3`. */
  readonly writes: string[];
  /** Called before each write, with its words; may throw or change the world. */
  onWrite: (what: string) => void;
  /** What the estate makes of settings that are written. */
  normalize: (settings: Toy['settings']) => Toy['settings'];
}

const CONFIG = z.record(z.string(), z.unknown());

export function toyWorld(): ToyWorld {
  const bulbs = new Map<string, Toy>();
  const lamps = new Map<string, Toy>();
  const world: ToyWorld = {
    bulbs,
    lamps,
    writes: [],
    onWrite: () => {},
    normalize: (settings) => settings,
    services: [],
  };
  const services = [toyService('lamps', lamps, ['bulbs'], world), toyService('bulbs', bulbs, [], world)];
  return Object.assign(world, { services });
}

let given = 0;

/** Puts a thing there, as somebody else would. */
export function put(kind: Map<string, Toy>, name: string, settings: Toy['settings']): Toy {
  const toy = { id: `id-${(given += 1)}`, name, settings };
  kind.set(toy.id, toy);
  return toy;
}

export function named(kind: Map<string, Toy>, name: string): Toy | undefined {
  return [...kind.values()].find((toy) => toy.name === name);
}

function toyService(name: string, kind: Map<string, Toy>, after: readonly string[], world: ToyWorld): Service {
  const service: Service = {
    name,
    title: name,
    folder: name,
    where: 'global',
    limits: {},
    async *list() {
      for (const toy of kind.values()) yield resourceOf(name, toy);
    },
    async capture(resource, sink) {
      const toy = kind.get(resource.id);
      if (!toy) throw gone(resource);
      await sink.json('config.json', { ...toy.settings, name: toy.name });
      await sink.json('observed.json', { id: toy.id });
    },
    restore: toyRestorer(() => service, kind, after, world),
  };
  return service;
}

const resourceOf = (service: string, { id, name }: Pick<Toy, 'id' | 'name'>) => ({
  service,
  id,
  name,
  region: 'global',
  folder: `${service}/${name}`,
});

function toyRestorer(
  service: () => Service,
  kind: Map<string, Toy>,
  after: readonly string[],
  world: ToyWorld,
): Restorer {
  const write = (what: string) => {
    world.onWrite(what);
    world.writes.push(what);
  };
  const found = ({ entry }: CapturedResource, to: Target) =>
    to.drill === undefined
      ? (kind.get(to.idOf(entry.id)) ?? named(kind, to.nameOf(entry.service, entry.name)))
      : named(kind, to.nameOf(entry.service, entry.name));
  return {
    after,
    drillDiffers: [['config.json#drilled', 'The drill writes its name on it.']],
    async plan(captured, to, estate): Promise<readonly Step[]> {
      const { entry } = captured;
      const own = service();
      const name = to.nameOf(entry.service, entry.name);
      const { name: _, ...written } = CONFIG.parse(await captured.json('config.json'));
      const wanted = Object.fromEntries(
        Object.entries(written).map(([key, value]) => [key, typeof value === 'string' ? to.idOf(value) : value]),
      );
      const toy = found(captured, to);
      const what = `${entry.service.slice(0, -1)} ${name}`;
      const made = (id: string): Made => ({
        resource: resourceOf(entry.service, { id, name }),
        ids: { [entry.id]: id },
      });
      if (!toy) {
        const apply = async () => {
          write(`create ${what}`);
          const settings = world.normalize(to.drill === undefined ? wanted : { ...wanted, drilled: to.drill });
          return made((found(captured, to) ?? put(kind, name, settings)).id);
        };
        return [{ kind: 'create', what, apply }];
      }
      if (to.drill !== undefined) return [{ kind: 'leave', what }];
      const live = await liveState(own, resourceOf(entry.service, toy), to.secrets, estate);
      const details: string[] = [];
      for (const [key, value] of Object.entries(wanted))
        if (JSON.stringify(toy.settings[key]) !== JSON.stringify(value))
          details.push(`${key}: ${JSON.stringify(toy.settings[key])} → ${JSON.stringify(value)}`);
      if (live)
        for await (const change of compareResources(live, captured, own))
          if (change.kind === 'removed') details.push(changeLine(change));
      if (details.length === 0) return [{ kind: 'leave', what, ...(toy.id !== entry.id && { made: made(toy.id) }) }];
      const seen = toy;
      const apply = async () => {
        if (kind.get(seen.id) !== seen) throw new HoldfastError('RESTORE.MOVED', `${what} is another one now.`);
        write(`change ${what}`);
        kind.set(seen.id, { ...seen, settings: world.normalize(wanted) });
        return made(seen.id);
      };
      return [{ kind: 'change', what, details, apply }];
    },
    async remove({ resource }) {
      const toy = kind.get(resource.id) ?? named(kind, resource.name);
      write(`remove ${toy?.name ?? 'nothing'}`);
      if (toy) kind.delete(toy.id);
    },
  };
}
