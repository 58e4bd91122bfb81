/** Neighbours of one key. */
interface Group<Item> {
  readonly key: string;
  readonly all: readonly Item[];
}

/** Neighbours of one key together. */
export async function* grouped<Item extends { readonly key: string }>(
  items: AsyncIterable<Item>,
): AsyncGenerator<Group<Item>> {
  let all: Item[] = [];
  let key: string | undefined;
  for await (const item of items) {
    if (key !== undefined && item.key !== key) {
      yield { key, all };
      all = [];
    }
    key = item.key;
    all.push(item);
  }
  if (key !== undefined) yield { key, all };
}
