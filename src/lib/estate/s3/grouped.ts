/** Neighbours that belong together: at least one. */
export async function* grouped<Item>(
  items: AsyncIterable<Item>,
  together: (one: Item, next: Item) => boolean,
): AsyncGenerator<readonly [Item, ...Item[]]> {
  let group: [Item, ...Item[]] | undefined;
  for await (const item of items) {
    if (group && together(group[0], item)) {
      group.push(item);
      continue;
    }
    if (group) yield group;
    group = [item];
  }
  if (group) yield group;
}
