import type { Candidate } from './candidate.ts';
import type { Sightings } from './sighting.ts';

/** JSON-LD, which search engines read: all its blocks are one feature. */
export function structuredData({ elements, dataTypes }: Sightings): Candidate[] {
  const blocks = elements.filter(({ tag, providers }) => tag === 'script' && providers.length === 0);
  const [first] = blocks;
  if (!first) return [];
  const meant = new Set(blocks.map(({ offset }) => offset));
  const type = first.attributes.type ?? '';
  const about = dataTypes.length > 0 ? `: ${dataTypes.join(', ')}` : '';
  return [
    {
      kind: 'data',
      name: 'STRUCTURED_DATA',
      offset: first.offset,
      confidence: 'medium',
      why: `JSON-LD that search engines read${about}.`,
      options: [{ css: `script[type="${type}"]`, meant }],
    },
  ];
}
