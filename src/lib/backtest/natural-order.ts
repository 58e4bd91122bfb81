const PIECES = /\d+|\D+/g;

/** Orders names as people number things: runs of digits by their value, all else by code units; `v2` before `v10`. */
export function naturalOrder(one: string, other: string): number {
  const [left, right] = [one.match(PIECES) ?? [], other.match(PIECES) ?? []];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const order = byPiece(left[at] ?? '', right[at] ?? '');
    if (order !== 0) return order;
  }
  return left.length - right.length || byCodeUnits(one, other);
}

function byPiece(one: string, other: string): number {
  if (!isNumber(one) || !isNumber(other)) return byCodeUnits(one, other);
  const [left, right] = [one.replace(/^0+(?=\d)/, ''), other.replace(/^0+(?=\d)/, '')];
  // Longer than any number: digits of equal length compare as text.
  return left.length - right.length || byCodeUnits(left, right);
}

const isNumber = (piece: string): boolean => /^\d/.test(piece);

function byCodeUnits(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
