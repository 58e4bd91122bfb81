import type { Place } from '../verdict/finding.ts';
import { SLASH } from './html-characters.ts';
import type { HtmlEvents } from './html-scanner.ts';
import { LastPieces } from './last-pieces.ts';
import { placeFinder } from './place.ts';

/** How a page ends: enough to see that another version of it was cut off. */
export interface Ending {
  readonly html: boolean;
  /** Characters of content: of HTML its text, scripts and the names of its start tags, without white space around them. */
  readonly size: number;
  /** The last 64 characters of that content, without white space. */
  readonly tail: string;
  /** Where the page stops: its last character that is not white space. */
  readonly place: Place;
  /** It says `</body>` or `</html>`. */
  readonly ended: boolean;
  /** It writes other end tags that HTML lets a page leave out. */
  readonly explicit: boolean;
  /**
   * The elements that lack their end tag where the page stops, or its body ends, innermost first, at most 20; not those
   * that need none.
   */
  readonly open: readonly string[];
  /** What the page stops in the middle of, and where that begins. */
  readonly within?: { readonly what: string; readonly place: Place };
}

const MAX_OPEN = 20;

/** Elements whose end tag a page may leave out (HTML standard, "optional tags"), even as the last thing it says. */
const OPTIONAL_ENDS: ReadonlySet<string> = new Set(
  'body caption colgroup dd dt html li optgroup option p rp rt tbody td tfoot th thead tr'.split(' '),
);

/** Listens to a scan of an HTML page; when that is done, `result` says how the page ends. */
export class EndingReader {
  readonly #text: string;
  readonly #pieces: LastPieces;
  /** What ended since the last tag: when the scan is done, that is what the page left open. */
  readonly #names: string[] = [];
  // emptying an array takes longer than reading a tag
  #open = 0;
  /** What was open when the body ended. */
  #unclosed: readonly string[] = [];
  #ended = false;
  #explicit = false;
  #within: { readonly what: string; readonly start: number } | undefined;

  readonly events: HtmlEvents = {
    startTag: ({ name, start }) => {
      this.#open = 0;
      this.#pieces.add(start, start + 1 + name.length);
    },
    endTag: (name) => {
      if (name === 'body' || name === 'html') this.#end();
      else if (!this.#explicit) this.#explicit = name === 'head' || OPTIONAL_ENDS.has(name);
      this.#open = 0;
    },
    closed: (name) => this.#close(name),
    text: (start, end) => {
      this.#pieces.add(start, end < this.#text.length ? end : beforeHalfTag(this.#text, start));
    },
    rawText: (element, start, end) => {
      this.#pieces.add(start, end);
      this.#stopsIn(element, start, end);
    },
    comment: (start, end) => this.#stopsIn('comment', start, end),
    inert: (start, end) => {
      this.#pieces.add(start, end);
      this.#stopsIn('template', start, end);
      if (end === this.#text.length) this.#close('template');
    },
    dropped: (start) => {
      // half an end tag says no more than none
      if (this.#text.charCodeAt(start + 1) !== SLASH) this.#within = { what: 'tag', start };
    },
  };

  constructor(text: string) {
    this.#text = text;
    this.#pieces = new LastPieces(text);
  }

  result(): Ending {
    const within = this.#within;
    return {
      html: true,
      ...contentOf(this.#text, this.#pieces),
      ended: this.#ended,
      explicit: this.#explicit,
      open: [...this.#names.slice(0, this.#open), ...this.#unclosed].slice(0, MAX_OPEN),
      ...(within && { within: { what: within.what, place: placeFinder(this.#text)(within.start) } }),
    };
  }

  #close(name: string): void {
    if (OPTIONAL_ENDS.has(name) || this.#open === MAX_OPEN) return;
    this.#names[this.#open] = name;
    this.#open += 1;
  }

  #end(): void {
    if (!this.#ended) this.#unclosed = this.#names.slice(0, this.#open);
    this.#ended = true;
  }

  /** What no end was found for reaches to the end of the page. */
  #stopsIn(what: string, start: number, end: number): void {
    if (end === this.#text.length) this.#within = { what, start };
  }
}

/** How a page ends that is not HTML. */
export function plainEnding(text: string): Ending {
  const pieces = new LastPieces(text);
  pieces.add(0, text.length);
  return { html: false, ...contentOf(text, pieces), ended: false, explicit: false, open: [] };
}

function contentOf(text: string, pieces: LastPieces): Pick<Ending, 'size' | 'tail' | 'place'> {
  const stop = Math.max(0, text.trimEnd().length - 1);
  return { size: pieces.size, tail: pieces.tail(), place: placeFinder(text)(stop) };
}

/** Where a last text ends without the `<` or `</` of a tag that never came. */
function beforeHalfTag(text: string, start: number): number {
  const end = text.length;
  if (text.endsWith('</')) return Math.max(start, end - 2);
  return text.endsWith('<') ? Math.max(start, end - 1) : end;
}
