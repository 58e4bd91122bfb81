import { usage } from '../outcome.ts';
import { counted, printable, shortened } from '../printable.ts';
import { readFlatLine, type FlatToken } from './flat-line.ts';

const MOST_TOLD = 50;

/** How a list is read. */
interface ListReading {
  readonly isPage: (key: string) => boolean;
  /** Whether the registry has this token on this page: where a line can be read in several ways, that way is meant. */
  readonly isKnown: (token: FlatToken) => boolean;
  readonly now: Date;
}

/**
 * The tokens of a list, each page's once, with the earliest time. Blank lines and those that begin with `#` are left out.
 * Throws `CLI.USAGE` with every line that is wrong, the first 50 of them.
 */
export function readTokenList(text: string, reading: ListReading): FlatToken[] {
  const tokens = new Map<string, FlatToken>();
  const wrong: string[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const read = meant(line.trimEnd(), reading);
    if (typeof read === 'string') {
      wrong.push(printable(`line ${(index + 1).toLocaleString('en')}: ${read}: ${shortened(line)}`));
      continue;
    }
    const id = `${read.name}\0${read.key}`;
    const known = tokens.get(id);
    if (!known || read.at < known.at) tokens.set(id, read);
  }
  if (wrong.length > 0) throw wrongLines(wrong);
  return [...tokens.values()];
}

/** What a line means, or what is wrong with it. */
function meant(line: string, { isPage, isKnown, now }: ListReading): FlatToken | string {
  const read = readFlatLine(line, isPage);
  if (read.kind === 'wrong') return read.why;
  const known = read.may.filter(isKnown);
  if (known.length > 1) return 'its token has colons, and the registry knows both ways to read it';
  // A token whose name has no colon ends at the first that leaves a page.
  const token = known[0] ?? read.may[0];
  if (!token) return 'it names no page of the site';
  return Date.parse(token.at) > now.getTime() ? 'its time is yet to come' : token;
}

function wrongLines(wrong: readonly string[]) {
  const more = wrong.length > MOST_TOLD ? [`and ${(wrong.length - MOST_TOLD).toLocaleString('en')} more`] : [];
  return usage(
    `${counted(wrong.length, 'line')} cannot be read; nothing was written.\n${[...wrong.slice(0, MOST_TOLD), ...more].join('\n')}`,
    'Each line is TOKEN:page:2025-01-14T10:22Z, with the page as its key in the production bucket and the time in UTC.',
  );
}
