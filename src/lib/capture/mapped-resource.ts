import type { CapturedResource } from './captured-resource.ts';
import { isObject } from './plain-value.ts';

/** A resource whose documents and index lines are read with every value changed by `map`, from the outside in; keys too, as text. */
export function mappedResource(resource: CapturedResource, map: (value: unknown) => unknown): CapturedResource {
  const walk = (value: unknown): unknown => {
    const mapped = map(value);
    if (Array.isArray(mapped)) return mapped.map(walk);
    if (!isObject(mapped)) return mapped;
    return Object.fromEntries(Object.entries(mapped).map(([key, each]) => [String(map(key)), walk(each)]));
  };
  return {
    ...resource,
    json: async (path) => walk(await resource.json(path)),
    async *lines(path) {
      for await (const line of resource.lines(path)) yield walk(line);
    },
  };
}
