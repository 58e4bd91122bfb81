import type { Candidate, Option } from './candidate.ts';
import type { Provider } from './provider.ts';
import type { Sightings } from './sighting.ts';

interface Found {
  readonly offsets: Set<number>;
  /** Selectors in the order in which they were met. */
  readonly selectors: Set<string>;
  readonly code: Extract<Option, { code: string }>[];
}

/** What known providers have on the page: one candidate each, however many elements show it. */
export function provided({ elements, inline }: Sightings): Candidate[] {
  const found = new Map<Provider, Found>();
  const of = (provider: Provider) => {
    const known = found.get(provider) ?? { offsets: new Set(), selectors: new Set(), code: [] };
    found.set(provider, known);
    return known;
  };
  for (const { providers, offset } of elements) {
    for (const { provider, css } of providers) {
      of(provider).offsets.add(offset);
      of(provider).selectors.add(css);
    }
  }
  for (const { provider, code, scripts } of inline) of(provider).code.push({ code, scripts });
  return [...found].map(([provider, marks]) => candidate(provider, marks));
}

function candidate({ name, kind, has }: Provider, { offsets, selectors, code }: Found): Candidate {
  const options: Option[] = [...[...selectors].map((css) => ({ css, meant: offsets })), ...code];
  const starts = [...offsets, ...code.flatMap(({ scripts }) => scripts.map(({ start }) => start))];
  return { kind, name, confidence: 'high', offset: Math.min(...starts), why: `The page has ${has}.`, options };
}
