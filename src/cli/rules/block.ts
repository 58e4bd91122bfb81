import { refusal } from '../outcome.ts';

const BEGIN =
  '<!-- holdfast rules: begin; kept up to date by `npx holdfast rules --write`, changes within are lost -->';
const END = '<!-- holdfast rules: end -->';

/** A marker is a line of its own, or the first after a byte order mark; what follows `begin` may have been worded otherwise once. */
const MARKERS = /(?<=^\uFEFF?)<!-- holdfast rules: (begin|end)\b[^\r\n]*-->[ \t]*$/gm;

/**
 * The text of a file with the block of rules in it: in the place of an older one, else at its end. All other text stays as
 * it is, and so do the file's line breaks. Throws `CLI.REFUSED` where it has two blocks or half of one.
 */
export function withBlock(text: string, body: string, file: string): string {
  const newline = lineBreakOf(text);
  const block = [BEGIN, '', body, '', END].join('\n').replaceAll('\n', newline);
  const [begin, end, ...more] = [...text.matchAll(MARKERS)];
  if (!begin) return `${text}${gap(text, newline)}${block}${newline}`;
  if (begin[1] !== 'begin' || end?.[1] !== 'end' || more.length > 0) throw broken(file);
  return text.slice(0, begin.index) + block + text.slice(end.index + end[0].length);
}

/** What most lines end with. */
function lineBreakOf(text: string): string {
  const all = text.match(/\n/g)?.length ?? 0;
  const windows = text.match(/\r\n/g)?.length ?? 0;
  return windows * 2 > all ? '\r\n' : '\n';
}

/** An empty line before the block, where something is before it. */
function gap(text: string, newline: string): string {
  if (text === '' || text === '\uFEFF') return '';
  return text.endsWith('\n') ? newline : newline + newline;
}

function broken(file: string): Error {
  const hint =
    'A block goes from one line that begins with "<!-- holdfast rules: begin" to one "<!-- holdfast rules: end -->". ' +
    'Leave one such pair in the file, or none, and run it again.';
  return refusal(`The markers of the rules in ${file} are not one pair: nothing was written.`, hint);
}
