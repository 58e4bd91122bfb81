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
  /** The elements that lack their end tag where the page stops, innermost first, at most 20; not those that need none. */
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
export function endingReader(text: string): { readonly events: HtmlEvents; readonly result: () => Ending } {
  const pieces = new LastPieces(text);
  let [ended, explicit] = [false, false];
  // what ended since the last tag: when the scan is done, that is what the page left open
  const open: string[] = [];
  let within: { readonly what: string; readonly start: number } | undefined;
  // what no end was found for reaches to the end of the page
  const stopsIn = (what: string, start: number, end: number) => {
    if (end === text.length) within = { what, start };
  };
  const events: HtmlEvents = {
    startTag: ({ name, start }) => {
      open.length = 0;
      pieces.add(start, start + 1 + name.length);
    },
    endTag: (name) => {
      open.length = 0;
      if (name === 'body' || name === 'html') ended = true;
      else if (!explicit) explicit = name === 'head' || OPTIONAL_ENDS.has(name);
    },
    closed: (name) => {
      if (open.length < MAX_OPEN && !OPTIONAL_ENDS.has(name)) open.push(name);
    },
    text: (start, end) => pieces.add(start, end < text.length ? end : beforeHalfTag(text, start)),
    rawText: (element, start, end) => {
      pieces.add(start, end);
      stopsIn(element, start, end);
    },
    comment: (start, end) => stopsIn('comment', start, end),
    inert: (start, end) => {
      pieces.add(start, end);
      stopsIn('template', start, end);
      if (end === text.length) open.push('template');
    },
    dropped: (start) => {
      // half an end tag says no more than none
      if (text.charCodeAt(start + 1) !== SLASH) within = { what: 'tag', start };
    },
  };
  const result = () => {
    const placeOf = placeFinder(text);
    const stopped = within && { within: { what: within.what, place: placeOf(within.start) } };
    const { size } = pieces;
    return { html: true, size, tail: pieces.tail(), place: stopOf(text), ended, explicit, open: [...open], ...stopped };
  };
  return { events, result };
}

/** How a page ends that is not HTML. */
export function plainEnding(text: string): Ending {
  const pieces = new LastPieces(text);
  pieces.add(0, text.length);
  const { size } = pieces;
  return { html: false, size, tail: pieces.tail(), place: stopOf(text), ended: false, explicit: false, open: [] };
}

function stopOf(text: string): Place {
  return placeFinder(text)(Math.max(0, text.trimEnd().length - 1));
}

/** Where a last text ends without the `<` or `</` of a tag that never came. */
function beforeHalfTag(text: string, start: number): number {
  const end = text.length;
  if (text.endsWith('</')) return Math.max(start, end - 2);
  return text.endsWith('<') ? Math.max(start, end - 1) : end;
}
