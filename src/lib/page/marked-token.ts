/** A comment longer than this holds more than a name. */
const MAX_MARK = 512;

/** The name in a comment that holds just `label: NAME`; `undefined` for any other comment. */
export function markedToken(text: string, start: number, end: number, labels: readonly string[]): string | undefined {
  if (labels.length === 0 || end - start > MAX_MARK) return undefined;
  // the further star or bang of `/** … */` and `/*! … */` belongs to the delimiter
  const held = text.slice(start, end).replace(/^[*!]/, '').replace(/\*$/, '').trim();
  const label = labels.find((name) => held.startsWith(name));
  return label === undefined ? undefined : /^\s*:\s*(\S+)$/.exec(held.slice(label.length))?.[1];
}
