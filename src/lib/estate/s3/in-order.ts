/**
 * Works on items side by side and gives the results in their order. At most `window` items are begun and not handed on. When
 * one fails or nobody wants more, `signal` is aborted and all that runs has ended before this does.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  window: number,
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
): AsyncGenerator<Result> {
  const stop = new AbortController();
  const begun: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      const result = work(item, stop.signal);
      result.catch(() => {});
      begun.push(result);
      if (begun.length < window) continue;
      const first = begun.shift();
      if (first) yield await first;
    }
    for (let first = begun.shift(); first; first = begun.shift()) yield await first;
  } finally {
    stop.abort();
    await Promise.allSettled(begun);
  }
}
