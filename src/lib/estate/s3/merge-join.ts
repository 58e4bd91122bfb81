/** What two ordered sequences have at one place: at least one of both. */
export type Met<One, Other> =
  | { readonly one: One; readonly other: Other }
  | { readonly one: One; readonly other: undefined }
  | { readonly one: undefined; readonly other: Other };

/** Walks two sequences of one order side by side, and gives what has the same place together. Neither is held in memory. */
export async function* mergeJoin<One, Other>(
  ones: AsyncIterable<One>,
  others: AsyncIterable<Other>,
  compare: (one: One, other: Other) => number,
): AsyncGenerator<Met<One, Other>> {
  const left = ones[Symbol.asyncIterator]();
  const right = others[Symbol.asyncIterator]();
  try {
    let one = await left.next();
    let other = await right.next();
    while (!one.done || !other.done) {
      const order = one.done ? 1 : other.done ? -1 : compare(one.value, other.value);
      if (order < 0 && !one.done) {
        yield { one: one.value, other: undefined };
        one = await left.next();
      } else if (order > 0 && !other.done) {
        yield { one: undefined, other: other.value };
        other = await right.next();
      } else if (!one.done && !other.done) {
        yield { one: one.value, other: other.value };
        one = await left.next();
        other = await right.next();
      }
    }
  } finally {
    await left.return?.();
    await right.return?.();
  }
}
