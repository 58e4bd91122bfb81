import type { HtmlEvents } from './html-scanner.ts';

/** One listener for several, so that a page is scanned once for all that is asked of it. */
export function together(first: HtmlEvents, ...others: readonly HtmlEvents[]): HtmlEvents {
  return others.reduce(pair, first);
}

/** What only one of them listens to costs no more than that. */
function pair(one: HtmlEvents, other: HtmlEvents): HtmlEvents {
  return {
    startTag: both(one.startTag, other.startTag),
    endTag: both(one.endTag, other.endTag),
    closed: both(one.closed, other.closed),
    text: both(one.text, other.text),
    rawText: both(one.rawText, other.rawText),
    comment: both(one.comment, other.comment),
    inert: both(one.inert, other.inert),
    dropped: both(one.dropped, other.dropped),
  };
}

function both<One>(tell: ((one: One) => void) | undefined, other: typeof tell): typeof tell;
function both<One, Two>(tell: ((one: One, two: Two) => void) | undefined, other: typeof tell): typeof tell;
function both<One, Two, Three>(
  tell: ((one: One, two: Two, three: Three) => void) | undefined,
  other: typeof tell,
): typeof tell;
function both<One, Two, Three>(
  tell: ((one: One, two: Two, three: Three) => void) | undefined,
  other: typeof tell,
): typeof tell {
  if (!tell || !other) return tell ?? other;
  return (one, two, three) => {
    tell(one, two, three);
    other(one, two, three);
  };
}
