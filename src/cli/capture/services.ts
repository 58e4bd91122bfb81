import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Service } from '../../lib/capture/service.ts';
import { HoldfastError } from '../../lib/errors.ts';
import { didYouMean } from '../../lib/site/config-suggestion.ts';
import { usage } from '../outcome.ts';

const FOLDER = path.resolve(import.meta.dirname, '..', '..', 'lib', 'estate');

/** The names of all services: each is a file of `lib/estate`. */
export async function serviceNames(): Promise<readonly string[]> {
  const entries = await readdir(FOLDER, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map(({ name }) => name.slice(0, -'.ts'.length))
    .toSorted();
}

/**
 * The services of these names, else all of them. Only what is asked for is loaded: each brings an SDK of its own. Throws
 * `CLI.USAGE` for a name that is none.
 */
export async function loadServices(only?: readonly string[]): Promise<readonly Service[]> {
  const known = await serviceNames();
  const unknown = only?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw noService(unknown, known);
  return Promise.all((only ? known.filter((name) => only.includes(name)) : known).map(load));
}

function noService(name: string, known: readonly string[]): HoldfastError {
  const guess = didYouMean(name, known);
  const hint = guess === undefined ? `There are ${known.join(', ')}.` : `Did you mean "${guess}"?`;
  return usage(`"${name.slice(0, 100)}" is no service.`, hint);
}

async function load(name: string): Promise<Service> {
  const loaded: unknown = await import(path.join(FOLDER, `${name}.ts`));
  if (isServiceFile(loaded) && loaded.service.name === name) return loaded.service;
  throw new Error(`lib/estate/${name}.ts holds no service of this name`);
}

function isServiceFile(loaded: unknown): loaded is { readonly service: Service } {
  return typeof loaded === 'object' && loaded !== null && 'service' in loaded;
}
