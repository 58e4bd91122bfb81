import type { PageContent } from '../page/page-content.ts';
import { placeFinder } from '../page/place.ts';
import type { Finding, Place } from './finding.ts';
import type { BaseWeight } from './weigh-base.ts';

type Page = Pick<PageContent, 'text' | 'list'>;

/** Beyond so many characters a line, lines say nothing: pieces are counted instead. */
const LONG_LINE = 500;

/** Characters of a unit in which its place is looked for. */
const MOST_LOOKED_AT = 2000;

/** The sentence and the place: where the first thing stands that is back, or stood that is gone. */
export function saysStale(
  content: Page,
  before: Page | undefined,
  { older, same, undoes, dropped, back, fresh, missing, repeated }: BaseWeight,
): Pick<Finding, 'says' | 'place' | 'placeIn'> {
  const upload = new Standing(content);
  const baseline = before && new Standing(before);
  const of = `the version of ${older.lastModified.slice(0, 16).replace('T', ' ')} UTC`;
  const differs = Math.max(upload.lines(fresh), missing);
  const was = same ? `is ${of} once more` : `was edited from ${of}`;
  const by = same || differs === 0 ? '' : ` (${upload.amount(differs)} differ${differs === 1 ? 's' : ''})`;
  const gone = baseline?.lines(dropped) ?? 0;
  const returned = upload.lines(back);
  const [theirs, they] = undoes === 1 ? ['it', 'it'] : ['theirs', 'they'];
  const evidence = [
    ...(gone > 0 ? [`${upload.amount(gone)} of ${theirs} ${gone === 1 ? 'is' : 'are'} gone`] : []),
    ...(repeated > 0
      ? [`${upload.amount(repeated)} ${repeated === 1 ? 'stands' : 'stand'} there as often as then`]
      : []),
    ...(returned > 0 ? [`${upload.amount(returned)} that ${they} removed ${returned === 1 ? 'is' : 'are'} back`] : []),
  ];
  const versions = undoes === 1 ? '1 accepted version' : `${undoes} accepted versions`;
  const says = `The upload ${was}${by}; it undoes ${versions}${evidence.length > 0 ? `: ${evidence.join(', ')}` : ''}.`;
  if (returned > 0) return { says, place: upload.first(back) };
  return baseline && gone > 0 ? { says, place: baseline.first(dropped), placeIn: 'baseline' } : { says };
}

/** A page's units where they stand. */
class Standing {
  readonly #text: string;
  readonly #list: PageContent['list'];
  /** What is counted: a page without line breaks has no lines worth the name. */
  readonly #name: 'line' | 'piece';

  constructor({ text, list }: Page) {
    this.#text = text;
    this.#list = list;
    this.#name = hasLines(text) ? 'line' : 'piece';
  }

  /** The lines in which any of the units begins. */
  lines(units: ReadonlySet<number>): number {
    if (units.size === 0) return 0;
    const { hashes, starts } = this.#list;
    let [count, end] = [0, -1];
    for (let at = 0; at < hashes.length; at += 1) {
      const start = starts[at] ?? 0;
      if (start < end || !units.has(hashes[at] ?? 0)) continue;
      count += 1;
      end = this.#name === 'piece' ? start : this.#text.indexOf('\n', start) + 1 || this.#text.length;
    }
    return count;
  }

  amount(count: number): string {
    return `${count} ${this.#name}${count === 1 ? '' : 's'}`;
  }

  first(units: ReadonlySet<number>): Place {
    const at = this.#list.hashes.findIndex((hash) => units.has(hash));
    const [start, end] = [this.#list.starts[at] ?? 0, this.#list.ends[at] ?? 0];
    return placeFinder(this.#text)(
      start + offsetOfLongest(this.#text.slice(start, Math.min(end, start + MOST_LOOKED_AT))),
    );
  }
}

/** Where the longest line of a unit begins: its first may be no more than a tag. */
function offsetOfLongest(unit: string): number {
  let [longest, offset, from] = [0, 0, 0];
  for (const line of unit.split('\n')) {
    const { length } = line.trim();
    if (length > longest) [longest, offset] = [length, from];
    from += line.length + 1;
  }
  return offset;
}

function hasLines(text: string): boolean {
  let breaks = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    breaks += 1;
    if (breaks * LONG_LINE >= text.length) return true;
  }
  return breaks * LONG_LINE >= text.length;
}
