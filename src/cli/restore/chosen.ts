import type { Entry, Metadata } from '../../lib/capture/entry.ts';
import { keyOf } from '../../lib/capture/resource.ts';
import { didYouMean } from '../../lib/site/config-suggestion.ts';
import { usage } from '../outcome.ts';
import { printable } from '../printable.ts';

/** The resources that were asked for by `service` or `service/resource`, with the resource's name, id or key; else all. */
export function chosen(
  { name: capture, resources }: Pick<Metadata, 'name' | 'resources'>,
  asked: readonly string[],
  only: readonly string[] | undefined,
): readonly Entry[] {
  const there = resources.filter((entry) => only?.includes(entry.service) ?? true);
  if (asked.length === 0) return there;
  const found = asked.map((word) => {
    const matching = there.filter((entry) => isMeant(entry, word));
    if (matching.length > 0) return matching;
    throw usage(`${capture} has no ${word.slice(0, 200)}.`, hintFor(word, there));
  });
  const all = new Set(found.flat());
  return there.filter((entry) => all.has(entry));
}

function hintFor(word: string, there: readonly Entry[]): string {
  const known = new Set(there.flatMap((entry) => [entry.service, keyOf(entry), `${entry.service}/${entry.name}`]));
  const guess = didYouMean(word, [...known]);
  if (guess !== undefined) return printable(`Did you mean ${guess}?`);
  return 'Write a service, or service/resource by its name or id: environment-manifest.json of the capture has them all.';
}

function isMeant(entry: Entry, word: string): boolean {
  const { service, name, id } = entry;
  return [service, keyOf(entry), `${service}/${name}`, `${service}/${id}`].includes(word);
}
