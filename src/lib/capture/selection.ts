import { matcherOf } from '../site/glob.ts';
import type { CaptureConfig } from './config.ts';
import type { Selection } from './inventory.ts';
import type { Resource } from './resource.ts';

/** Which resources a configuration means, and what it left out because nobody can say. */
export interface ConfiguredSelection extends Selection {
  /** Resources whose service does not tell their tags with its list, so that `tags` leaves them out: how many, by service. */
  readonly untold: ReadonlyMap<string, number>;
}

/** Names may begin with a slash, as those of log groups and parameters do; globs are matched without it. */
export const withoutSlash = (name: string): string => name.replace(/^\//, '');

/** By names and tags, as `capture.yml` says. */
export function selectionOf({ tags, services }: Pick<CaptureConfig, 'tags' | 'services'>): ConfiguredSelection {
  const wanted = Object.entries(tags);
  const named = new Map(
    Object.entries(services).map(([name, { include, exclude }]) => [name, byName(include, exclude)]),
  );
  const untold = new Map<string, number>();
  const tagged = ({ service, tags: has }: Resource) => {
    if (wanted.length === 0) return true;
    if (!has) untold.set(service, (untold.get(service) ?? 0) + 1);
    return wanted.every(([key, value]) => has !== undefined && Object.hasOwn(has, key) && has[key] === value);
  };
  return { untold, includes: (resource) => (named.get(resource.service)?.(resource.name) ?? true) && tagged(resource) };
}

function byName(include: readonly string[] = ['**'], exclude: readonly string[] = []): (name: string) => boolean {
  const [taken, left] = [include, exclude].map((globs) => matcherOf(globs.map(withoutSlash)));
  return (name) => taken?.(withoutSlash(name)) === true && left?.(withoutSlash(name)) !== true;
}
