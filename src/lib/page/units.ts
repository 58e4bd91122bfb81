/**
 * The pieces of a page as 53-bit hashes in rising order, each as often as it stands there. White space, line breaks and
 * the order of pieces make no difference.
 */
export type Units = Float64Array;

/** Takes a page apart at its lines. Takes time linear in its length but for sorting its pieces. */
export function unitsOf(text: string): Units {
  const hashes = text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(hashOf);
  return Float64Array.from(hashes).toSorted();
}

function hashOf(piece: string): number {
  let [low, high] = [0x811c9dc5, 0x1b873593];
  for (let at = 0; at < piece.length; at += 1) {
    const code = piece.charCodeAt(at);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}
